import { isDeepStrictEqual } from 'node:util';
import type { DockerMount, DockerTmpfs } from '../../controls/docker/container';
import { type Fix, isObject, type Json, type Path, UNKNOWN } from '../../controls/requirement';
import type { FieldCodec } from '../codec';
import { byteSize } from './byte-size';
import { elementChanges } from './element-changes';
import { escaped } from './interpolation';
import type { ComposeContext } from './limits';
import { flagOf, listAt } from './plain-fields';
import { mountsIn, PROPAGATIONS, type ShortVolume, shortVolume, TMPFS_DEFAULTS, tmpfsIn, type WrittenTmpfs } from './volumes';

/** What `use_api_socket: true` mounts beside the user's logins. Source: docker/compose, pkg/compose/apiSocket.go. */
const API_SOCKET = '/var/run/docker.sock';

/** The mount of `use_api_socket`, which stands under no element of `volumes`. */
function apiSocketMount({ use_api_socket: asked }: Json): readonly DockerMount[] {
  const isAsked = flagOf(asked ?? undefined);
  // The compiler takes what is not known yet for what it will be.
  if (isAsked === UNKNOWN) return [{ type: 'bind', source: UNKNOWN, target: API_SOCKET } as unknown as DockerMount];
  return isAsked === true ? [{ type: 'bind', source: API_SOCKET, target: API_SOCKET }] : [];
}

/** `volumes`, without what is a tmpfs, and the socket of the engine where that is asked for by a key of its own. */
export function mountsField(context: Pick<ComposeContext, 'hostVolumes' | 'folder'>): FieldCodec {
  const at: Path = ['volumes'];
  return {
    field: 'mounts',
    home: at,
    read(written) {
      const mounts = mountsIn(listAt(written, 'volumes'), context);
      const all = [...mounts.map(({ mount }) => mount), ...apiSocketMount(written)];
      if (all.length === 0) return undefined;
      return {
        value: all,
        at,
        below([position, key]) {
          if (typeof position === 'number' && position >= mounts.length && position < all.length) return ['use_api_socket'];
          const index = typeof position === 'number' ? mounts[position]?.index : undefined;
          if (index === undefined) return position === undefined ? at : [...at, position];
          return key === undefined || !isObject(written.volumes[index]) ? [...at, index] : [...at, index, ...longPath(key)];
        },
      };
    },
    write(value, written, before) {
      const list = listAt(written, 'volumes');
      const known = mountsIn(list, context);
      const old = (before ?? []) as readonly DockerMount[];
      const { changed, removed, added } = elementChanges(old, (value ?? []) as readonly DockerMount[]);
      const long = list.length > 0 && list.every(isObject);
      const isApiSocket = (position: number): boolean => position >= known.length && apiSocketMount(written).length > 0;
      return [
        ...changed.flatMap(({ index: position, value: mount }) => {
          const index = known[position]?.index;
          const was = old[position];
          if (isApiSocket(position)) return [KEPT_SOCKET];
          return index === undefined || was === undefined ? [] : mountChanges([...at, index], list[index], was, mount);
        }),
        ...removed.flatMap((position): Fix[] => {
          if (isApiSocket(position)) return [{ op: 'remove', path: ['use_api_socket'] }];
          const index = known[position]?.index;
          return index === undefined ? [] : [{ op: 'remove', path: [...at, index] }];
        }),
        // Elements are appended, because a tmpfs may be written into the same list.
        ...added.map((mount): Fix => ({ op: 'append', path: at, value: newMount(mount, long) })),
      ];
    },
  };
}

const KEPT_SOCKET: Fix = {
  op: 'manual',
  instructions: '`use_api_socket` mounts the socket of the engine and has no words for less: take the key out.',
};

function longPath(key: string | number): Path {
  if (key === 'readOnly') return ['read_only'];
  return key === 'propagation' ? ['bind', 'propagation'] : [key];
}

function newMount(mount: DockerMount, long: boolean): unknown {
  const { type, source, target, readOnly, propagation } = mount;
  // A named volume whose name looks like a path, and what has a type of its own, have no short form.
  const isPath = source !== undefined && /^[./~]/.test(source);
  // One letter and a colon would be a drive of Windows.
  const isDrive = source?.length === 1;
  const isShort =
    !long &&
    !isDrive &&
    target !== undefined &&
    (type === 'bind' ? isPath : type === 'volume' && !isPath) &&
    ![source, target].join().includes(':');
  if (isShort) {
    const options = [...(readOnly === undefined ? [] : [readOnly ? 'ro' : 'rw']), ...(propagation === undefined ? [] : [propagation])];
    if (source !== undefined || options.length === 0)
      return shortVolumeText({ ...(source !== undefined && { source: escaped(source) }), target: escaped(target), options });
  }
  return {
    type,
    ...(source !== undefined && { source: escaped(source) }),
    ...(target !== undefined && { target: escaped(target) }),
    ...(readOnly !== undefined && { read_only: readOnly }),
    ...(propagation !== undefined && { bind: { propagation } }),
  };
}

