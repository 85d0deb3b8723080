import type { PlacedError } from '../../reporters/audit-result';
import { writeFileAtomically } from '../../sources/yaml';
import { reasonOf } from '../../sources/yaml/input-files';
import type { HardenedFile } from './harden-manifests';

/** What became of the files: those that could not be written are as they were. */
export interface Written {
  readonly files: readonly HardenedFile[];
  readonly errors: readonly PlacedError[];
}

/** Writes the files that changed, each in one step. */
export function writeFiles(hardened: readonly HardenedFile[]): Written {
  const errors: PlacedError[] = [];
  const files = hardened.map((file): HardenedFile => {
    if (file.before === file.after) return file;
    try {
      writeFileAtomically(file.name, file.after);
      return file;
    } catch (error) {
      errors.push({ file: file.name, line: 1, column: 1, message: `cannot be written: ${reasonOf(error)}` });
      return { ...file, after: file.before, repairs: [] };
    }
  });
  return { files, errors };
}
