import type {
  MatchCondition,
  MatchResources,
  ValidatingAdmissionPolicyBinding as UntaggedBinding,
  ValidatingAdmissionPolicy as UntaggedPolicy,
  Validation,
  Variable,
} from 'kubernetes-types/admissionregistration/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';

export type { LabelSelector, MatchCondition, Validation, Variable };

/** Requests that are meant, by resource and operation. (The package has the fields of this type wrong.) */
export interface ResourceRule {
  readonly apiGroups: string[];
  readonly apiVersions: string[];
  readonly operations: string[];
  readonly resources: string[];
}

const API_VERSION = 'admissionregistration.k8s.io/v1';

/** What is judged, and how; says nothing about where. */
export interface ValidatingAdmissionPolicy extends UntaggedPolicy {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'ValidatingAdmissionPolicy';
}

/** Where a policy holds, and what happens to what it does not pass. */
export interface ValidatingAdmissionPolicyBinding extends UntaggedBinding {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: 'ValidatingAdmissionPolicyBinding';
}

/** What one policy is made of. */
export interface PolicyParts {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly constraints: MatchResources;
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
      matchConditions: [...conditions],
      variables: [...variables],
      validations: [...validations],
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
      validationActions: [...actions],
      ...(namespaceSelector !== undefined && { matchResources: { namespaceSelector } }),
    },
  };
}
