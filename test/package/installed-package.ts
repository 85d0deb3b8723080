import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as ts from 'typescript';

const repository = path.resolve(__dirname, '../..');

/** The package as its users have it: compiled, in the `node_modules` of an otherwise empty project. */
export interface InstalledPackage {
  /** The folder of the project that has the package installed. */
  readonly project: string;
  /** Runs a program in that project and returns what it prints, parsed as JSON. */
  run(source: string, language: 'cjs' | 'mjs'): unknown;
  /** Removes the project. */
  remove(): void;
}

/**
 * Installs the sources as they are now.
 *
 * Files are transpiled one by one, which takes a second or two; declaration files are empty, as only their places matter here.
 */
export function installPackage(): InstalledPackage {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'tempered-'));
  const project = path.join(folder, 'project');
  const installed = path.join(project, 'node_modules/tempered');
  fs.mkdirSync(installed, { recursive: true });
  // What tempered depends on is found one folder further up, as with hoisted dependencies.
  fs.symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  fs.copyFileSync(path.join(repository, 'package.json'), path.join(installed, 'package.json'));
  for (const file of ts.sys.readDirectory(path.join(repository, 'lib'), ['.ts'])) {
    const target = path.join(installed, 'dist', path.relative(path.join(repository, 'lib'), file).slice(0, -'.ts'.length));
    const { outputText } = ts.transpileModule(fs.readFileSync(file, 'utf8'), { compilerOptions: emitted });
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(`${target}.js`, outputText);
    fs.writeFileSync(`${target}.d.ts`, '');
  }
  return {
    project,
    run(source, language) {
      const program = path.join(project, `program.${language}`);
      fs.writeFileSync(program, source);
      return JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8' }));
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

/** Like tsconfig.json, as far as it changes what is emitted. */
const emitted: ts.CompilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
