import { hasCel } from '../controls/requirement';
import { LATEST_MINOR, type Plan, planOf } from '../engine/plan';
import { TemperedError } from '../errors';
import type { Level, Profile } from '../profiles/profile';
import { everythingConditions, objectConditions, podConditions } from './match-conditions';
import { EVERYTHING, kindRules, NOTHING_WRITTEN, podRules } from './match-rules';
import { groupsOf, nameOf, type PolicyGroup } from './policy-groups';
import {
  binding,
  type LabelSelector,
  policy,
  type ValidatingAdmissionPolicy,
  type ValidatingAdmissionPolicyBinding,
  type ValidationAction,
} from './policy-object';
import { OBJECT_ANNOTATIONS, type PolicyRule, validationOf } from './validation';
import { POD_VARIABLES } from './variables';
import { withinLimits } from './within-limits';

/** What happens to a request that a policy does not pass: refused, warned of and noted, or noted in the audit log only. */
export type AdmissionAction = 'deny' | 'warn' | 'audit';

/** How a profile is put into force. */
export interface AdmissionPolicyOptions {
  /**
   * The minor version of Kubernetes whose rules are asked: 28 for v1.28. Policies themselves need a server of 1.30 or newer.
   *
   * @default - the newest that is known
   */
  readonly minor?: number;
  /**
   * What controls of level `fail` do: refuse the request, warn whoever makes it, or only note it in the audit log.
   * Controls of level `warn` always warn and note.
   *
   * @default 'deny'
   */
  readonly action?: AdmissionAction;
  /**
   * Namespaces in which nothing is judged. What has no namespace is always judged.
   *
   * @default - kube-system, kube-public and kube-node-lease, which hold what the cluster itself runs
   */
  readonly excludedNamespaces?: readonly string[];
  /**
   * Which namespaces, by their labels, beside those that are excluded by name.
   *
   * @default - all
   */
  readonly namespaceSelector?: LabelSelector;
  /**
   * What the names of all objects begin with: lower case letters, digits and hyphens.
   *
   * @default - `tempered-` and the name of the profile
   */
  readonly namePrefix?: string;
  /**
   * Whether an object, or the pod template in it, is not judged for a control of which it carries a waiver: the annotation
   * `waive.tempered/<control>`. Whoever may create an object may write it, and an API server asks neither for a reason nor
   * for an end. A control that the profile never waives is judged all the same.
   *
   * @default false
   */
  readonly honourWaivers?: boolean;
}

/** Hold what the cluster itself runs: a policy that refused it would break the cluster. */
export const SYSTEM_NAMESPACES: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease'];

const ACTIONS: Readonly<Record<AdmissionAction, readonly ValidationAction[]>> = {
  deny: ['Deny'],
  warn: ['Warn', 'Audit'],
  audit: ['Audit'],
};

/**
 * The profile as objects for the cluster: it refuses what the audit refuses, by the same controls. A policy and a binding
 * for pods in every kind that holds them, and one of each for every other group of kinds; controls of level `warn` apart.
 * The same profile gives the same objects, in the same order.
 *
 * @throws a TemperedError `invalid-name` where `namePrefix` cannot begin the name of an object
 *
 * @example
 * for (const object of admissionPolicies(restricted, { action: 'warn' })) console.log(JSON.stringify(object));
 */
export function admissionPolicies(
  profile: Profile,
  options: AdmissionPolicyOptions = {},
): readonly (ValidatingAdmissionPolicy | ValidatingAdmissionPolicyBinding)[] {
  const plan = planOf(profile, options.minor ?? LATEST_MINOR);
  const prefix = prefixOf(profile, options);
  return groupsOf(plan).flatMap((group) =>
    withinLimits(group.rules).flatMap((rules, index) => {
      const parts = [prefix, nameOf(group.reads), ...(group.level === 'warn' ? ['advice'] : []), ...(index > 0 ? [String(index + 1)] : [])];
      const name = parts.join('-');
      return [policyOf(name, { ...group, rules }, plan, options), bindingOf(name, group.level, plan, options)];
    }),
  );
}

function prefixOf({ name }: Profile, { namePrefix }: AdmissionPolicyOptions): string {
  if (namePrefix === undefined) return `tempered-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.replace(/-$/, '');
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(namePrefix) && namePrefix.length <= LONGEST_PREFIX) return namePrefix;
  throw new TemperedError('invalid-name', `"${namePrefix}" cannot begin the name of a policy`, {
    hint: `lower case letters, digits and hyphens, at most ${LONGEST_PREFIX}, the first and the last no hyphen`,
  });
}

/** Names have 253 characters; the kinds that a policy is about follow. */
const LONGEST_PREFIX = 100;

/** A control that is asked of manifests, and of which an admission policy cannot ask everything. */
export interface LeftOut {
  /** The id of the control. */
  readonly control: string;
  /** Why not, in a sentence. */
  readonly because: string;
}

/** What the audit asks under a profile, and an API server that judges one object at a time cannot. */
export function leftOutOfPolicies(profile: Profile, minor: number = LATEST_MINOR): readonly LeftOut[] {
  return planOf(profile, minor).controls.flatMap(({ control, rules }) =>
    rules.flatMap(({ cel }) => (hasCel(cel) ? [] : [{ control: control.id, because: cel.impossible }])),
  );
}

function annotationsOf({ profile, minor }: Plan): Readonly<Record<string, string>> {
  return { 'tempered/profile': profile.name, 'tempered/kubernetes-version': `v1.${minor}` };
}

function policyOf(name: string, { reads, rules }: PolicyGroup, plan: Plan, options: AdmissionPolicyOptions): ValidatingAdmissionPolicy {
  const honour = options.honourWaivers === true;
  const waivable = ({ planned }: PolicyRule): boolean => honour && !plan.profile.neverWaive.has(planned.control.id);
  const variables = [
    ...(honour ? [OBJECT_ANNOTATIONS] : []),
    ...(reads === 'pod' ? POD_VARIABLES : []),
    ...new Map(rules.flatMap(({ cel }) => cel.variables ?? []).map((variable) => [variable.name, variable])).values(),
  ];
  return policy({
    name,
    annotations: annotationsOf(plan),
    ...whatIsJudged(reads, honour),
    variables,
    validations: rules.map((rule) => validationOf(rule, plan.minor, waivable(rule))),
  });
}

function whatIsJudged(reads: PolicyGroup['reads'], honour: boolean) {
  if (reads === 'pod') return { constraints: { resourceRules: podRules() }, conditions: podConditions(honour) };
  if (reads !== 'any') return { constraints: { resourceRules: kindRules(reads) }, conditions: objectConditions(honour) };
  const constraints = { resourceRules: EVERYTHING, excludeResourceRules: NOTHING_WRITTEN };
  return { constraints, conditions: everythingConditions(honour) };
}

function bindingOf(name: string, level: Level, plan: Plan, options: AdmissionPolicyOptions): ValidatingAdmissionPolicyBinding {
  const { action = 'deny', excludedNamespaces = SYSTEM_NAMESPACES, namespaceSelector } = options;
  const excluded =
    excludedNamespaces.length === 0 ? [] : [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [...excludedNamespaces] }];
  const selector: LabelSelector = {
    ...namespaceSelector,
    matchExpressions: [...(namespaceSelector?.matchExpressions ?? []), ...excluded],
  };
  const selects = selector.matchLabels !== undefined || (selector.matchExpressions ?? []).length > 0;
  return binding(name, annotationsOf(plan), ACTIONS[level === 'warn' ? 'warn' : action], selects ? selector : undefined);
}
