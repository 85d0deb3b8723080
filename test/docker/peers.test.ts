import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';

const library = join(__dirname, '../../lib');

/** Every package that a file names, types included, in itself and in whatever it imports of ours. */
function packagesOf(file: string, seen: Set<string> = new Set()): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  return ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith('.')) return [fileName];
    const path = join(dirname(file), fileName);
    return packagesOf([`${path}.ts`, join(path, 'index.ts')].find((each) => existsSync(each)) ?? path, seen);
  });
}

test('a program that declares resources compiles without the package of policies', () => {
  const packages = packagesOf(join(library, 'docker/index.ts'));
  expect(packages).toContain('@pulumi/docker');
  expect(packages).not.toContain('@pulumi/policy');
});

test('files are made without Pulumi', () => {
  const packages = packagesOf(join(library, 'docker/files/index.ts'));
  expect(packages).toContain('yaml');
  expect(packages.filter((each) => each.startsWith('@pulumi/'))).toEqual([]);
});
