import { celLiteral } from '../controls/requirement/text';
import { WAIVER_PREFIX } from '../engine/waiver';
import type { MatchCondition } from './policy-object';
import { eachTemplate } from './variables';

/** Removing the last finalizer of an object is an update: whatever is wrong with it, it may go. */
const NOT_BEING_DELETED: MatchCondition = { name: 'not-being-deleted', expression: '!has(object.metadata.deletionTimestamp)' };

const has = (root: string, steps: readonly string[]): string =>
  steps.map((_, index) => `has(${[root, ...steps.slice(0, index + 1)].join('.')})`).join(' && ') || 'true';

/** Whether there is a pod: a Rollout may refer to another workload instead. */
const HOLDS_A_POD: MatchCondition = { name: 'holds-a-pod', expression: eachTemplate((template) => has('object', [...template, 'spec'])) };

/** Whether a field of two objects is the same, absent in both included. */
function same(steps: readonly string[]): string {
  const [now, before] = [has('object', steps), has('oldObject', steps)];
  const [mine, theirs] = ['object', 'oldObject'].map((root) => [root, ...steps].join('.'));
  return `((${now}) ? ((${before}) && ${mine} == ${theirs}) : !(${before}))`;
}

/**
 * An update is judged where it changes what is judged. Otherwise a controller could no longer scale, or a person label,
 * what was there before the policy.
 */
function changed(fields: string, honourWaivers: boolean): MatchCondition {
  const lost = honourWaivers ? ` || ${loses(['metadata', 'annotations'])}` : '';
  return { name: 'changed', expression: `request.operation == 'CREATE' || !(${fields})${lost}` };
}

/** Whether a waiver that was there is not there any more. */
function loses(annotations: readonly string[]): string {
  const [now, before] = [has('object', annotations), has('oldObject', annotations)];
  const [mine, theirs] = ['object', 'oldObject'].map((root) => [root, ...annotations].join('.'));
  return `((${before}) && ${theirs}.exists(k, k.startsWith(${celLiteral(WAIVER_PREFIX)}) && !((${now}) && k in ${mine})))`;
}

/** When a workload is judged. */
export function podConditions(honourWaivers: boolean): readonly MatchCondition[] {
  const fields = eachTemplate((template) => `${same([...template, 'spec'])} && ${same([...template, 'metadata', 'annotations'])}`);
  return [NOT_BEING_DELETED, HOLDS_A_POD, changed(fields, honourWaivers)];
}

/** When any other object is judged. One without a spec is judged at every update. */
export function objectConditions(honourWaivers: boolean): readonly MatchCondition[] {
  return [NOT_BEING_DELETED, changed(`has(object.spec) && ${same(['spec'])} && ${same(['metadata', 'labels'])}`, honourWaivers)];
}

/** What the parts of the cluster make for themselves is nobody's to correct. */
const NOT_BY_THE_CLUSTER: MatchCondition = {
  name: 'not-by-the-cluster',
  expression:
    "!has(object.metadata.ownerReferences) && !request.userInfo.username.startsWith('system:node:')" +
    " && !request.userInfo.username.startsWith('system:serviceaccount:kube-system:')" +
    " && !(request.userInfo.username in ['system:apiserver', 'system:kube-controller-manager', 'system:kube-scheduler'])",
};

/** When an object is judged by rules about every object. */
export function everythingConditions(honourWaivers: boolean): readonly MatchCondition[] {
  return [{ name: 'is-an-object', expression: 'has(object.metadata)' }, ...objectConditions(honourWaivers), NOT_BY_THE_CLUSTER];
}
