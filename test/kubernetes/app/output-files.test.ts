import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { writeFiles } from '../../../lib/kubernetes/app/output-files';
import { readTree } from './random-app';

let outdir: string;
beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'tempered-output-'));
});
afterEach(() => fs.rmSync(outdir, { recursive: true, force: true }));

function write(texts: Readonly<Record<string, string>>): void {
  const named = Object.entries(texts).map(([name, text]) => [path.join(outdir, name), text] as const);
  writeFiles({ directories: [outdir], texts: new Map(named) });
}

test('files are created and replaced, others stay', () => {
  fs.writeFileSync(path.join(outdir, 'replaced'), 'old');
  fs.writeFileSync(path.join(outdir, 'other'), 'other');
  write({ created: 'new', replaced: 'new' });
  expect(readTree(outdir)).toEqual({ created: 'new', replaced: 'new', other: 'other' });
});

test('when one file cannot be written, none is changed and no temporary file stays', () => {
  fs.writeFileSync(path.join(outdir, 'first'), 'old');
  fs.mkdirSync(path.join(outdir, 'second'));
  expect(() => write({ first: 'new', second: 'new', third: 'new' })).toThrow('EISDIR');
  expect(readTree(outdir)).toEqual({ first: 'old', second: '(directory)' });
});

test('a missing directory leaves no temporary file behind', () => {
  expect(() => write({ first: 'new', 'missing/second': 'new' })).toThrow('ENOENT');
  expect(readTree(outdir)).toEqual({});
});

test('a link stays a link, and what it leads to is written', () => {
  fs.mkdirSync(path.join(outdir, 'elsewhere'));
  fs.writeFileSync(path.join(outdir, 'elsewhere', 'target'), 'old');
  fs.symlinkSync(path.join('elsewhere', 'target'), path.join(outdir, 'link'));
  fs.symlinkSync(path.join('elsewhere', 'none-yet'), path.join(outdir, 'dangling'));
  write({ link: 'new', dangling: 'new' });
  expect(fs.lstatSync(path.join(outdir, 'link')).isSymbolicLink()).toBe(true);
  expect(readTree(path.join(outdir, 'elsewhere'))).toEqual({ target: 'new', 'none-yet': 'new' });
});

test('a file name may be as long as the file system allows', () => {
  const name = 'n'.repeat(255);
  write({ [name]: 'text' });
  expect(readTree(outdir)).toEqual({ [name]: 'text' });
});
