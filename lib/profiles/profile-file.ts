import type { ExternalWaiver } from '../engine/audit';
import { TemperedError } from '../errors';
import type { Profile } from './profile';

export interface ProfileFile {
  readonly profile: Profile;
  readonly waivers: readonly ExternalWaiver[];
}

export function readProfileFile(file: string): ProfileFile {
  throw new TemperedError('invalid-profile', `${file}: profile files cannot be read yet`);
}
