import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { forgetNeighbours } from './neighbours';
import { rememberOriginal } from './raw';
import { renderHardened } from './render';

/** Marks an object that is hardened already. Registered, so that two copies of tempered agree on it. */
const HARDENED = Symbol.for('tempered.hardened');

/**
 * Hardens what an ApiObject renders, whenever and by whomever it is rendered. Calling it again changes nothing.
 *
 * This wraps `toJson` of the one instance, which is patching, and done in this file alone. It was chosen over every alternative
 * for what those miss: JSON patches and resolvers run before the generated `Kube*` classes, which drop each field that their
 * version of Kubernetes did not know; an App of our own is not asked by `Testing.synth` and `Chart.toJson`. Only public names are
 * involved, and a class that overrides `toJson` keeps its say.
 */
export function hardenOnRender(object: ApiObject): void {
  if (HARDENED in object) return;
  rememberOriginal(object, object.toJson);
  Object.defineProperty(object, HARDENED, { value: true });
  forgetNeighbours(object.node.root);
  Object.defineProperty(object, 'toJson', {
    configurable: true,
    writable: true,
    value: (): unknown => renderHardened(object),
  });
}

/** Whether the object is hardened when it renders. */
export function isHardened(object: ApiObject): boolean {
  return HARDENED in object;
}

/** Hardens every ApiObject of a subtree that is there by now. */
export function hardenSubtree(scope: IConstruct): void {
  if (ApiObject.isApiObject(scope)) hardenOnRender(scope);
  for (const child of scope.node.children) hardenSubtree(child);
}
