import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { Waiver } from '../../engine/waiver';
import { containersOf } from './containers';

/** Metadata of this type holds a waiver for a subtree. */
const WAIVER = 'tempered:waiver';

/** Containers are no constructs: their waivers are kept here until the pod renders that holds them. */
const ofContainers = new WeakMap<object, Waiver[]>();

/** A waiver, and the construct for whose subtree it was given; for a waiver of a container, the workload of the container. */
export interface TreeWaiver {
  readonly waiver: Waiver;
  readonly scope: IConstruct;
}

/** Keeps a waiver for a construct and everything below it, or for a container. */
export function recordWaiver(target: object, waiver: Waiver): void {
  if (Construct.isConstruct(target)) target.node.addMetadata(WAIVER, waiver);
  else ofContainers.set(target, [...(ofContainers.get(target) ?? []), waiver]);
}

/** The waivers that were given for an object, the nearest first. */
export function treeWaiversOf(object: ApiObject): readonly TreeWaiver[] {
  const found: TreeWaiver[] = [];
  const workload = object.node.scope;
  if (workload !== undefined) {
    for (const container of containersOf(workload)) {
      for (const waiver of ofContainers.get(container) ?? []) found.push({ waiver, scope: workload });
    }
  }
  for (let scope: IConstruct | undefined = object; scope !== undefined; scope = scope.node.scope) {
    for (const { type, data } of scope.node.metadata) if (type === WAIVER) found.push({ waiver: data, scope });
  }
  return found;
}
