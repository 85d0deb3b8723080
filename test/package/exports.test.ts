import * as path from 'node:path';
import * as ts from 'typescript';
import * as manifest from '../../package.json';
import { type InstalledPackage, installPackage } from './installed-package';

const entryPoints = Object.keys(manifest.exports)
  .filter((subpath) => subpath !== './package.json')
  .map((subpath) => path.posix.join('tempered', subpath));

/** Importing it starts a server; test/docker/policy-pack.test.ts does. */
const STARTS = 'tempered/docker/policy-pack';
const importable = entryPoints.filter((entryPoint) => entryPoint !== STARTS);

describe('the installed package', () => {
  let installed: InstalledPackage;
  beforeAll(() => {
    installed = installPackage();
  });
  afterAll(() => installed.remove());

  const required = (entryPoint: string) =>
    installed.run(`console.log(JSON.stringify(Object.keys(require('${entryPoint}')).sort()))`, 'cjs') as string[];

  test('has something to import', () => {
    expect(entryPoints).toEqual(expect.arrayContaining(['tempered', 'tempered/kubernetes', 'tempered/policies', 'tempered/testing']));
    expect(required('tempered')).toContain('TemperedError');
  });

  test.each(importable)('%s gives ES modules the names that it gives CommonJS', (entryPoint) => {
    // Node finds the names by reading the text of the file; a re-export that it cannot read is missing from `import { … }`.
    const imported = installed.run(
      `import * as it from '${entryPoint}';
       console.log(JSON.stringify(Object.keys(it).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort()))`,
      'mjs',
    );
    expect(imported).toEqual(required(entryPoint));
  });

  test('can be asked for its version', () => {
    expect(installed.run(`console.log(JSON.stringify(require('tempered/package.json').name))`, 'cjs')).toBe('tempered');
  });

  test('shows nothing of its inside', () => {
    const code = installed.run(
      `try { require('tempered/dist/errors.js') } catch (error) { console.log(JSON.stringify(error.code)) }`,
      'cjs',
    );
    expect(code).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  describe.each([
    ['node10', ts.ModuleKind.CommonJS, ts.ModuleResolutionKind.Node10],
    ['node16', ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
    ['bundler', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
  ])('under moduleResolution %s', (_name, module, moduleResolution) => {
    test.each(entryPoints)('%s has types', (entryPoint) => {
      const from = path.join(installed.project, 'program.ts');
      const { resolvedModule } = ts.resolveModuleName(entryPoint, from, { module, moduleResolution }, ts.sys);
      expect(resolvedModule?.resolvedFileName).toMatch(new RegExp(`/${entryPoint.replace('tempered', 'tempered/dist')}/index\\.d\\.ts$`));
    });
  });

  test.each(['tempered/policies', 'tempered/testing'])('%s is loaded without the constructs', (entryPoint) => {
    const loaded = installed.run(`require('${entryPoint}'); console.log(JSON.stringify(Object.keys(require.cache)))`, 'cjs') as string[];
    expect(loaded.filter((file) => /node_modules\/cdk8s/.test(file))).toEqual([]);
  });

  const loadedBy = (entryPoint: string) =>
    installed.run(`require('${entryPoint}'); console.log(JSON.stringify(Object.keys(require.cache)))`, 'cjs') as string[];

  test('tempered/docker is loaded without cdk8s, and without the server of policies', () => {
    expect(loadedBy('tempered/docker').filter((file) => /node_modules\/(cdk8s|constructs|@pulumi\/policy)/.test(file))).toEqual([]);
  });

  test.each(['tempered', 'tempered/kubernetes', 'tempered/policies', 'tempered/testing'])('%s is loaded without Pulumi', (entryPoint) => {
    expect(loadedBy(entryPoint).filter((file) => file.includes('node_modules/@pulumi'))).toEqual([]);
  });
});
