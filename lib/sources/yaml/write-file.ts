import { randomUUID } from 'node:crypto';
import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces the content of an existing file in one step: whoever reads it sees the old text or the new one, never half of it.
 * The mode stays, and a symbolic link keeps pointing to the file.
 */
export function writeFileAtomically(file: string, text: string): void {
  const target = realpathSync(file);
  const { mode } = statSync(target);
  // In the same folder: a rename across file systems would not be atomic.
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode });
    // The mode given above is cut by the umask.
    chmodSync(temporary, mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
