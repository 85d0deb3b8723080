import type { DockerContainer, DockerTmpfs } from '../../controls/docker/container';
import { TemperedError } from '../../errors';
import { type ByteSize, bytesOf } from '../components/size';

/** A folder that a container may write to, while everything else of its file system is read-only. */
export interface WritableFolder {
  /** An absolute path. */
  readonly path: string;
  /**
   * How much fits in. What is written counts against the memory of the container.
   *
   * @default - 64 MiB, so that no program can fill the memory of the host
   */
  readonly size?: ByteSize;
  /**
   * Octal.
   *
   * @default - 1777, as of /tmp: whoever the container runs as can write
   */
  readonly mode?: string;
}

const DEFAULT_SIZE = 64 * 1024 ** 2;

/**
 * The tmpfs of the container and one for each path, unless something is mounted there already. Nothing runs from them and no setuid
 * bit counts in them: what an attacker can write he cannot execute.
 *
 * @throws a TemperedError `invalid-writable-path` for what cannot be mounted at, or would hide the whole image
 */
export function withWritablePaths(
  { tmpfs, mounts }: Pick<DockerContainer, 'tmpfs' | 'mounts'>,
  paths: readonly (string | WritableFolder)[],
): readonly DockerTmpfs[] | undefined {
  const before = Array.isArray(tmpfs) ? (tmpfs as readonly DockerTmpfs[]) : [];
  const taken = new Set([...before, ...(Array.isArray(mounts) ? mounts : [])].map(({ target }) => target));
  const added = paths.flatMap((each): DockerTmpfs[] => {
    const { path, size, mode }: WritableFolder = typeof each === 'string' ? { path: each } : each;
    const target = folder(path);
    if (taken.has(target)) return [];
    taken.add(target);
    const bytes = size === undefined ? DEFAULT_SIZE : bytesOf(size, `the size of writable path ${target}`);
    return [{ target, size: bytes, ...(mode !== undefined && { mode }), options: ['noexec', 'nosuid', 'nodev'] }];
  });
  return added.length === 0 ? tmpfs : [...before, ...added];
}

function folder(path: string): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  if (!path.startsWith('/') || steps.length === 0 || steps.includes('..') || /[:,]/.test(path))
    throw new TemperedError(
      'invalid-writable-path',
      `writablePaths: "${path}" is no folder to mount at: name one below the root by its absolute path, such as "/tmp"`,
    );
  return `/${steps.join('/')}`;
}
