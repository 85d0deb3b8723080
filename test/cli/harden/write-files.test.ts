import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from '../../../lib/cli/harden/write-files';

describe('writing hardened files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tempered-write-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('that cannot be written is an error, counts as unchanged, and does not stop the others', () => {
    const [lost, kept] = [join(folder, 'gone', 'a.yaml'), join(folder, 'b.yaml')];
    writeFileSync(kept, 'before');
    const { files, errors } = writeFiles([
      { name: lost, before: 'before', after: 'after', repairs: [] },
      { name: kept, before: 'before', after: 'after', repairs: [] },
    ]);
    expect(errors).toEqual([{ file: lost, line: 1, column: 1, message: 'cannot be written: no such file or folder' }]);
    expect(files.map(({ after }) => after)).toEqual(['before', 'after']);
    expect(readFileSync(kept, 'utf8')).toBe('after');
    expect(readdirSync(folder)).toEqual(['b.yaml']);
  });

  test('leaves files alone that did not change', () => {
    const name = join(folder, 'c.yaml');
    writeFiles([{ name, before: 'same', after: 'same', repairs: [] }]);
    expect(existsSync(name)).toBe(false);
  });
});
