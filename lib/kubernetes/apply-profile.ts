import type { IConstruct } from 'constructs';
import type { Profile } from '../profiles/profile';
import { setProfile } from './hardening/profile-scope';
import { hardenScope } from './hardening/scopes';

/**
 * What `profile.applyTo(scope)` does: everything that the scope emits, now and later, is hardened under the profile, whoever made
 * it: constructs of any cdk8s-plus, generated `Kube*` classes, Include, Helm, imported custom resources, raw ApiObjects.
 *
 * Of several profiles the one nearest above an object holds.
 */
export function applyProfile(profile: Profile, scope: IConstruct): void {
  setProfile(scope, profile);
  hardenScope(scope);
}
