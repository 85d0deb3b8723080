import * as fc from 'fast-check';
import {
  dotnetDockerfile,
  type GeneratedDockerfile,
  goDockerfile,
  javaDockerfile,
  nodeDockerfile,
  pythonDockerfile,
  rustDockerfile,
  staticSiteDockerfile,
} from 'tempered/docker';
import { TemperedError } from '../../../lib/errors';
import { at } from './recipes';

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('a b', '$HOME', '"', "'", '\\', '<<EOF', '# x', '--flag=1', '[x]', '{{.x}}'),
);
const path = fc.constantFrom('src', 'a b', './lib/', '$x', 'pkg/[id].ts', 'tsconfig.json', 'app/', 'ö', "it's");
const arguments_ = fc.array(text, { maxLength: 3 });
const healthCheck = fc.oneof(
  fc.record({ command: fc.tuple(fc.constant('/app'), text).map(([...words]) => words) }),
  fc.record({ none: fc.constant('ends by itself'), expires: fc.constant('2999-12-31') }),
);
const common = {
  sources: fc.uniqueArray(path, { minLength: 1, maxLength: 4 }),
  port: fc.integer({ min: 1024, max: 65535 }),
  env: fc.dictionary(fc.constantFrom('A', 'LANG', 'PATH_PREFIX', '_x'), text),
  labels: fc.record({ title: text, version: text, source: fc.constant('https://example.com/shop') }, { requiredKeys: [] }),
  user: fc.constantFrom('65532:65532', '1000', '10001:0'),
  sourceDateEpoch: fc.integer({ min: 0, max: 4e9 }),
  syntax: fc.constant(at('docker/dockerfile:1')),
};
const some = <T extends Record<string, fc.Arbitrary<unknown>>>(required: T, optional: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ ...common, ...optional, ...required }, { requiredKeys: Object.keys(required) });
const image = (...names: string[]) => fc.constantFrom(...names.map(at));
const http = { healthCheck, healthPath: fc.constantFrom('/', '/health?a=1&b="2"', "/it's") };
const secret = fc.constantFrom('npmrc', 'login');
/** Each recipe with options of every kind, also such as nobody would think of. What the builder refuses is undefined. */
export const RECIPES_WITH_OPTIONS: readonly (readonly [string, fc.Arbitrary<GeneratedDockerfile | undefined>])[] = (
  [
    [
      'node',
      some(
        {
          entrypoint: arguments_.map((rest) => ['dist/server.js', ...rest]),
          images: fc.record({
            build: image('node:24-slim', 'node:26', 'ours/node'),
            run: image('node:24', 'gcr.io/distroless/nodejs24-debian13', 'cgr.dev/chainguard/node'),
          }),
        },
        {
          packageManager: fc.constantFrom('npm', 'pnpm', 'yarn', 'yarn-classic'),
          installFiles: fc.constantFrom(['pnpm-workspace.yaml'], ['patches/', '.yarn/releases']),
          corepack: fc.constant('0.34.6'),
          build: fc.constantFrom('build', false, 'build:all'),
          output: fc.constantFrom('dist', 'out/x'),
          allowInstallScripts: fc.boolean(),
          npmrcSecret: secret,
          ...http,
        },
      ),
      nodeDockerfile,
    ],
    [
      'python',
      some(
        {
          entrypoint: arguments_.map((rest) => ['-m', 'shop', ...rest]),
          images: fc.record(
            {
              build: image('python:3.13-slim'),
              run: image('python:3.13-slim', 'gcr.io/distroless/python3-debian13'),
              uv: image('ghcr.io/astral-sh/uv:0.9'),
            },
            { requiredKeys: ['build', 'run'] },
          ),
        },
        { lock: fc.constantFrom('pip', 'uv'), allowSourcePackages: fc.boolean(), indexSecret: secret, ...http },
      ),
      pythonDockerfile,
    ],
    [
      'go',
      some(
        {
          package: fc.constantFrom('.', './cmd/shop'),
          healthCheck,
          images: fc.record({
            build: image('golang:1.26-alpine'),
            run: fc.constantFrom('scratch', at('gcr.io/distroless/static-debian13')),
          }),
        },
        { arguments: arguments_, tags: fc.constantFrom([], ['netgo', 'osusergo']) },
      ),
      goDockerfile,
    ],
    [
      'rust',
      some(
        {
          binary: fc.constant('shop'),
          healthCheck,
          images: fc.record({ build: image('rust:1.91-alpine'), run: image('alpine:3.22') }, { requiredKeys: ['build'] }),
        },
        { arguments: arguments_, static: fc.boolean() },
      ),
      rustDockerfile,
    ],
    [
      'java',
      some(
        {
          jar: fc.constantFrom('target/shop.jar', 'build/libs/shop.jar'),
          healthCheck,
          images: fc.record({
            build: image('maven:3.9', 'gradle:9-jdk25'),
            run: image('eclipse-temurin:25-jre', 'gcr.io/distroless/java25-debian13'),
          }),
        },
        {
          tool: fc.constantFrom('maven', 'gradle'),
          wrapper: fc.boolean(),
          modules: fc.constant(['java.base', 'java.sql']),
          jvmArguments: arguments_,
          arguments: arguments_,
          settingsSecret: secret,
        },
      ),
      javaDockerfile,
    ],
    [
      'dotnet',
      some(
        {
          project: fc.constantFrom('src/Shop/Shop.csproj', 'Shop.fsproj'),
          healthCheck,
          images: fc.record({
            build: image('mcr.microsoft.com/dotnet/sdk:10.0'),
            run: image('mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled'),
          }),
        },
        { assembly: fc.constant('App.dll'), arguments: arguments_, nugetSecret: secret },
      ),
      dotnetDockerfile,
    ],
    [
      'static site',
      some(
        { images: fc.record({ run: image('nginxinc/nginx-unprivileged:1.29-alpine', 'nginxinc/nginx-unprivileged:1.29') }) },
        { site: path, ...http },
      ),
      staticSiteDockerfile,
    ],
  ] as readonly (readonly [string, fc.Arbitrary<unknown>, (options: never) => GeneratedDockerfile])[]
).map(([name, options, recipe]) => [name, options.map((given) => attempted(recipe, given as never))]);

function attempted(recipe: (options: never) => GeneratedDockerfile, given: never): GeneratedDockerfile | undefined {
  try {
    return recipe(given);
  } catch (error) {
    if (TemperedError.is(error)) return undefined;
    throw error;
  }
}
