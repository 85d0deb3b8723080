import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNewFiles } from '../../lib/docker/write-new-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tempered-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('writes what is not there, makes folders, and says what it wrote', () => {
  expect(writeNewFiles(folder, { a: 'A', 'b/c': 'C' })).toEqual([join(folder, 'a'), join(folder, 'b/c')]);
  expect(readFileSync(join(folder, 'b/c'), 'utf8')).toBe('C');
  expect(writeNewFiles(folder, { a: 'A', 'b/c': 'C' })).toEqual([]);
});

test('never replaces what somebody wrote, and then writes nothing at all', () => {
  writeFileSync(join(folder, 'b'), 'mine');
  expect(() => writeNewFiles(folder, { a: 'A', b: 'B' })).toThrow(
    expect.objectContaining({ code: 'file-exists', message: expect.stringContaining(join(folder, 'b')) }),
  );
  expect(readdirSync(folder)).toEqual(['b']);
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('mine');
});

test('replaces it where it is told to', () => {
  writeFileSync(join(folder, 'b'), 'mine');
  expect(writeNewFiles(folder, { b: 'B' }, { overwrite: true })).toEqual([join(folder, 'b')]);
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('B');
});

test('a script can be run', () => {
  writeNewFiles(folder, { script: '#!/bin/sh\n', text: 'x' });
  expect(statSync(join(folder, 'script')).mode & 0o111).not.toBe(0);
  expect(statSync(join(folder, 'text')).mode & 0o111).toBe(0);
});

test('a folder in the way is an error, not a crash', () => {
  writeNewFiles(folder, { 'a/b': 'x' });
  expect(() => writeNewFiles(folder, { a: 'A' })).toThrow(/cannot read/);
});
