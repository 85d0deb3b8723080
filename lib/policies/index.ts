export {
  type AdmissionAction,
  type AdmissionPolicyOptions,
  admissionPolicies,
  type LeftOut,
  leftOutOfPolicies,
} from './admission-policies';
export type { LabelSelector, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from './policy-object';
