import { isDeepStrictEqual } from 'node:util';
import type { DockerPort } from '../../controls/docker/container';
import { type Fix, isObject, type Path, UNKNOWN } from '../../controls/requirement';
import type { FieldCodec } from '../codec';
import { elementChanges } from './element-changes';
import { isOpen, resolved, splitOutside, withDefaults } from './interpolation';
import { listAt, numberOf, textOf } from './plain-fields';

/** A port of the normal form, with the element of the list that declares it. */
interface WrittenPort {
  readonly port: DockerPort;
  readonly index: number;
}

/** The pieces of `127.0.0.1:8080:80/tcp`, as they are written. */
interface ShortPort {
  readonly hostIp?: string;
  readonly published?: string;
  readonly target: string;
  readonly protocol?: string;
}

const LONG_KEYS: Readonly<Record<string, string>> = { hostIp: 'host_ip' };
const RANGE = /^(\d{1,5})(?:-(\d{1,5}))?$/;

/** The pieces of a port in the short form; undefined where it is none. */
export function shortPort(written: unknown): ShortPort | undefined {
  if (typeof written !== 'string' && typeof written !== 'number') return undefined;
  const whole = String(written);
  // One variable may stand for all of it.
  const text = splitOutside(whole, ':').length === 1 && !isOpen(whole) ? withDefaults(whole) : whole;
  const [address = '', protocol, ...more] = splitOutside(text, '/');
  const pieces = splitOutside(address, ':');
  const target = pieces.at(-1);
  if (more.length > 0 || pieces.length > 3 || target === undefined || (!isOpen(target) && !isRange(withDefaults(target)))) return undefined;
  const published = pieces.at(-2);
  if (published !== undefined && published !== '' && !isOpen(published) && !isRange(withDefaults(published))) return undefined;
  return {
    ...(pieces.length === 3 && { hostIp: pieces[0] ?? '' }),
    ...(published !== undefined && published !== '' && { published }),
    target,
    ...(protocol !== undefined && { protocol }),
  };
}

function isRange(text: string): boolean {
  return rangeOf(text) !== undefined;
}

/** The first and last port of `3000` or `3000-3005`. */
export function rangeOf(text: string): readonly [number, number] | undefined {
  const [, first, last = first] = RANGE.exec(text) ?? [];
  if (first === undefined || Number(last) < Number(first) || Number(last) > 65_535) return undefined;
  return [Number(first), Number(last)];
}

/** The ports of a list, in the short and the long form. What is no port is passed over; `portProblem` says so. */
export function portsIn(list: readonly unknown[], honoursAddress: boolean): readonly WrittenPort[] {
  return list.flatMap((item, index) => portsOf(item, honoursAddress).map((port) => ({ port, index })));
}

function portsOf(item: unknown, honoursAddress: boolean): readonly DockerPort[] {
  if (isObject(item)) {
    const target = numberOf(item.target);
    if (target === undefined) return [];
    const published = textOf(item.published ?? undefined);
    const hostIp = textOf(item.host_ip ?? undefined);
    const protocol = textOf(item.protocol ?? undefined);
    return [
      // The compiler takes what is not known yet for what it will be.
      {
        target,
        ...(published !== undefined && published !== '' && { published: publishedOf(published) }),
        ...(hostIp !== undefined && honoursAddress && { hostIp }),
        ...(protocol !== undefined && { protocol }),
        ...((item.mode === 'host' || item.mode === 'ingress') && { mode: item.mode }),
      } as DockerPort,
    ];
  }
  const short = shortPort(item);
  if (short === undefined) return [];
  const hostIp = short.hostIp === undefined || short.hostIp === '' ? undefined : withoutBrackets(resolved(short.hostIp));
  const rest = {
    ...(hostIp !== undefined && honoursAddress && { hostIp }),
    ...(short.protocol !== undefined && { protocol: withDefaults(short.protocol) }),
  };
  const targets = rangeOf(withDefaults(short.target));
  if (targets === undefined) return [{ target: UNKNOWN, ...publishedPart(short.published), ...rest } as unknown as DockerPort];
  const [first, last] = targets;
  // A range stays one, so that each element of the list is one port: a finding for every number in it would say no more.
  const target = first === last ? first : `${first}-${last}`;
  return [{ target, ...publishedPart(short.published), ...rest } as DockerPort];
}

function publishedPart(written: string | undefined): { readonly published?: unknown } {
  return written === undefined ? {} : { published: publishedOf(withDefaults(written)) };
}

/** A number where it is one; a range, and a variable, stay as they are written. */
function publishedOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function withoutBrackets(address: unknown): unknown {
  return typeof address === 'string' ? address.replace(/^\[(.*)\]$/, '$1') : address;
}

/** Why an element is no port; undefined where it is one. */
export function portProblem(item: unknown): string | undefined {
  if (isObject(item)) {
    const target = numberOf(item.target);
    if (target === UNKNOWN || (typeof target === 'number' && Number.isInteger(target) && target > 0 && target < 65_536)) return undefined;
    return 'a port needs `target`, a number from 1 to 65535';
  }
  if (shortPort(item) !== undefined) return undefined;
  return `not a port; write "HOST:CONTAINER", "ADDRESS:HOST:CONTAINER/PROTOCOL" or a mapping with \`target\``;
}

