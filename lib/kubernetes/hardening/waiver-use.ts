import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Waiver, WaiverProblem } from '../../engine/waiver';
import { isHardened } from './object';
import type { TreeWaiver } from './tree-waivers';
import { identify } from './waiver-annotations';

interface Use {
  readonly treeWaiver: TreeWaiver;
  used: boolean;
}

const usesByRoot = new WeakMap<IConstruct, Map<string, Use>>();
const rendered = new WeakSet<ApiObject>();

/** Keeps which of the waivers that were given for an object hide something there. */
export function recordUse(object: ApiObject, waivers: readonly TreeWaiver[], isUsed: (waiver: Waiver) => boolean): void {
  rendered.add(object);
  const { root } = object.node;
  const uses = usesByRoot.get(root) ?? new Map<string, Use>();
  usesByRoot.set(root, uses);
  for (const treeWaiver of waivers) {
    const key = `${treeWaiver.scope.node.path}\n${identify(treeWaiver.waiver)}`;
    const use = uses.get(key) ?? { treeWaiver, used: false };
    use.used ||= isUsed(treeWaiver.waiver);
    uses.set(key, use);
  }
}

/**
 * The waivers given below a construct that hide nothing in any object. One that stands for a whole app is not judged before all
 * objects of the app have been rendered.
 */
export function unusedTreeWaivers(within: IConstruct): readonly WaiverProblem[] {
  const problems: WaiverProblem[] = [];
  for (const { treeWaiver, used } of usesByRoot.get(within.node.root)?.values() ?? []) {
    const { scope, waiver } = treeWaiver;
    if (used || !scope.node.scopes.includes(within) || !isRendered(scope)) continue;
    const message = `the waiver of ${waiver.control} for construct ${scope.node.path || 'App'} hides nothing; remove it`;
    problems.push({ kind: 'unused', control: waiver.control, resource: undefined, waiver, message });
  }
  return problems;
}

function isRendered(scope: IConstruct): boolean {
  return scope.node.findAll().every((each) => !ApiObject.isApiObject(each) || !isHardened(each) || rendered.has(each));
}
