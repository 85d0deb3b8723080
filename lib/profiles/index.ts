import { closest } from 'fastest-levenshtein';
import { TemperedError } from '../errors';
import { baseline } from './baseline';
import { platform } from './platform';
import { podSecurityBaseline, podSecurityRestricted } from './pod-security';
import type { Profile } from './profile';
import { restricted } from './restricted';

export {
  type ControlSetting,
  type ControlSettings,
  defineProfile,
  type Level,
  Profile,
  type ProfileDefinition,
  type ProfileEntry,
} from './profile';
export { baseline, platform, podSecurityBaseline, podSecurityRestricted, restricted };

/** The profiles that come with tempered, the default first. */
export const PROFILES: readonly Profile[] = [restricted, baseline, platform, podSecurityRestricted, podSecurityBaseline];

/**
 * The profile of that name.
 *
 * @throws a TemperedError `unknown-profile` that names the nearest one
 */
export function profileByName(name: string): Profile {
  const found = PROFILES.find((profile) => profile.name === name);
  if (found !== undefined) return found;
  const names = PROFILES.map((profile) => profile.name);
  throw new TemperedError('unknown-profile', `there is no profile "${name}"; did you mean "${closest(name, names)}"?`, {
    hint: `profiles: ${names.join(', ')}; or the path of a file`,
  });
}
