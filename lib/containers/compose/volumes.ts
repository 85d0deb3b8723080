import type { DockerMount, DockerTmpfs } from '../../controls/docker/container';
import { isObject, UNKNOWN } from '../../controls/requirement';
import { bytesOf } from './byte-size';
import { isOpen, resolved, splitOutside, withDefaults } from './interpolation';
import type { ComposeContext } from './limits';
import { flagOf, listAt, looseTextOf, textOf } from './plain-fields';

/** A mount of the normal form, with the element of `volumes` that declares it. */
export interface WrittenMount {
  readonly mount: DockerMount;
  readonly index: number;
}

/** A tmpfs of the normal form: an element of `tmpfs` (none where that is a text) or of `volumes`. */
export interface WrittenTmpfs {
  readonly tmpfs: DockerTmpfs;
  readonly key: 'tmpfs' | 'volumes';
  readonly index: number | undefined;
}

/** The pieces of `./data:/data:ro,z`, as they are written. */
export interface ShortVolume {
  readonly source?: string;
  readonly target: string;
  readonly options?: readonly string[];
}

export const PROPAGATIONS: ReadonlySet<string> = new Set(['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave']);

/** What the engine mounts every tmpfs with, unless `exec`, `suid` or `dev` is asked for; the long form can ask for nothing else. */
export const TMPFS_DEFAULTS: readonly string[] = ['noexec', 'nosuid', 'nodev'];

/** The pieces of a volume in the short form; undefined where it is none. */
export function shortVolume(written: unknown): ShortVolume | undefined {
  if (typeof written !== 'string' || written === '') return undefined;
  const whole = splitOutside(written, ':').length === 1 && !isOpen(written) ? withDefaults(written) : written;
  const pieces = joinedDrives(splitOutside(whole, ':'));
  const [first = '', target, options, ...more] = pieces;
  if (more.length > 0 || pieces.some((piece) => piece === '')) return undefined;
  if (target === undefined) return { target: first };
  return { source: first, target, ...(options !== undefined && { options: options.split(',') }) };
}

/** `C:\data` is one piece. */
function joinedDrives(pieces: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] as string;
    const next = pieces[index + 1];
    if (/^[A-Za-z]$/.test(piece) && next !== undefined && /^[\\/]/.test(next)) {
      joined.push(`${piece}:${next}`);
      index++;
    } else joined.push(piece);
  }
  return joined;
}

/** Whether a source is a path of the host and no named volume. A variable that may be either is taken for a path. */
function isHostPath(source: string): boolean {
  return /^[./~$]|^\\\\|^[A-Za-z]:/.test(source);
}

/** The source as text, where what decides about it is known. */
function sourceOf(written: string): unknown {
  const text = withDefaults(written);
  return text.startsWith('$') ? UNKNOWN : text;
}

/**
 * A relative path that climbs to the root of the host, as it is there: `../../../etc` is `/etc` where the project lies three folders deep.
 * Any other stays as it is written: what lies in a project or beside it is the same on every machine.
 */
function fromRoot(source: string, folder: string | undefined): string {
  if (folder === undefined || !/^\.\.?(?:\/|$)/.test(source)) return source;
  const steps = folder.split('/').filter((step) => step !== '');
  let isFromRoot = false;
  for (const step of source.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
    isFromRoot ||= steps.length === 0;
  }
  return isFromRoot ? `/${steps.join('/')}` : source;
}

/** The mounts of `volumes`; `hostVolumes` are named volumes that are bind mounts by their driver options. */
export function mountsIn(
  list: readonly unknown[],
  { hostVolumes = new Map(), folder }: Pick<ComposeContext, 'hostVolumes' | 'folder'>,
): readonly WrittenMount[] {
  return list.flatMap((item, index) => {
    const written = isObject(item) ? longMount(item) : shortMount(item);
    if (written === undefined) return [];
    const mount = { ...written, ...(typeof written.source === 'string' && { source: fromRoot(written.source, folder) }) };
    const path = mount.type === 'volume' && typeof mount.source === 'string' ? hostVolumes.get(mount.source) : undefined;
    return [{ mount: path === undefined ? mount : { ...mount, type: 'bind' as const, source: path }, index }];
  });
}

function shortMount(item: unknown): DockerMount | undefined {
  const short = shortVolume(item);
  if (short === undefined) return undefined;
  const options = short.options ?? [];
  const propagation = options.find((option) => PROPAGATIONS.has(option));
  const readOnly = options.includes('ro') ? true : options.includes('rw') ? false : undefined;
  return {
    type: short.source !== undefined && isHostPath(withDefaults(short.source)) ? 'bind' : 'volume',
    ...(short.source !== undefined && { source: sourceOf(short.source) as string }),
    target: resolved(short.target) as string,
    ...(readOnly !== undefined && { readOnly }),
    ...(propagation !== undefined && { propagation }),
  };
}

