import type { MatchCondition, Validation, Variable } from 'kubernetes-types/admissionregistration/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';

export type { LabelSelector, MatchCondition, Validation, Variable };

/** Requests that are meant, by resource and operation. */
export interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
}

const API_VERSION = 'admissionregistration.k8s.io/v1';

/** What every object of the cluster that is made here carries. */
interface Metadata {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The profile and the version of Kubernetes that it was made from. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** Which requests a policy is about. */
export interface MatchConstraints {
  readonly resourceRules: readonly ResourceRule[];
  readonly excludeResourceRules?: readonly ResourceRule[];
}

/** What is judged, and how; says nothing about where. */
export interface ValidatingAdmissionPolicy {
  /** Stable from Kubernetes 1.30 on. */
  readonly apiVersion: typeof API_VERSION;
  /** Tells a policy from a binding. */
  readonly kind: 'ValidatingAdmissionPolicy';
  /** Its name and what it was made from. */
  readonly metadata: Metadata;
  /** As `admissionregistration.k8s.io/v1` has it. */
  readonly spec: {
    readonly failurePolicy: 'Fail';
    readonly matchConstraints: MatchConstraints;
    readonly matchConditions: readonly MatchCondition[];
    readonly variables: readonly Variable[];
    readonly validations: readonly Validation[];
  };
}

/** Where a policy holds, and what happens to what it does not pass. */
export interface ValidatingAdmissionPolicyBinding {
  /** Stable from Kubernetes 1.30 on. */
  readonly apiVersion: typeof API_VERSION;
  /** Tells a binding from a policy. */
  readonly kind: 'ValidatingAdmissionPolicyBinding';
  /** Its name, that of its policy, and what it was made from. */
  readonly metadata: Metadata;
  /** As `admissionregistration.k8s.io/v1` has it; without `matchResources` it holds in every namespace. */
  readonly spec: {
    readonly policyName: string;
    readonly validationActions: readonly ValidationAction[];
    readonly matchResources?: { readonly namespaceSelector: LabelSelector };
  };
}

/** What one policy is made of. */
export interface PolicyParts {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly constraints: MatchConstraints;
  readonly conditions: readonly MatchCondition[];
  readonly variables: readonly Variable[];
  readonly validations: readonly Validation[];
}

const LABELS = { 'app.kubernetes.io/managed-by': 'tempered' };

/** A policy that refuses what it cannot judge: an error in an expression is no way past it. */
export function policy({ name, annotations, constraints, conditions, variables, validations }: PolicyParts): ValidatingAdmissionPolicy {
  return {
    apiVersion: API_VERSION,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name, labels: LABELS, annotations },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: constraints,
      matchConditions: conditions,
      variables,
      validations,
    },
  };
}

/** What the API server does with a request that does not pass. */
export type ValidationAction = 'Deny' | 'Warn' | 'Audit';

/** Puts the policy of that name into force. */
export function binding(
  name: string,
  annotations: Readonly<Record<string, string>>,
  actions: readonly ValidationAction[],
  namespaceSelector: LabelSelector | undefined,
): ValidatingAdmissionPolicyBinding {
  return {
    apiVersion: API_VERSION,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name, labels: LABELS, annotations },
    spec: {
      policyName: name,
      validationActions: actions,
      ...(namespaceSelector !== undefined && { matchResources: { namespaceSelector } }),
    },
  };
}
