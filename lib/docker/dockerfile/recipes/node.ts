import { holdsCredentials } from '../../../controls/dockerfile/secret-files';
import { TemperedError } from '../../../errors';
import type { HealthCheck } from '../../health-check';
import { DockerfileBuilder } from '../dockerfile-builder';
import type { GeneratedDockerfile } from '../generated-dockerfile';
import type { Mount } from '../mount';
import type { PinnedImage } from '../pinned-image';
import type { Stage } from '../stage';
import { startedFile } from './node-arguments';
import { type NodePackageManager, PACKAGE_MANAGERS } from './node-package-manager';
import {
  copySources,
  finish,
  generated,
  type HttpHealthCheckOptions,
  isChainguard,
  isDistroless,
  portOf,
  type RecipeOptions,
} from './recipe';

/** A program on Node.js. */
export interface NodeDockerfileOptions extends RecipeOptions, HttpHealthCheckOptions {
  /** What Node.js starts, and arguments before and after it: `['dist/server.js']`, `['--enable-source-maps', 'dist/server.js']`. */
  readonly entrypoint: readonly string[];
  /** The images, by digest. */
  readonly images: {
    /** With Node.js and the package manager: `node:24-trixie-slim@sha256:…`. */
    readonly build: PinnedImage;
    /** Of the same major version; best without a shell: `gcr.io/distroless/nodejs24-debian13@sha256:…`. */
    readonly run: PinnedImage;
  };
  /**
   * Whose lock file is installed from, and never changed: `package-lock.json`, `pnpm-lock.yaml` or `yarn.lock`. `yarn` is version 2
   * or newer with a `.yarnrc.yml`, `yarn-classic` version 1.
   *
   * @default 'npm'
   */
  readonly packageManager?: NodePackageManager;
  /**
   * What the installation reads beside package.json and the lock file, files or folders: `pnpm-workspace.yaml`, `patches`,
   * `.yarn/releases`, the folder with the package.json of each workspace. They are seen by the installation, and in no image.
   * Not `.npmrc`: that is `npmrcSecret`.
   *
   * @default - nothing
   */
  readonly installFiles?: readonly string[];
  /**
   * The version of corepack that npm installs first, for pnpm and yarn: Node.js comes without it since version 25, and the
   * official image without yarn 1 since 26. It takes the version of pnpm or yarn, and its hash, from `packageManager` of package.json.
   *
   * @default - the one in the build image
   */
  readonly corepack?: string;
  /**
   * The script of package.json that builds, or false where the sources are what runs.
   *
   * @default 'build'
   */
  readonly build?: string | false;
  /**
   * The folder that the build makes.
   *
   * @default - the first folder of the file that Node.js starts: `dist` of `dist/server.js`
   */
  readonly output?: string;
  /**
   * Runs the install scripts of dependencies, which is how most attacks by a package begin; some need them to compile. pnpm 10 and
   * newer run those that its settings name. `yarn` asks this of packages alone: the install scripts of your own package.json, and of
   * your workspaces, run without development dependencies all the same (yarnpkg/berry #4780), so name none there that need them.
   *
   * @default false
   */
  readonly allowInstallScripts?: boolean;
  /**
   * The name of the build secret that holds an `.npmrc` (for `yarn` a `.yarnrc.yml`) with the token of a private registry:
   * `docker build --secret id=npmrc,src=.npmrc`.
   *
   * @default - no secret
   */
  readonly npmrcSecret?: string;
  /**
   * Where Node.js is in the image that runs.
   *
   * @default - `/nodejs/bin/node` in a distroless image, `/usr/bin/node` in one of Chainguard, else `/usr/local/bin/node`
   */
  readonly node?: string;
}

/**
 * A Dockerfile for a program on Node.js: dependencies by lock file, the build apart from what runs, no development dependencies
 * and no package manager in the result where the image that runs has none. Sources are `src` and `tsconfig.json` where it is
 * built, else the folder of the entry point.
 *
 * @example
 * ```ts
 * nodeDockerfile({
 *   entrypoint: ['dist/server.js'],
 *   images: { build: pinned('node:24-trixie-slim', lock), run: pinned('gcr.io/distroless/nodejs24-debian13', lock) },
 * }).write('.');
 * ```
 * @throws a TemperedError `no-output` where the entry point names no file and no `output` is said, `no-corepack` where the build
 * image has no package manager of that name, `credential-file` for an install file that may hold one, and the errors of `DockerfileBuilder.text`
 */
