import { existsSync, readFileSync, statSync } from 'node:fs';

/** Files that other ones name are no longer than this: Dockerfiles, lists of variables. */
const MAX_BYTES = 1024 * 1024;

/** The text of a small file, or why there is none. */
export type SmallFile =
  | { readonly text: string }
  | { readonly problem: 'is not there' | 'is no file' | 'is longer than 1 MiB' | 'cannot be read' };

/** Reads a file that another one names. Devices and pipes, which may never end, are not opened. */
export function readSmallFile(path: string): SmallFile {
  try {
    if (!existsSync(path)) return { problem: 'is not there' };
    const about = statSync(path);
    if (!about.isFile()) return { problem: 'is no file' };
    return about.size > MAX_BYTES ? { problem: 'is longer than 1 MiB' } : { text: readFileSync(path, 'utf8') };
  } catch {
    return { problem: 'cannot be read' };
  }
}