function mountChanges(path: Path, item: unknown, before: DockerMount, after: DockerMount): readonly Fix[] {
  const keys = (['type', 'source', 'target', 'readOnly', 'propagation'] as const).filter(
    (key) => !isDeepStrictEqual(before[key], after[key]),
  );
  const short = shortVolume(item);
  if (short === undefined) {
    return keys.map((key): Fix => {
      const there = [...path, ...longPath(key)];
      const value = after[key];
      return value === undefined ? { op: 'remove', path: there } : { op: 'set', path: there, value };
    });
  }
  if (keys.includes('type') || keys.includes('source')) return [{ op: 'set', path, value: newMount(after, false) }];
  const kept = (short.options ?? []).filter(
    (option) =>
      !(keys.includes('readOnly') && (option === 'ro' || option === 'rw')) && !(keys.includes('propagation') && PROPAGATIONS.has(option)),
  );
  const options = [
    ...(keys.includes('readOnly') && after.readOnly !== undefined ? [after.readOnly ? 'ro' : 'rw'] : []),
    ...kept,
    ...(keys.includes('propagation') && after.propagation !== undefined ? [after.propagation] : []),
  ];
  const target = keys.includes('target') ? escaped(String(after.target)) : short.target;
  if (short.source === undefined && options.length > 0) return [{ op: 'set', path, value: newMount(after, true) }];
  return [{ op: 'set', path, value: shortVolumeText({ ...short, target, options }) }];
}

function shortVolumeText({ source, target, options = [] }: ShortVolume): string {
  return [...(source === undefined ? [] : [source]), target, ...(options.length === 0 ? [] : [options.join(',')])].join(':');
}

/** `tmpfs`, and the elements of `volumes` of that type; those alone where the target drops the key. */
export function tmpfsField(honoursKey: boolean): FieldCodec {
  const home: Path = honoursKey ? ['tmpfs'] : ['volumes'];
  const placeOf = ({ key, index }: WrittenTmpfs): Path => (index === undefined ? [key] : [key, index]);
  return {
    field: 'tmpfs',
    home,
    read(written) {
      const all = tmpfsIn(written, honoursKey);
      if (all.length === 0) return undefined;
      return {
        value: all.map(({ tmpfs }) => tmpfs),
        at: home,
        below([position, key]) {
          const there = typeof position === 'number' ? all[position] : undefined;
          if (there === undefined) return position === undefined ? home : [...home, position];
          const isLong = there.key === 'volumes' && (key === 'size' || key === 'mode');
          return isLong ? [...placeOf(there), 'tmpfs', key] : placeOf(there);
        },
      };
    },
    write(value, written, before) {
      const known = tmpfsIn(written, honoursKey);
      const old = (before ?? []) as readonly DockerTmpfs[];
      const { changed, removed, added } = elementChanges(old, (value ?? []) as readonly DockerTmpfs[]);
      const fixes: Fix[] = changed.flatMap(({ index, value: tmpfs }) => {
        const there = known[index];
        const was = old[index];
        if (there === undefined || was === undefined) return [];
        if (there.key === 'tmpfs') return [{ op: 'set', path: placeOf(there), value: tmpfsText(tmpfs) }];
        return longChanges([...placeOf(there)], was, tmpfs, honoursKey);
      });
      for (const position of removed) {
        const there = known[position];
        if (there !== undefined) fixes.push({ op: 'remove', path: placeOf(there) });
      }
      if (added.length === 0) return fixes;
      if (!honoursKey) {
        for (const tmpfs of added) {
          fixes.push({ op: 'append', path: ['volumes'], value: longTmpfs(tmpfs) });
          fixes.push(...inexpressibleOptions(tmpfs));
        }
      } else if (typeof written.tmpfs === 'string') {
        fixes.push({ op: 'set', path: ['tmpfs'], value: [written.tmpfs, ...added.map(tmpfsText)] });
      } else for (const tmpfs of added) fixes.push({ op: 'append', path: ['tmpfs'], value: tmpfsText(tmpfs) });
      return fixes;
    },
  };
}

function tmpfsText({ target, size, mode, options = [] }: DockerTmpfs): string {
  const all = [...(size === undefined ? [] : [`size=${byteSize(size)}`]), ...(mode === undefined ? [] : [`mode=${mode}`]), ...options];
  return escaped(all.length === 0 ? target : `${target}:${all.join(',')}`);
}

/** A stack's long form has a size and no mode. */
function longTmpfs({ target, size }: DockerTmpfs): Readonly<Record<string, unknown>> {
  return { type: 'tmpfs', target: escaped(target), ...(size !== undefined && { tmpfs: { size } }) };
}

function longChanges(path: Path, before: DockerTmpfs, after: DockerTmpfs, honoursMode: boolean): readonly Fix[] {
  const fixes: Fix[] = [];
  const set = (at: Path, value: unknown): void => {
    fixes.push(value === undefined ? { op: 'remove', path: at } : { op: 'set', path: at, value });
  };
  if (after.size !== before.size) set([...path, 'tmpfs', 'size'], after.size);
  if (after.target !== before.target) set([...path, 'target'], escaped(after.target));
  if (after.mode !== before.mode && honoursMode)
    set([...path, 'tmpfs', 'mode'], after.mode === undefined ? undefined : Number.parseInt(after.mode, 8));
  return [...fixes, ...inexpressibleOptions(after)];
}

/** The long form mounts with noexec, nosuid and nodev, and has no words for other options. */
function inexpressibleOptions({ target, options = [] }: DockerTmpfs): readonly Fix[] {
  const others = options.filter((option) => !TMPFS_DEFAULTS.includes(option));
  if (others.length === 0) return [];
  return [{ op: 'manual', instructions: `A volume of \`type: tmpfs\` has no words for ${others.join(', ')} of ${target}.` }];
}
