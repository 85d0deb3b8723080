import type { AbstractPod, Container } from 'cdk8s-plus-28';
import { mountContainerSecret } from '../secrets/secret-reference';
import { waive } from '../waive';
import { takeProps } from './container-props';
import { useDefaultResources } from './default-resources';
import { whenComplete } from './when-complete';
import { mountWritablePaths } from './writable-paths';

/**
 * Gives a container, once it has a pod, what its options ask for beyond cdk8s-plus.
 *
 * Six classes call it from the same three overrides. They extend six classes of cdk8s-plus, and a mixin between would put `any`
 * into their public constructors.
 */
export function equipContainer(pod: AbstractPod, container: Container): void {
  const props = takeProps(container);
  if (props === undefined) return;
  if (props.resources === undefined) useDefaultResources(pod, container);
  mountWritablePaths(pod, container, props.writablePaths ?? []);
  for (const secret of props.secrets ?? []) whenComplete(pod, () => mountContainerSecret(pod, container, secret));
  for (const waiver of props.waivers ?? []) waive(container, waiver);
}
