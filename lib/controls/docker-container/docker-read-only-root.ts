import { control } from '../control';
import { type ReadOnlyRoot, SCRATCH } from '../docker/known-images';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, type Fix, failing, type Json, listOf } from '../requirement';
import { covers, isWritable } from './covered-path';
import { FLAG, isAssumed, readField } from './field-reading';
import { isServer } from './image-user';
import { knownImageOf } from './known-image-of';
import { isRoot } from './root-user';
import { writesElsewhere } from './stated-settings';

const EXPECTED = '`true`';

const UNKNOWN_IMAGE =
  'Find what the image writes: run it as it is, use it, and look at `docker diff CONTAINER`. Give each of these paths a tmpfs (scratch files, sockets, caches) or a volume (data), write `read_only: true`, and start it once: what is missing shows in its log as "Read-only file system".';

export const dockerReadOnlyRoot = control({
  id: 'docker-read-only-root',
  family: 'docker-container',
  title: 'Make the root file system read-only',
  severity: 'medium',
  why: 'Whoever runs code in the container can change its programs and keep tools in it, for as long as it lives.',
  references: { cisDocker: ['5.13'] },
  counterparts: { dockerBench: ['5.13'] },
  notes:
    'What is written goes to tmpfs mounts, with a size and without programs, or to volumes. In somebody’s own file the root becomes read-only by itself only for known images, together with the places that they are known to write; of others `docker diff` tells.',
  parameters: {
    /** Bytes of the tmpfs at /tmp that comes with a read-only root. 64 MiB hold scratch files, and count against memory. */
    scratch: SCRATCH,
  },
  require: ({ scratch }) =>
    docker({
      kinds: [DOCKER.container],
      prose: `in every container \`readOnly\` is ${EXPECTED}`,
      evaluate(container, emit) {
        const read = readField(container, 'readOnly', FLAG, EXPECTED, emit);
        if (read === undefined || read.value === true) return true;
        const places = writablePlaces(container, scratch);
        const fix =
          places === undefined
            ? { op: 'manual' as const, instructions: `${whyNot(container)}${UNKNOWN_IMAGE}` }
            : makeWritable(container, places, emit);
        emit(failing(['readOnly'], read.value, EXPECTED, fix));
        return true;
      },
    }),
  examples: {
    pass: [
      { because: 'nothing of it can be changed', docker: { readOnly: true } },
      {
        because: 'what it writes has a place',
        docker: { readOnly: true, tmpfs: [{ target: '/tmp', size: SCRATCH, options: ['noexec', 'nosuid', 'nodev'] }] },
      },
      { because: 'data lies in a volume', docker: { readOnly: true, mounts: [{ type: 'volume', source: 'data', target: '/data' }] } },
    ],
    fail: [
      { because: 'absent means writable', docker: {} },
      { because: 'it is switched off', docker: { readOnly: false } },
      {
        because: 'the database needs a place for its socket besides',
        docker: { imageKnowledge: 'required', image: 'postgres:15-alpine' },
      },
      { because: 'nobody knows what the image writes', docker: { imageKnowledge: 'required', image: 'registry.example/shop:1' } },
      {
        because: 'a tmpfs for one path is none for another',
        docker: { imageKnowledge: 'required', image: 'postgres:15-alpine', tmpfs: [{ target: '/tmp', size: SCRATCH }] },
      },
    ],
  },
});

/** The paths that must be writable, with the bytes of a tmpfs there; undefined where they are not known. */
function writablePlaces(container: Json, scratch: number): Readonly<Record<string, number>> | undefined {
  const known = knownImageOf(container);
  const needs = known?.readOnlyRoot;
  if (isAssumed(container)) return container.tmpfs === undefined || container.tmpfs === null ? { '/tmp': scratch, ...needs?.writable } : {};
  if (known === undefined || needs === undefined || !isServer(container)) return undefined;
  const isAnotherRoot = known.runsAs !== undefined && typeof container.user === 'string' && isRoot(container.user);
  return isAnotherRoot || !fits(container, needs) || writesElsewhere(container, known) !== undefined ? undefined : needs.writable;
}

/** What keeps a known image from it. */
function whyNot(container: Json): string {
  const known = knownImageOf(container);
  const reason = known?.readOnlyRoot === undefined ? undefined : writesElsewhere(container, known);
  return reason === undefined ? '' : `${known?.name ?? ''} runs on a read-only root as it comes, but here ${reason}. `;
}

function fits(container: Json, { mounted = [], notWith = [] }: ReadOnlyRoot): boolean {
  const targets = listOf(container.mounts).map(({ target }) => target as unknown);
  return mounted.every((path) => isWritable(container, path)) && !notWith.some((path) => targets.some((target) => covers(target, path)));
}

/** Says which places need a tmpfs, and what makes the root read-only once they have it. */
function makeWritable(container: Json, places: Readonly<Record<string, number>>, emit: Emit): Fix {
  const missing = Object.entries(places).filter(([path]) => !isWritable(container, path));
  const set: Fix = { op: 'set', path: ['readOnly'], value: true };
  if (missing.length === 0) return set;
  const taken = missing.find(([path]) => listOf(container.mounts).some(({ target }) => covers(target, path) && covers(path, target)));
  if (taken !== undefined)
    return {
      op: 'manual',
      instructions: `The image writes ${taken[0]}, where something is mounted that is only read: an engine mounts no two there. Make that writable first.`,
    };
  const names = missing.map(([path]) => `\`${path}\``).join(' and ');
  const instructions = `Give ${names} a writable place first: a tmpfs of limited size, with noexec, nosuid and nodev. Then make the root read-only.`;
  if (container.inexpressible?.tmpfs !== undefined || container.dropped?.tmpfs !== undefined) return { op: 'manual', instructions };
  const expected = `with a tmpfs for ${names}, which the image writes`;
  const tmpfs = missing.map(([target, size]) => ({ target, size, options: ['noexec', 'nosuid', 'nodev'] }));
  if (container.tmpfs === undefined || container.tmpfs === null) {
    emit(failing(['tmpfs'], undefined, expected, { op: 'set', path: ['tmpfs'], value: tmpfs }));
    return set;
  }
  if (!Array.isArray(container.tmpfs)) return { op: 'manual', instructions };
  // A list that somebody wrote is added to only where that is asked for; until then the root stays as it is.
  for (const value of tmpfs) emit(failing(['tmpfs'], container.tmpfs, expected, { op: 'append', path: ['tmpfs'], value }));
  return { op: 'manual', instructions };
}
