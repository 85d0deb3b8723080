import { type AdmissionPolicyOptions, admissionPolicies, type ValidatingAdmissionPolicy } from '../../lib/policies';
import type { Profile } from '../../lib/profiles';

/** The policies of a profile, without their bindings. */
export function policiesOf(profile: Profile, options?: AdmissionPolicyOptions): readonly ValidatingAdmissionPolicy[] {
  return admissionPolicies(profile, options).filter((each): each is ValidatingAdmissionPolicy => each.kind === 'ValidatingAdmissionPolicy');
}
