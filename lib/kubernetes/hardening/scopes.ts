import type { ApiObject } from 'cdk8s';
import type { IConstruct, IValidation } from 'constructs';
import { hardenOnRender, hardenSubtree } from './object';

const scopesByRoot = new WeakMap<IConstruct, HardenedScopes>();

/**
 * Hardens everything below a construct: what is there now, and what is added until the app is synthesized.
 */
export function hardenScope(scope: IConstruct): void {
  hardenSubtree(scope);
  const { root } = scope.node;
  let scopes = scopesByRoot.get(root);
  if (scopes === undefined) {
    scopes = new HardenedScopes(root);
    scopesByRoot.set(root, scopes);
  }
  scopes.add(scope);
}

/** Hardens an object if it lies in one of the hardened scopes: for objects that turn up after every validation has been asked. */
export function hardenIfInScope(object: ApiObject): void {
  if (scopesByRoot.get(object.node.root)?.includes(object)) hardenOnRender(object);
}

/**
 * The constructs of one tree below which everything is hardened, and the one validation that sweeps them.
 *
 * One for the whole tree, since each construct with a validation of its own would cost a call at each of the many validations
 * that a synthesis with cdk8s runs. A validation is the last moment that every way of synthesizing passes before it renders; it
 * must not render anything itself, as rendering twice is not the same as rendering once (`scheduling.spread` adds up).
 */
class HardenedScopes implements IValidation {
  private readonly scopes = new Set<IConstruct>();
  private readonly lastHooked = new WeakSet<IConstruct>();

  public constructor(private readonly root: IConstruct) {
    root.node.addValidation(this);
  }

  public add(scope: IConstruct): void {
    // What hardens a scope around it hardens it, too.
    if (!this.includes(scope)) this.scopes.add(scope);
  }

  public includes(construct: IConstruct): boolean {
    return construct.node.scopes.some((scope) => this.scopes.has(scope));
  }

  public validate(): string[] {
    this.sweep();
    this.hookLast();
    return [];
  }

  private sweep(): void {
    for (const scope of this.scopes) hardenSubtree(scope);
  }

  /** Other validations may add objects, and the root is asked first: be asked again on the node that is asked last. */
  private hookLast(): void {
    let last = this.root;
    for (let child: IConstruct | undefined = last; child !== undefined; child = child.node.children.at(-1)) last = child;
    if (last === this.root || this.lastHooked.has(last)) return;
    this.lastHooked.add(last);
    last.node.addValidation({
      validate: () => {
        this.sweep();
        return [];
      },
    });
  }
}
