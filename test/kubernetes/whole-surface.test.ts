import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App as Cdk8sApp, Chart } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { App, InsecureObjectError } from 'tempered/kubernetes';
import ts from 'typescript';
import * as tempered from '../../lib/kubernetes';

const FOLDER = join(__dirname, 'whole-surface');
const FILES = ['workloads', 'network', 'configuration', 'types'].map((name) => join(FOLDER, `${name}.ts`));
const OURS = 'tempered/kubernetes';

/** The program after the one change that tempered asks of it. */
function withImportSwapped(text: string): string {
  return text.replace("from 'cdk8s-plus-28'", `from '${OURS}'`);
}

type Build = (chart: Chart) => void;

/** A file of the program, run against a library. */
function load(file: string, library: object): Readonly<Record<string, Build>> {
  const { outputText } = ts.transpileModule(withImportSwapped(readFileSync(file, 'utf8')), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exports = {};
  const requireFrom = (name: string): unknown => (name === OURS ? library : require(name));
  new Function('require', 'exports', '__filename', '__dirname', outputText)(requireFrom, exports, file, FOLDER);
  return exports;
}

function compile(change: (text: string) => string): ts.Program {
  const { config } = ts.readConfigFile('tsconfig.dev.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version, ...rest) =>
    FILES.includes(name) ? ts.createSourceFile(name, change(read(name) ?? ''), version) : getSourceFile(name, version, ...rest);
  return ts.createProgram(FILES, { ...options, incremental: false, tsBuildInfoFile: undefined, types: ['node'] }, host);
}

function errorsIn(program: ts.Program): string[] {
  return FILES.flatMap((file) => {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`${file} is not in the program`);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  }).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('a program that uses all of cdk8s-plus compiles unchanged after the import is swapped', () => {
  expect(errorsIn(compile((text) => text))).toEqual([]);
  expect(errorsIn(compile(withImportSwapped))).toEqual([]);
}, 120_000);

test('an error would be seen', () => {
  const broken = (text: string): string => withImportSwapped(text).replace('kplus.DeploymentProps', 'kplus.NoSuchProps');
  expect(errorsIn(compile(broken)).join()).toContain("no exported member 'NoSuchProps'");
}, 120_000);

/** Names of cdk8s-plus that no program has reason to use. */
const UNUSED = new Set(['undefinedIfEmpty', 'filterUndefined', 'address', 'hasAutoscaler']);

test('the program uses every name that cdk8s-plus exports, with every public member', () => {
  const program = compile((text) => text);
  const checker = program.getTypeChecker();
  const used = new Set(FILES.flatMap((file) => program.getSourceFile(file)?.text.match(/[A-Za-z_]\w*/g) ?? []));
  const index = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('cdk8s-plus-28/lib/index.d.ts'));
  const module = index && checker.getSymbolAtLocation(index);
  if (module === undefined) throw new Error('cdk8s-plus-28 is not in the program');
  const missing: string[] = [];
  let names = 0;
  for (const exported of checker.getExportsOfModule(module)) {
    names++;
    if (!used.has(exported.name) && !UNUSED.has(exported.name)) missing.push(exported.name);
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    for (const declaration of symbol.declarations ?? []) {
      if (!ts.isClassDeclaration(declaration) && !ts.isInterfaceDeclaration(declaration)) continue;
      for (const member of declaration.members) {
        const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
        const name = member.name?.getText() ?? '_';
        // The list of every resource of Kubernetes is data.
        const isData = symbol.name === 'ApiResource' && /^[A-Z_]+$/.test(name);
        if (name.startsWith('_') || isData || UNUSED.has(name) || ts.getCombinedModifierFlags(member) & hidden) continue;
        if (!used.has(name)) missing.push(`${symbol.name}.${name}`);
      }
    }
  }
  expect(names).toBeGreaterThan(200);
  expect(missing).toEqual([]);
}, 120_000);

describe.each(FILES.slice(0, 3))('%s', (file) => {
  test.each([
    ['cdk8s-plus-28', plus, Cdk8sApp],
    ['tempered', tempered, Cdk8sApp],
    ['tempered in its own App', tempered, App],
  ])('synthesizes with %s', (_, library, AppClass) => {
    const app = new AppClass();
    load(file, library).build?.(new Chart(app, 'shop', { namespace: 'shop' }));
    expect(app.synthYaml()).toContain('kind: Deployment');
  });

  test('gives every object that cdk8s-plus gives, under the same name', () => {
    const namesWith = (library: object): string[] => {
      const app = new Cdk8sApp();
      load(file, library).build?.(new Chart(app, 'shop', { namespace: 'shop' }));
      return app.charts.flatMap((chart) => chart.toJson()).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    };
    expect(namesWith(tempered)).toEqual(expect.arrayContaining(namesWith(plus)));
  });
});

test('what opens the host is refused by tempered, and by tempered alone', () => {
  const synthesize = (library: object): string => {
    const app = new App();
    load(join(FOLDER, 'workloads.ts'), library).insecure?.(new Chart(app, 'shop'));
    return app.synthYaml();
  };
  expect(() => synthesize(plus)).not.toThrow();
  expect(() => synthesize(tempered)).toThrow(InsecureObjectError);
});

test('a construct is an instance of the class of cdk8s-plus, and what cdk8s-plus makes of ours', () => {
  const chart = new Chart(new Cdk8sApp(), 'shop');
  const web = new tempered.Deployment(chart, 'web', { containers: [{ image: 'registry.example/web:1', portNumber: 8080 }] });
  expect(web).toBeInstanceOf(plus.Deployment);
  expect(web.exposeViaService()).toBeInstanceOf(tempered.Service);
  expect(web.addInitContainer({ image: 'registry.example/web:1' })).toBeInstanceOf(tempered.Container);
  expect(new tempered.TlsSecret(chart, 'tls', { tlsCert: 'a', tlsKey: 'b' })).toBeInstanceOf(tempered.Secret);
  class Web extends tempered.Deployment {}
  expect(web).not.toBeInstanceOf(Web);
  expect(new Web(chart, 'own')).toBeInstanceOf(Web);
});
