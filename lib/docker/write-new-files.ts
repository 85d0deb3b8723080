import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TemperedError } from '../errors';

/** How generated files are written. */
export interface WriteOptions {
  /**
   * Replaces files that are there and say something else.
   *
   * @default false, since somebody may have written them by hand
   */
  readonly overwrite?: boolean;
}

/**
 * Writes files into a folder, which is made if need be. All are compared first and each is renamed into place, so that either
 * none of them is touched or every one is whole. A file that says the same already is left alone.
 *
 * @param files path below the folder → text; a text that begins with `#!` becomes executable
 * @returns the paths that were written, in order
 * @throws a TemperedError `file-exists` that names each file that is there and says something else
 */
export function writeNewFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
  { overwrite = false }: WriteOptions = {},
): readonly string[] {
  const stale = Object.entries(files).flatMap(([name, text]) => {
    const path = join(folder, name);
    const present = textOf(path);
    return present === text ? [] : [{ path, text, present: present !== undefined }];
  });
  const inTheWay = stale.filter(({ present }) => present).map(({ path }) => path);
  if (inTheWay.length > 0 && !overwrite)
    throw new TemperedError('file-exists', `${inTheWay.join(', ')}: there already, with other content; nothing was written`, {
      hint: 'Move it away, choose another folder, or pass { overwrite: true }.',
    });
  for (const { path, text } of stale) {
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.unfinished`;
    try {
      writeFileSync(unfinished, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
      renameSync(unfinished, path);
    } catch (cause) {
      rmSync(unfinished, { force: true });
      throw new TemperedError('cannot-write', `cannot write ${path}`, { cause });
    }
  }
  return stale.map(({ path }) => path);
}

function textOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TemperedError('cannot-read', `cannot read ${path}, which would be written`, { cause });
  }
}
