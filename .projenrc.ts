import { JsonFile, javascript, TextFile, typescript } from 'projen';

const shared: javascript.TypeScriptCompilerOptions = {
  lib: ['es2023'],
  target: 'ES2022',
  strict: true,
  alwaysStrict: undefined,
  experimentalDecorators: undefined,
  stripInternal: undefined,
  noImplicitAny: undefined,
  noImplicitThis: undefined,
  strictNullChecks: undefined,
  strictPropertyInitialization: undefined,
  noEmitOnError: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  esModuleInterop: true,
  isolatedModules: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  inlineSourceMap: undefined,
  inlineSources: undefined,
};

const project = new typescript.TypeScriptProject({
  name: 'tempered',
  description: 'Hardened Kubernetes constructs, audit, repair and admission policies from one catalogue of controls.',
  keywords: ['kubernetes', 'security', 'cdk8s', 'hardening', 'pod-security', 'audit', 'policy'],
  license: 'Apache-2.0',
  authorName: 'The tempered authors',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  projenVersion: '0.103.25',
  projenrcTs: true,
  typescriptVersion: '5.9.3',

  srcdir: 'lib',
  libdir: 'dist',
  testdir: 'test',
  sampleCode: false,
  entrypoint: 'dist/index.js',
  entrypointTypes: 'dist/index.d.ts',
  bin: { tempered: 'dist/cli/main.js' },

  // The configuration below replaces projen's own: one type check for everything, one formatter, no release machinery.
  github: false,
  depsUpgrade: false,
  release: false,
  package: false,
  npmignoreEnabled: false,
  eslint: false,
  jest: false,
  prettier: false,

  tsconfig: {
    // CommonJS by package.json (no "type"), and the compiler honours `exports` of what is imported.
    compilerOptions: {
      ...shared,
      module: 'Node16',
      moduleResolution: javascript.TypeScriptModuleResolution.NODE16,
      declaration: true,
      types: ['node'],
    },
    include: ['lib/**/*.ts'],
  },
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    // Node20 differs from Node16 in that CommonJS may import packages that are ES modules only (the CEL evaluator in tests).
    compilerOptions: {
      ...shared,
      module: 'Node20',
      moduleResolution: undefined,
      declaration: false,
      noEmit: true,
      incremental: true,
      tsBuildInfoFile: 'node_modules/.cache/tsconfig.dev.tsbuildinfo',
      types: ['node', 'jest'],
      // Tests, examples and documentation import what a user imports; here that is the source, with no build in between.
      paths: { tempered: ['./lib/index.ts'], 'tempered/*': ['./lib/*/index.ts'] },
    },
    exclude: ['node_modules', 'dist'],
  },

  peerDeps: [
    'cdk8s@^2.70.0',
    'cdk8s-plus-28@^2.5.0',
    'constructs@^10.4.0',
    '@pulumi/docker@^5.0.0',
    '@pulumi/policy@^1.20.0',
    '@pulumi/pulumi@^3.142.0',
  ],
  // The versions that development and tests use are pinned below, not the lowest that the ranges allow.
  peerDependencyOptions: { pinnedDevDependency: false },
  deps: [
    // The shapes of Kubernetes objects, as types only.
    'kubernetes-types@1.30.0',
    // Reads YAML for the audit. The 4 line reads 1.5 times as fast as 5.x on manifests.
    'js-yaml@4.3.2',
    // Reads YAML with positions and edits it in place; slower, so only for documents that have findings.
    'yaml@2.9.1',
    // 14 is the last major for Node 20.
    'commander@14.0.3',
    // Unified diffs.
    'diff@9.0.0',
    // The nearest name in "unknown control" messages.
    'fastest-levenshtein@1.0.16',
    // Terminal colours, honouring NO_COLOR.
    'picocolors@1.1.1',
    // Reads Dockerfiles with positions; the parser of the editors' language server.
    'dockerfile-ast@0.7.1',
    // The client of a Docker engine, by socket, TCP, TLS or SSH; loaded by `docker://` alone.
    'dockerode@5.0.1',
  ],
  devDeps: [
    'cdk8s@2.70.106',
    'cdk8s-plus-28@2.5.6',
    // `applyTo` hardens the constructs of newer cdk8s-plus versions, too.
    'cdk8s-plus-33@2.5.57',
    'constructs@10.8.1',
    '@pulumi/docker@5.2.0',
    // The newest line for Node 20.
    '@pulumi/pulumi@3.220.0',
    // What runs a policy pack; `tempered/docker` exports policies as data, and needs its types alone.
    '@pulumi/policy@1.21.0',
    '@types/dockerode@4.0.2',
    '@biomejs/biome@2.6.8',
    // Evaluates the CEL of every control without an API server.
    '@marcbachmann/cel-js@8.0.0',
    '@types/jest@30.0.0',
    '@types/js-yaml@4.0.9',
    '@types/node@20.19.43',
    'fast-check@4.10.2',
    'jest@30.5.2',
    'ts-jest@29.4.15',
    'ts-node@10.9.2',
    // Lets ts-node follow the `paths` of tsconfig.dev.json.
    'tsconfig-paths@4.2.0',
    'typedoc@0.28.20',
  ],
});

