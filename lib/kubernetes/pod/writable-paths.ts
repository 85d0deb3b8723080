import { Size } from 'cdk8s';
import { type AbstractPod, type Container, type EmptyDirMedium, Volume } from 'cdk8s-plus-28';
import { emptydirSizeLimit } from '../../controls/storage';
import { TemperedError } from '../../errors';

/** A folder that a container may write to, while everything else of its file system is read-only. */
export interface WritablePath {
  /** The folder, an absolute path. */
  readonly path: string;
  /**
   * How much fits in. The kubelet evicts a pod that writes more.
   *
   * @default - what the control `emptydir-size-limit` fills in, so that no pod can fill the disk of its node
   */
  readonly sizeLimit?: Size;
  /**
   * Disk or memory. Memory counts against the container's memory limit.
   *
   * @default EmptyDirMedium.DEFAULT - the disk of the node
   */
  readonly medium?: EmptyDirMedium;
}

/** Mounts an emptyDir of its own at each path, unless something is mounted there already. */
export function mountWritablePaths(pod: AbstractPod, container: Container, paths: readonly (string | WritablePath)[]): void {
  for (const each of paths) {
    const { path: written, sizeLimit, medium }: WritablePath = typeof each === 'string' ? { path: each } : each;
    const path = folder(written);
    if (container.mounts.some((mount) => mount.path === path)) continue;
    const name = freeName(pod, container, path);
    container.mount(path, Volume.fromEmptyDir(pod, name, name, { sizeLimit: sizeLimit ?? defaultSizeLimit(), medium }));
  }
}

/**
 * The folder without what is the same written otherwise, `/tmp/`.
 *
 * @throws a TemperedError `invalid-writable-path` for what a kubelet could not mount, or would mount over the whole image
 */
function folder(path: string): string {
  if (/^[A-Za-z]:/.test(path)) return path; // of Windows, where a kubelet takes it as it is
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  if (!path.startsWith('/') || steps.length === 0 || steps.includes('..') || path.includes(':'))
    throw new TemperedError(
      'invalid-writable-path',
      `writablePaths: "${path}" is no folder to mount at: name one below the root by its absolute path, such as "/tmp"`,
    );
  return `/${steps.join('/')}`;
}

/** As the control says it; written here too, since a profile that does not ask for it would leave the volume without a limit. */
function defaultSizeLimit(): Size {
  return sizeOf(emptydirSizeLimit.parameters.sizeLimit);
}

/** `64Mi`, as the control's parameter is written, as a size of cdk8s. */
function sizeOf(quantity: string): Size {
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  if (amount === undefined) throw new Error(`a size limit must be in Mi or Gi, not "${quantity}"`);
  return unit === 'Gi' ? Size.gibibytes(Number(amount)) : Size.mebibytes(Number(amount));
}

const LONGEST_NAME = 63;

/** `web-tmp`: a DNS label, as Kubernetes asks of volumes, that no other volume of the pod has. */
function freeName(pod: AbstractPod, container: Container, path: string): string {
  const words = path.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const name = `${container.name}${words}`.slice(0, LONGEST_NAME).replace(/-+$/, '');
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`;
    const candidate = name.slice(0, LONGEST_NAME - suffix.length) + suffix;
    if (pod.node.tryFindChild(candidate) === undefined) return candidate;
  }
}
