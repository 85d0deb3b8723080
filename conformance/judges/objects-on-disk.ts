import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../../lib/controls/requirement';

const FILES = 4; // a judge reads files side by side

/** Writes objects to a few files of JSON, in order, for a judge to read; removes them afterwards. */
export async function withObjectsOnDisk<T>(objects: readonly Json[], use: (files: readonly string[]) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-objects-'));
  try {
    const size = Math.ceil(objects.length / FILES);
    const files = Array.from({ length: FILES }, (_, index) => {
      const file = join(folder, `${index}.json`);
      writeFileSync(
        file,
        objects
          .slice(index * size, (index + 1) * size)
          .map((each) => JSON.stringify(each))
          .join('\n'),
      );
      return file;
    });
    return await use(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
