import type { Container } from 'cdk8s-plus-28';
import type { ContainerProps } from './container';

/**
 * The options of containers that have not been added to a pod yet. A container has no field for them: what cdk8s-plus hands out as
 * its own Container could not be assigned to ours then, and programs would stop compiling.
 */
const propsOf = new WeakMap<Container, ContainerProps>();

export function rememberProps(container: Container, props: ContainerProps): void {
  propsOf.set(container, props);
}

/** The options of the container; the second time there are none, so that a container is equipped once. */
export function takeProps(container: Container): ContainerProps | undefined {
  const props = propsOf.get(container);
  propsOf.delete(container);
  return props;
}