const TYPES: ReadonlySet<unknown> = new Set(['bind', 'volume', 'npipe', 'cluster', 'image']);

function longMount(item: Readonly<Record<string, unknown>>): DockerMount | undefined {
  if (!TYPES.has(item.type)) return undefined;
  const bind = isObject(item.bind) ? item.bind : {};
  const readOnly = flagOf(item.read_only ?? undefined);
  const propagation = textOf(bind.propagation ?? undefined);
  return {
    type: item.type as DockerMount['type'],
    ...(typeof item.source === 'string' && { source: sourceOf(item.source) as string }),
    ...(typeof item.target === 'string' && { target: resolved(item.target) as string }),
    ...(readOnly !== undefined && { readOnly: readOnly as boolean }),
    ...(propagation !== undefined && { propagation: propagation as string }),
  };
}

/** Every tmpfs: of `tmpfs`, unless the target drops that key, and of `volumes`. */
export function tmpfsIn(written: Readonly<Record<string, unknown>>, honoursKey: boolean): readonly WrittenTmpfs[] {
  const found: WrittenTmpfs[] = [];
  if (honoursKey) {
    const { tmpfs } = written;
    if (typeof tmpfs === 'string') found.push({ tmpfs: shortTmpfs(tmpfs), key: 'tmpfs', index: undefined });
    else for (const [index, item] of listAt(written, 'tmpfs').entries()) found.push(...tmpfsItem(item, index));
  }
  for (const [index, item] of listAt(written, 'volumes').entries()) {
    if (!isObject(item) || item.type !== 'tmpfs') continue;
    const { size, mode } = isObject(item.tmpfs) ? item.tmpfs : { size: undefined, mode: undefined };
    const bytes = bytesOf(resolved(size));
    const octal = modeOf(mode);
    found.push({
      tmpfs: {
        target: looseTextOf(item.target) ?? '',
        ...(bytes !== undefined && bytes > 0 && { size: bytes }),
        ...(octal !== undefined && { mode: octal }),
        options: TMPFS_DEFAULTS,
      },
      key: 'volumes',
      index,
    });
  }
  return found;
}

function tmpfsItem(item: unknown, index: number): readonly WrittenTmpfs[] {
  return typeof item === 'string' ? [{ tmpfs: shortTmpfs(item), key: 'tmpfs', index }] : [];
}

/** `/run:size=64m,mode=1777,noexec`. */
function shortTmpfs(written: string): DockerTmpfs {
  const [target = '', ...rest] = splitOutside(written, ':');
  const options: string[] = [];
  let size: number | undefined;
  let mode: string | undefined;
  for (const option of rest.join(':').split(',')) {
    const text = withDefaults(option);
    const bytes = text.startsWith('size=') ? bytesOf(text.slice(5)) : undefined;
    if (bytes !== undefined) size = bytes;
    else if (text.startsWith('mode=')) mode = text.slice(5);
    else if (text !== '') options.push(text);
  }
  return {
    target: withDefaults(target),
    ...(size !== undefined && { size }),
    ...(mode !== undefined && { mode }),
    ...(options.length > 0 && { options }),
  };
}

/** A mode as octal digits: YAML reads `01777` as the number that it means, a text says the digits. */
export function modeOf(written: unknown): string | undefined {
  if (typeof written === 'number' && Number.isInteger(written) && written >= 0) return written.toString(8).padStart(4, '0');
  return typeof written === 'string' && /^[0-7]{3,5}$/.test(written) ? written.padStart(4, '0') : undefined;
}

/** Why an element of `volumes` is none; undefined where it is one. */
export function volumeProblem(item: unknown): string | undefined {
  if (isObject(item)) {
    if (typeof item.type !== 'string') return 'a volume in the long form needs a `type`: bind, volume, tmpfs, npipe, cluster or image';
    if (!TYPES.has(item.type) && item.type !== 'tmpfs' && !item.type.includes('$'))
      return `\`type\` is none of bind, volume, tmpfs, npipe, cluster and image`;
    return typeof item.target === 'string' ? undefined : 'a volume needs a `target`, the path in the container';
  }
  if (shortVolume(item) !== undefined) return undefined;
  return 'not a volume; write "SOURCE:TARGET", "SOURCE:TARGET:ro" or a mapping with `type` and `target`';
}
