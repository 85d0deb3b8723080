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
 * @throws a TemperedError `invalid-writable-path` for what cannot be mounted at, would hide the whole image, or could not be written to
 */
export function withWritablePaths(
  { tmpfs, mounts, user, declaredBy }: Pick<DockerContainer, 'tmpfs' | 'mounts' | 'user' | 'declaredBy'>,
  paths: readonly (string | WritableFolder)[],
): readonly DockerTmpfs[] | undefined {
  const before = Array.isArray(tmpfs) ? (tmpfs as readonly DockerTmpfs[]) : [];
  const taken = new Set([...before, ...(Array.isArray(mounts) ? mounts : [])].map(({ target }) => target));
  const added = paths.flatMap((each): DockerTmpfs[] => {
    const made = tmpfsAt(each, user, declaredBy);
    if (taken.has(made.target)) return [];
    taken.add(made.target);
    return [made];
  });
  return added.length === 0 ? tmpfs : [...before, ...added];
}

/**
 * The tmpfs of a writable path. It belongs to root: where its mode lets only the owner write, it is given to the user of the container, as
 * far as the declaration has words for that.
 */
export function tmpfsAt(
  each: string | WritableFolder,
  user: string | undefined,
  declaredBy: DockerContainer['declaredBy'],
  size: ByteSize = DEFAULT_SIZE,
): DockerTmpfs {
  const { path, size: asked = size, mode }: WritableFolder = typeof each === 'string' ? { path: each } : each;
  const target = folder(path);
  const bytes = bytesOf(asked, `the size of writable path ${target}`);
  const options = ['noexec', 'nosuid', 'nodev'];
  if (mode === undefined) return { target, size: bytes, options };
  if (!/^[0-7]{3,4}$/.test(mode))
    throw new TemperedError(
      'invalid-writable-path',
      `writablePaths: the mode of ${target} is "${mode}"; write octal digits, such as "1777"`,
    );
  return { target, size: bytes, mode, options: [...options, ...ownerOf(target, mode, user, declaredBy)] };
}

/** Measured on engine 29: `--tmpfs` takes uid and gid; mounts of type tmpfs, which is all that a Swarm has, do not. */
function ownerOf(target: string, mode: string, user: string | undefined, declaredBy: DockerContainer['declaredBy']): readonly string[] {
  // Write and enter.
  const isOpen = (Number(mode.at(-1)) & 3) === 3;
  const [uid = '', gid = uid] = typeof user === 'string' ? user.split(':') : [];
  if (isOpen || uid === '0') return [];
  const refuse = (why: string, hint: string): never => {
    throw new TemperedError(
      'invalid-writable-path',
      `writablePaths: with the mode "${mode}" only root could write to ${target}, since ${why}`,
      {
        hint,
      },
    );
  };
  if (declaredBy === 'stack' || declaredBy === 'pulumi-service')
    refuse('a Swarm has no words for the owner of a tmpfs', 'leave the mode out (1777), or mount a volume there');
  if (!/^\d+$/.test(uid) || !/^\d+$/.test(gid))
    refuse('the user is not known as a number', 'say `user` as "UID:GID", or leave the mode out (1777)');
  return [`uid=${uid}`, `gid=${gid}`];
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