export function nodeDockerfile(options: NodeDockerfileOptions): GeneratedDockerfile {
  const { images, packageManager = 'npm', build = 'build', allowInstallScripts: scripts = false, npmrcSecret } = options;
  const node = options.node ?? nodeOf(images.run);
  const sources = options.sources ?? (build === false ? [outputOf(options)] : ['src', 'tsconfig.json']);
  const manager = PACKAGE_MANAGERS[packageManager];
  const manifests = ['package.json', ...manager.files, ...(options.installFiles ?? []).map((path) => path.replace(/^\.\/|\/+$/g, ''))];
  const credential = options.installFiles?.find(holdsCredentials);
  if (credential !== undefined)
    throw new TemperedError('credential-file', `${credential} may hold a token, and is left out of the build context`, {
      hint: "Give it as a build secret: npmrcSecret: 'npmrc', and docker build --secret id=npmrc,src=.npmrc.",
    });
  const seen = (files: readonly string[]) => files.map((file): Mount => ({ type: 'bind', source: file, target: file }));
  const mounts: readonly Mount[] = [
    ...seen(manifests),
    { type: 'cache', target: manager.cache },
    ...(npmrcSecret === undefined ? [] : [{ type: 'secret', id: npmrcSecret, target: manager.login } as const]),
  ];

  const file = new DockerfileBuilder(options);
  const tools = file.stage('tools', images.build).workdir('/app');
  provide(tools, options);
  if (manager.env !== undefined) tools.env(manager.env({ scripts }));
  const dependencies = file.stage('dependencies', tools);
  // Where it is built, the other stage has checked it.
  if (build === false && manager.check !== undefined) dependencies.run(manager.check, { mounts });
  dependencies.env({ NODE_ENV: 'production' }).run(manager.install({ production: true, scripts }), { mounts });
  const built = build === false ? undefined : file.stage('build', tools);
  if (built !== undefined && build !== false) {
    built.run(manager.install({ production: false, scripts }), { mounts });
    copySources(built.copy('package.json', './'), sources)
      .arg('SOURCE_DATE_EPOCH')
      // yarn runs no script where it finds no lock file.
      .run([manager.program, 'run', build], { mounts: seen(manifests.slice(1)) });
  }
  const run = file
    .stage('run', images.run)
    .workdir('/app')
    .copy('package.json', './')
    .copy('/app/node_modules', './node_modules', { from: dependencies });
  if (built === undefined) copySources(run, sources);
  else {
    const output = outputOf(options);
    run.copy(`/app/${output}`, `./${output}`, { from: built });
  }
  finish(run, images.run, options, {
    env: { NODE_ENV: 'production' },
    entrypoint: [node, ...options.entrypoint],
    healthCheck: options.healthCheck ?? askByHttp(node, portOf(options), options.healthPath),
  });
  return generated(file, [...manifests, ...sources]);
}

/** Where the images have it: distroless `nodejs/nodejs.bzl`, Chainguard's `images/node`, nodejs/docker-node. */
function nodeOf(image: string): string {
  if (isDistroless(image)) return '/nodejs/bin/node';
  return isChainguard(image) ? '/usr/bin/node' : '/usr/local/bin/node';
}

/** What the build makes, or where nothing is built what is run: a folder below `/app`, or the file. */
function outputOf({ output, entrypoint }: NodeDockerfileOptions): string {
  const started = output ?? startedFile(entrypoint)?.replace(/^(\/app\/|\.\/)/, '');
  if (started === undefined || started.startsWith('/') || started.startsWith('..'))
    throw new TemperedError('no-output', `the entry point ${JSON.stringify(entrypoint)} starts no file below /app`, {
      hint: "Say which folder it runs from: output: 'dist'.",
    });
  return output ?? started.split('/')[0] ?? started;
}

/** Makes the package manager available that the build image has not by itself. */
function provide(tools: Stage, { packageManager = 'npm', images, corepack }: NodeDockerfileOptions): void {
  const { bundledUntil } = PACKAGE_MANAGERS[packageManager];
  // Another image than the official one is taken to have what the official one had.
  const version = Number(/(?:^|\/)node:(\d+)/.exec(images.build)?.[1] ?? 0);
  if (version <= bundledUntil && (corepack === undefined || bundledUntil === Number.POSITIVE_INFINITY)) return;
  if (corepack === undefined && version >= 25)
    throw new TemperedError('no-corepack', `Node.js ${version} comes without corepack, and its image without ${packageManager}`, {
      hint: "Say the version to install: corepack: '0.34.6'.",
    });
  tools.run(
    corepack === undefined
      ? ['corepack', 'enable']
      : // Its commands are pnpm and yarn; the image of version 25 has a yarn 1 in their place, which only `--force` replaces.
        ['npm', 'install', '--global', '--force', '--ignore-scripts', '--no-audit', '--no-fund', `corepack@${corepack}`],
  );
}

/** Node.js asks itself: neither curl nor a shell is needed. */
function askByHttp(node: string, port: number, path = '/'): HealthCheck {
  const url = JSON.stringify(`http://127.0.0.1:${port}${path}`);
  // A redirect is an answer; following it would ask somebody else.
  const asked = `fetch(${url}, { redirect: "manual" })`;
  return { command: [node, '-e', `${asked}.then((answer) => process.exit(answer.status < 500 ? 0 : 1), () => process.exit(1))`] };
}
