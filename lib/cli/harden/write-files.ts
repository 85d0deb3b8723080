import type { PlacedError } from '../../reporters/audit-result';
import { writeFileAtomically } from '../../sources/yaml';
import { reasonOf } from '../../sources/yaml/input-files';
import type { HardenedFile } from './harden-manifests';

/** Writes the files that changed, each in one step, and says which could not be written. */
export function writeFiles(files: readonly HardenedFile[]): readonly PlacedError[] {
  const errors: PlacedError[] = [];
  for (const { name, before, after } of files) {
    if (before === after) continue;
    try {
      writeFileAtomically(name, after);
    } catch (error) {
      errors.push({
        file: name,
        line: 1,
        column: 1,
        message: `cannot be written: ${reasonOf(error)}`,
      });
    }
  }
  return errors;
}
