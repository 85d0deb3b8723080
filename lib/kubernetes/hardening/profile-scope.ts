import type { IConstruct } from 'constructs';
import type { Profile } from '../../profiles/profile';
import { defaultProfile } from '../default-profile';

/** Metadata of this type holds the profile of a subtree. Context would do, but cannot be set once a construct has children. */
const PROFILE = 'tempered:profile';

/** Gives a profile to a construct and everything below it. Given twice, the later one holds. */
export function setProfile(scope: IConstruct, profile: Profile): void {
  scope.node.addMetadata(PROFILE, profile);
}

/** The profile of the construct or of the nearest scope around it. */
export function profileOf(construct: IConstruct): Profile {
  for (let scope: IConstruct | undefined = construct; scope !== undefined; scope = scope.node.scope) {
    const entry = scope.node.metadata.findLast(({ type }) => type === PROFILE);
    if (entry !== undefined) return entry.data;
  }
  return defaultProfile;
}
