import { type Fix, isObject, type Json, type Path, UNKNOWN } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { elementsOf, listCodec, stated } from './list-codec';

/** Networks by their id, or by the deprecated name. */
export function serviceNetworks(at: Path): FieldCodec {
  return listCodec({
    field: 'networks',
    home: at,
    elements(written) {
      const found = elementsOf(written, at, ({ id, name }) => ({
        value: (id as unknown) ?? (name as unknown) ?? UNKNOWN,
        printAll: (value) => ({ id: value }),
      }));
      return found;
    },
    add: (id) => ({ op: 'append', path: at, value: { id } }),
  });
}

const POLICY: Readonly<Record<string, string>> = { none: 'no', 'on-failure': 'on-failure', any: 'always' };
const CONDITION: Readonly<Record<string, string>> = { no: 'none', 'on-failure': 'on-failure', always: 'any', 'unless-stopped': 'any' };

/** Swarm's own words for restarts. */
export function serviceRestartField(at: Path): FieldCodec {
  return {
    field: 'restart',
    home: [...at, 'condition'],
    read(written) {
      const policy = valueIn(written, at);
      if (policy === UNKNOWN) return { value: { policy: UNKNOWN }, at };
      if (!isObject(policy) || (policy.condition === undefined && policy.maxAttempts === undefined)) return undefined;
      const { condition = 'any', maxAttempts } = policy; // Swarm restarts after any end unless told otherwise
      return {
        value: stated({
          policy: condition === UNKNOWN ? UNKNOWN : (POLICY[String(condition)] ?? condition),
          maxRetries: maxAttempts,
        }),
        at: [...at, 'condition'],
        below: ([key, ...rest]) => [...at, key === 'maxRetries' ? 'maxAttempts' : 'condition', ...rest],
      };
    },
    write(value, _written, before): readonly Fix[] {
      const now: Json = isObject(value) ? value : {};
      const was: Json = isObject(before) ? before : {};
      const changes: Fix[] = [];
      if (now.policy !== was.policy && now.policy !== undefined)
        changes.push({ op: 'set', path: [...at, 'condition'], value: CONDITION[String(now.policy)] ?? now.policy });
      if (now.maxRetries !== was.maxRetries)
        changes.push(
          now.maxRetries === undefined
            ? { op: 'remove', path: [...at, 'maxAttempts'] }
            : { op: 'set', path: [...at, 'maxAttempts'], value: now.maxRetries },
        );
      return changes;
    },
  };
}

const NO_ADDRESS =
  'A port of a service cannot be bound to an address: `ingress` takes all addresses of all nodes, `host` all of the node that runs the task. Leave it unpublished behind a proxy, or close it by the firewall of the nodes (chain DOCKER-USER).';

/** Ports of the end point; published through the routing mesh unless they say `host`. */
export function endpointPorts(at: Path): FieldCodec {
  return listCodec({
    field: 'ports',
    home: at,
    elements: (written) =>
      elementsOf(written, at, ({ targetPort, publishedPort, protocol, publishMode = 'ingress' }) => ({
        value: stated({
          target: targetPort as unknown,
          published: publishedPort as unknown,
          protocol: protocol as unknown,
          mode: publishMode as unknown,
        }),
        names: { target: ['targetPort'], published: ['publishedPort'], mode: ['publishMode'], hostIp: undefined },
      })),
    add: ({ target, published, protocol, mode }) => ({
      op: 'append',
      path: at,
      value: stated({
        targetPort: target as unknown,
        publishedPort: published as unknown,
        protocol: protocol as unknown,
        publishMode: mode as unknown,
      }),
    }),
    cannot: () => NO_ADDRESS,
  });
}

/** Secrets or configs that the tasks get as files. */
export function fileReferences(field: 'secrets' | 'configs', at: Path, sources: readonly string[]): FieldCodec {
  return listCodec({
    field,
    home: at,
    elements: (written) =>
      elementsOf(written, at, (reference) => ({
        value: stated({
          source: sources.map((key) => reference[key] as unknown).find((value) => value !== undefined && value !== null),
          target: reference.fileName as unknown,
          uid: reference.fileUid as unknown,
          gid: reference.fileGid as unknown,
          mode: typeof reference.fileMode === 'number' ? octal(reference.fileMode) : (reference.fileMode as unknown),
        }),
        names: { source: [sources[0] ?? ''], target: ['fileName'], uid: ['fileUid'], gid: ['fileGid'], mode: ['fileMode'] },
        print: { mode: (value) => Number.parseInt(String(value), 8) },
      })),
    add: ({ source, target, uid, gid, mode }) => ({
      op: 'append',
      path: at,
      value: stated({
        [sources[1] ?? '']: source as unknown,
        fileName: target as unknown,
        fileUid: uid as unknown,
        fileGid: gid as unknown,
        fileMode: mode === undefined ? undefined : Number.parseInt(String(mode), 8),
      }),
    }),
  });
}

/** `0440`. */
function octal(mode: number): string {
  return `0${mode.toString(8).padStart(3, '0')}`;
}
