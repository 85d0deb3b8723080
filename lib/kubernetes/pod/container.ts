import * as plus from 'cdk8s-plus-28';
import { recognize } from '../hardening/instances';
import type { ContainerSecret } from '../secrets/secret-reference';
import type { WaiverProps } from '../waive';
import { rememberProps } from './container-props';
import type { WritablePath } from './writable-paths';

/** What tempered adds to the options of a container. */
export interface ContainerAdditions {
  /**
   * Folders that the program writes to, `/tmp` most often: an emptyDir with a size limit is mounted at each. Everything else of
   * the file system is read-only.
   *
   * @default - none
   */
  readonly writablePaths?: readonly (string | WritablePath)[];
  /**
   * Secrets that the program reads, each as files in a folder of its own.
   *
   * @default - none
   */
  readonly secrets?: readonly ContainerSecret[];
  /**
   * Risks taken on purpose in this container, each with a reason and an end.
   *
   * @default - none
   */
  readonly waivers?: readonly Omit<WaiverProps, 'container'>[];
}

/**
 * Options of a container: those of cdk8s-plus, and writable paths and waivers.
 *
 * - `securityContext`: what is left out is filled in by the profile. An insecure value compiles, as in cdk8s-plus, and fails the
 *   synthesis unless `waivers` has its control.
 * - `securityContext.capabilities`: a container with a port below 1024 that does not run as root gets NET_BIND_SERVICE, unless
 *   `add` is written, be it `[]`.
 * - `resources`: where they are left out, those of `setDefaultResources` for the nearest scope, else the profile's.
 */
export interface ContainerProps extends plus.ContainerProps, ContainerAdditions {}

/** Options of a container without its image, as ContainerOpts of cdk8s-plus. */
export interface ContainerOpts extends plus.ContainerOpts, ContainerAdditions {}

/** A container of cdk8s-plus. It is hardened with the workload that it is added to. */
export class Container extends plus.Container {
  static {
    recognize(Container, plus.Container);
  }

  public constructor(props: ContainerProps) {
    super(props);
    rememberProps(this, props);
  }
}