// Scripts are plain commands: nobody has to know projen to run them.
project.removeTask('build'); // first, since it names the others
for (const { name } of project.tasks.all) {
  if (!['default', 'install', 'install:ci'].includes(name)) project.removeTask(name);
}
const tsNode = 'ts-node --project tsconfig.dev.json';
project.defaultTask?.reset(`${tsNode} .projenrc.ts`);
project.tryRemoveFile('projenrc/tsconfig.json');
project.gitattributes.removeAttributes('/projenrc/tsconfig.json');
for (const [name, command] of Object.entries({
  build: 'tsc --project tsconfig.json',
  typecheck: 'tsc --project tsconfig.dev.json',
  test: 'npm run --silent typecheck && jest',
  lint: 'biome check',
  'lint:fix': 'biome check --write',
  demo: `${tsNode} examples/demo.ts`,
  conformance: 'bash conformance/run.sh',
  bench: `${tsNode} benchmarks/run.ts`,
  'docs:api': 'typedoc',
  'docs:controls': `${tsNode} docs/generate-controls.ts`,
  // What was deleted from lib/ must not be published from an old dist/.
  prepack: `node --eval "fs.rmSync('dist', { recursive: true, force: true })" && npm run --silent build`,
})) {
  project.setScript(name, command);
}

const entryPoints = ['docker', 'docker/files', 'docker/policy-pack', 'kubernetes', 'policies', 'testing'];
project.package.addField('exports', {
  '.': { types: './dist/index.d.ts', default: './dist/index.js' },
  ...Object.fromEntries(
    entryPoints.map((name) => [`./${name}`, { types: `./dist/${name}/index.d.ts`, default: `./dist/${name}/index.js` }]),
  ),
  './package.json': './package.json',
});
// The same for compilers that do not read `exports` (moduleResolution node10).
project.package.addField('typesVersions', { '*': Object.fromEntries(entryPoints.map((name) => [name, [`./dist/${name}/index.d.ts`]])) });
// Who writes Kubernetes alone never installs Pulumi.
project.package.addField('peerDependenciesMeta', {
  '@pulumi/docker': { optional: true },
  // Only for who runs the policy pack.
  '@pulumi/policy': { optional: true },
  '@pulumi/pulumi': { optional: true },
});
// Importing the policy pack starts it.
project.package.addField('sideEffects', ['./dist/docker/policy-pack/index.js']);
project.package.addField('files', ['dist', 'CHANGELOG.md', 'SECURITY.md']);

// projen would include every TypeScript file of the folder, tools of the conformance tests among them.
project.tsconfigDev.file.addOverride('include', [
  ...['lib', 'test', 'examples', 'conformance', 'benchmarks', 'docs'].map((folder) => `${folder}/**/*.ts`),
  '.projenrc.ts',
]);
project.tsconfigDev.file.addOverride('ts-node', { transpileOnly: true, require: ['tsconfig-paths/register'] });

new JsonFile(project, 'jest.config.json', {
  marker: false,
  obj: {
    testEnvironment: 'node',
    roots: ['<rootDir>/test'],
    testMatch: ['**/*.test.ts'],
    setupFiles: ['<rootDir>/test/today.ts'],
    // Transpiles only (isolatedModules); `npm run typecheck` checks the types of everything, once.
    transform: {
      '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json' }],
      'node_modules/@marcbachmann/.+\\.js$': [
        'ts-jest',
        { tsconfig: { allowJs: true, isolatedModules: true, module: 'CommonJS', target: 'ES2022' } },
      ],
    },
    transformIgnorePatterns: ['node_modules/(?!@marcbachmann/)'],
    moduleNameMapper: { '^tempered$': '<rootDir>/lib/index.ts', '^tempered/([a-z/-]+)$': '<rootDir>/lib/$1/index.ts' },
  },
});

new JsonFile(project, 'biome.json', {
  marker: false,
  obj: {
    $schema: './node_modules/@biomejs/biome/configuration_schema.json',
    vcs: { enabled: true, clientKind: 'git', useIgnoreFile: true },
    files: { includes: ['**/*.ts', '**/*.js', '**/*.mjs', '!docs/api'] },
    formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 140 },
    javascript: { formatter: { quoteStyle: 'single' } },
    json: { formatter: { enabled: false } },
    linter: {
      rules: {
        preset: 'recommended',
        style: { noDefaultExport: 'error', useImportType: 'error', useReadonlyClassProperties: 'error' },
        suspicious: { noExplicitAny: 'error' },
      },
    },
  },
});

new JsonFile(project, 'typedoc.json', {
  marker: false,
  obj: {
    $schema: 'https://typedoc.org/schema.json',
    entryPoints: ['lib/index.ts', ...entryPoints.map((name) => `lib/${name}/index.ts`)],
    out: 'docs/api',
    tsconfig: 'tsconfig.json',
  },
});

// The lockfile names packages and checksums; where they are fetched from is the affair of whoever installs.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// Files that stand for other people's input keep their bytes, line endings included.
project.gitattributes.addAttributes('/test/**/fixtures/**', '-text');

project.gitignore.exclude('/docs/api/', '/conformance/.tools/', '/cdk8s.out/', '*.tgz');

new TextFile(project, '.nvmrc', { lines: ['20'] });

project.synth();
