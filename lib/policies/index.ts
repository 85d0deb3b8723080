export {
  type AdmissionAction,
  type AdmissionPolicyOptions,
  admissionPolicies,
  type LeftOut,
  leftOutOfPolicies,
  SYSTEM_NAMESPACES,
} from './admission-policies';
export type { LabelSelector, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding, ValidationAction } from './policy-object';
export { KINDS_JUDGED_BY_THEIR_PODS } from './variables';
