import type { AbstractPod, Container, ISecret } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { SecretRotation } from './rotation';

/** What holds containers: a Deployment, a Job, a Pod … */
export type SecretUser = AbstractPod & Construct;

/** How a secret gets into a container, whatever keeps it. */
export interface SecretSource<Rotation extends SecretRotation = SecretRotation> {
  /** The Secret of the cluster; none where the value never becomes one. */
  readonly secret: ISecret | undefined;
  /** The keys that are known to be in it; undefined where nobody has said. */
  readonly keys: readonly string[] | undefined;
  /** Mounts it at a path that has been checked. A property, so that the compiler tells sources apart by their rotation. */
  readonly mount: (workload: SecretUser, container: Container, path: string, rotation: Rotation) => void;
  /** Whether several such sources may write into one folder; no kubelet mounts two volumes at one path. */
  readonly sharesFolder?: boolean;
  /** Does what the Secret needs to exist beside the object that describes it; the container is the one that takes variables from it. */
  prepare(workload: SecretUser, container: Container): void;
}