/** A port in the short form, where the short form can say it. */
function shortText({ hostIp, published, target, protocol }: DockerPort): string {
  const address = hostIp === undefined ? '' : `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:`;
  const host = published === undefined ? (address === '' ? '' : ':') : `${published}:`;
  return `${address}${host}${target}${protocol === undefined ? '' : `/${protocol}`}`;
}

function longForm({ target, published, hostIp, protocol, mode }: DockerPort, honoursAddress: boolean): Readonly<Record<string, unknown>> {
  return {
    target,
    ...(published !== undefined && { published: honoursAddress ? String(published) : published }),
    ...(hostIp !== undefined && { host_ip: hostIp }),
    ...(protocol !== undefined && { protocol }),
    ...(mode !== undefined && { mode }),
  };
}

const NO_ADDRESS: Fix = {
  op: 'manual',
  instructions:
    '`docker stack deploy` listens on every address of the node, whatever address is written: publish nothing and let a proxy of the stack forward, or keep the port closed by a firewall in DOCKER-USER.',
};

/** `ports`. Where the target takes no address (a Swarm stack), what is written of one is not read: it protects nothing. */
export function portsField(honoursAddress: boolean): FieldCodec {
  const at: Path = ['ports'];
  return {
    field: 'ports',
    home: at,
    read(written) {
      if (!Array.isArray(written.ports)) return undefined;
      const ports = portsIn(listAt(written, 'ports'), honoursAddress);
      return {
        value: ports.map(({ port }) => port),
        at,
        below([position, key, ...rest]) {
          const index = typeof position === 'number' ? ports[position]?.index : undefined;
          if (index === undefined) return position === undefined ? at : [...at, position];
          if (key === undefined || !isObject(written.ports[index])) return [...at, index];
          return [...at, index, LONG_KEYS[key] ?? key, ...rest];
        },
      };
    },
    write(value, written, before) {
      if (value === undefined) return [{ op: 'remove', path: at }];
      const list = listAt(written, 'ports');
      const known = portsIn(list, honoursAddress);
      const old = (before ?? []) as readonly DockerPort[];
      const { changed, removed, added } = elementChanges(old, value as readonly DockerPort[]);
      const fixes: Fix[] = [];
      const rewritten = new Set<number>();
      for (const { index: position, value: port } of changed) {
        const index = known[position]?.index;
        const was = old[position];
        if (index === undefined || was === undefined || rewritten.has(index)) continue;
        rewritten.add(index);
        fixes.push(...portChanges([...at, index], list[index], was, port, honoursAddress));
      }
      const gone = new Set(removed.map((position) => known[position]?.index));
      // A range goes only as a whole.
      const kept = new Set(known.filter((_, position) => !removed.includes(position)).map(({ index }) => index));
      for (const index of [...gone].sort((a, b) => Number(b) - Number(a)))
        if (index !== undefined && !kept.has(index)) fixes.push({ op: 'remove', path: [...at, index] });
      const long = list.length > 0 && list.every(isObject);
      if (before === undefined && added.length === 0) fixes.push({ op: 'set', path: at, value: [] });
      for (const port of added) {
        if (port.hostIp !== undefined && !honoursAddress) fixes.push(NO_ADDRESS);
        const { hostIp: _, ...without } = port;
        const said = honoursAddress ? port : without;
        const form = long || said.mode !== undefined ? longForm(said, honoursAddress) : shortText(said);
        fixes.push({ op: 'append', path: at, value: form });
      }
      return fixes;
    },
  };
}

function portChanges(path: Path, item: unknown, before: DockerPort, after: DockerPort, honoursAddress: boolean): readonly Fix[] {
  if (after.hostIp !== before.hostIp && !honoursAddress) return [NO_ADDRESS];
  const keys = (['target', 'published', 'hostIp', 'protocol', 'mode'] as const).filter(
    (key) => !isDeepStrictEqual(before[key], after[key]),
  );
  if (isObject(item)) {
    const long = longForm(after, honoursAddress);
    return keys.map((key): Fix => {
      const there = [...path, LONG_KEYS[key] ?? key];
      return after[key] === undefined ? { op: 'remove', path: there } : { op: 'set', path: there, value: long[LONG_KEYS[key] ?? key] };
    });
  }
  const short = shortPort(item);
  if (short === undefined) return [];
  if (keys.includes('mode') || keys.includes('target')) return [{ op: 'set', path, value: longForm(after, honoursAddress) }];
  // Only what changed is written anew, so that variables and ranges stay.
  const address = keys.includes('hostIp') ? after.hostIp : short.hostIp;
  const bracketed = address?.includes(':') && !/[[$]/.test(address) ? `[${address}]` : address;
  const published = keys.includes('published') ? after.published : short.published;
  const protocol = keys.includes('protocol') ? after.protocol : short.protocol;
  const host = published === undefined ? (bracketed ? ':' : '') : `${published}:`;
  return [
    { op: 'set', path, value: `${bracketed ? `${bracketed}:` : ''}${host}${short.target}${protocol === undefined ? '' : `/${protocol}`}` },
  ];
}
