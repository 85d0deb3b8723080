import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** The whole output of an app, in memory. */
export interface OutputFiles {
  /** Directories to create, with their parents; those that exist are left as they are. */
  readonly directories: readonly string[];
  /** File names, with their directories, and what the files contain. */
  readonly texts: Map<string, string>;
}

/**
 * Writes all files, each complete or not at all.
 *
 * All texts are on disk under temporary names before the first file is replaced by a rename: a full disk, an interrupt or a
 * missing permission leaves what was there.
 *
 * @throws the error of the file system; temporary files are removed
 */
export function writeFiles(files: OutputFiles): void {
  for (const directory of files.directories) fs.mkdirSync(directory, { recursive: true });
  const run = randomBytes(6).toString('hex');
  const pending = new Map<string, string>();
  const direct = new Map<string, string>();
  try {
    for (const [name, text] of files.texts) {
      const target = replaceable(name);
      if (target === undefined) {
        direct.set(name, text);
        continue;
      }
      // Not derived from the name, which may already be as long as a name can be.
      const temporary = path.join(path.dirname(target), `.tempered-${run}-${pending.size}.tmp`);
      pending.set(temporary, target);
      fs.writeFileSync(temporary, text, { encoding: 'utf8', flag: 'wx' });
    }
    for (const [name, text] of direct) fs.writeFileSync(name, text, { encoding: 'utf8' });
    for (const [temporary, target] of pending) {
      fs.renameSync(temporary, target);
      pending.delete(temporary);
    }
  } finally {
    for (const temporary of pending.keys()) fs.rmSync(temporary, { force: true });
  }
}

/** The file that a rename may replace: not the link that leads to it, and no device, pipe or directory. */
function replaceable(name: string): string | undefined {
  const found = fs.lstatSync(name, { throwIfNoEntry: false });
  if (!found || found.isFile()) return name;
  if (!found.isSymbolicLink() || !fs.statSync(name, { throwIfNoEntry: false })?.isFile()) return undefined;
  return fs.realpathSync(name);
}
