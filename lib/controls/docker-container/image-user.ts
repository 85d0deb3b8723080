import type { KnownImage } from '../docker/known-images';
import { DOCKER } from '../docker/objects';
import { isObject, type Json, listOf, type Neighbours } from '../requirement';
import { covers } from './covered-path';
import { knownImageOf } from './known-image-of';

/** The user that an image can be started as in place of root, or why none is filled in. */
export type UserToStart = { readonly user: string } | { readonly instructions: string };

const UNKNOWN_IMAGE =
  'Find who the image can run as: `docker image inspect --format "{{.Config.User}}" IMAGE` and its documentation name a user, `docker run --rm --entrypoint cat IMAGE /etc/passwd` lists those it has. Write `UID:GID` as user, 65532:65532 where it needs none of its own, and start it once: what it may not write shows in its log.';

/** Fills in a user where the image is known, and where nothing that root does at its start is needed. */
export function userToStart(container: Json, neighbours: Neighbours): UserToStart {
  if (container.built === true)
    return {
      instructions:
        'Add `USER 65532:65532` to the Dockerfile, with `COPY --chown=65532:65532` for what it writes, or write that user here and start it once.',
    };
  const known = knownImageOf(container);
  if (known === undefined) return { instructions: UNKNOWN_IMAGE };
  const { name, startsAs } = known;
  if (startsAs === undefined)
    return {
      instructions: `The entry point of ${name} starts as root. Take an image that does not, or keep root without capabilities beyond ${wordsOf(known)} and waive this control.`,
    };
  const obstacle = obstacleOf(container, known, neighbours);
  return obstacle === undefined
    ? { user: startsAs }
    : { instructions: `${name} can be started as ${startsAs}, but ${obstacle}; then write user ${startsAs}.` };
}

function wordsOf({ rootCapabilities = [] }: KnownImage): string {
  return rootCapabilities.join(', ') || 'none';
}

/** What the entry point does as root, or what another command may do, that starting as the user would miss. */
function obstacleOf(container: Json, { data, dataVariables = [] }: KnownImage, neighbours: Neighbours): string | undefined {
  if (!isServer(container)) return 'it is started with another command, which may need root: see that it does not';
  const kept = [
    ...listOf(container.mounts).filter(({ type, readOnly }) => type !== 'volume' && readOnly !== true),
    ...listOf(container.tmpfs),
  ];
  const mounted = kept.find(({ target }) => data.some((path) => covers(target, path) || covers(path, target)));
  if (mounted !== undefined)
    return `what is mounted at ${String(mounted.target)} must belong to that user first (\`chown\` on the host), or be a named volume`;
  const moved = dataVariables.find((name) => isElsewhere(container.env?.[name], data));
  if (moved !== undefined) return `${moved} moves its data to a place that must belong to that user first`;
  if (container.declaredBy === 'compose' && listOf(container.secrets).some(({ source }) => isOfFile(source, neighbours)))
    return 'a secret from a file keeps the owner and mode of that file: see that the user can read it';
  return undefined;
}

/** Whether nothing but the server of a known image is started; only then is it known what it does. */
export function isServer(container: Json): boolean {
  const servers = knownImageOf(container)?.servers ?? [];
  const [first] = [container.command ?? []].flat() as unknown[];
  if ((container.entrypoint ?? undefined) !== undefined) return false;
  return first === undefined || (typeof first === 'string' && (first.startsWith('-') || servers.includes(first)));
}

function isElsewhere(value: unknown, data: readonly string[]): boolean {
  return value !== undefined && !data.some((path) => covers(path, value));
}

/** Whether a secret of a Compose project may be a file of the host: one from the environment is readable to every user. */
function isOfFile(source: unknown, neighbours: Neighbours): boolean {
  const projects = neighbours.list(DOCKER.compose.group, DOCKER.compose.kind, undefined);
  const found = projects.flatMap(({ secrets }) =>
    isObject(secrets) && isObject(secrets[String(source)]) ? [secrets[String(source)]] : [],
  );
  return found.length === 0 || found.some(({ file }) => file !== undefined);
}
