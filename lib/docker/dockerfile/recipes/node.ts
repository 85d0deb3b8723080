import type { HealthCheck } from '../../health-check';
import { DockerfileBuilder } from '../dockerfile-builder';
import type { GeneratedDockerfile } from '../generated-dockerfile';
import type { Mount } from '../mount';
import type { PinnedImage } from '../pinned-image';
import { type NodePackageManager, PACKAGE_MANAGERS } from './node-package-manager';
import { copySources, finish, generated, type HttpHealthCheckOptions, isDistroless, portOf, type RecipeOptions } from './recipe';

/** A program on Node.js. */
export interface NodeDockerfileOptions extends RecipeOptions, HttpHealthCheckOptions {
  /** What Node.js starts, and its arguments: `['dist/server.js']`. */
  readonly entrypoint: readonly string[];
  /** The images, by digest. */
  readonly images: {
    /** With Node.js and the package manager: `node:22-bookworm-slim@sha256:…`. */
    readonly build: PinnedImage;
    /** Of the same major version; best without a shell: `gcr.io/distroless/nodejs22-debian12@sha256:…`. */
    readonly run: PinnedImage;
  };
  /**
   * Whose lock file is installed from, and never changed: `package-lock.json`, `pnpm-lock.yaml` or `yarn.lock`. `yarn` is version 2
   * or newer with `nodeLinker: node-modules`, `yarn-classic` version 1.
   *
   * @default 'npm'
   */
  readonly packageManager?: NodePackageManager;
  /**
   * The script of package.json that builds, or false where the sources are what runs.
   *
   * @default 'build'
   */
  readonly build?: string | false;
  /**
   * The folder that the build makes.
   *
   * @default - the first part of the entry point: `dist` of `dist/server.js`
   */
  readonly output?: string;
  /**
   * Runs the install scripts of dependencies, which is how most attacks by a package begin; some need them to compile.
   *
   * @default false
   */
  readonly allowInstallScripts?: boolean;
  /**
   * The name of the build secret that holds an `.npmrc` with the token of a private registry: `docker build --secret id=npmrc,src=.npmrc`.
   *
   * @default - no secret
   */
  readonly npmrcSecret?: string;
  /**
   * Where Node.js is in the image that runs.
   *
   * @default - `/nodejs/bin/node` in a distroless image, else `/usr/local/bin/node`
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
 *   images: { build: pinned('node:22-bookworm-slim', lock), run: pinned('gcr.io/distroless/nodejs22-debian12', lock) },
 * }).write('.');
 * ```
 * @throws the errors of `DockerfileBuilder.text`
 */
export function nodeDockerfile(options: NodeDockerfileOptions): GeneratedDockerfile {
  const { images, packageManager = 'npm', build = 'build', allowInstallScripts = false, npmrcSecret } = options;
  const node = options.node ?? (isDistroless(images.run) ? '/nodejs/bin/node' : '/usr/local/bin/node');
  const [folder = '.'] = (options.entrypoint[0] ?? '').replace(/^\.\//, '').split('/');
  const output = options.output ?? folder;
  const sources = options.sources ?? (build === false ? [folder] : ['src', 'tsconfig.json']);
  const manager = PACKAGE_MANAGERS[packageManager];
  const manifests = ['package.json', ...manager.files];
  const mounts: readonly Mount[] = [
    ...manifests.map((file): Mount => ({ type: 'bind', source: file, target: file })),
    { type: 'cache', target: manager.cache },
    ...(npmrcSecret === undefined ? [] : [{ type: 'secret', id: npmrcSecret, target: '/root/.npmrc' } as const]),
  ];

  const file = new DockerfileBuilder(options);
  const tools = file.stage('tools', images.build).workdir('/app');
  if (manager.enable !== undefined) tools.run(manager.enable);
  const dependencies = file.stage('dependencies', tools).env({ NODE_ENV: 'production' });
  dependencies.run(manager.install({ production: true, scripts: allowInstallScripts }), { mounts });
  const built = build === false ? undefined : file.stage('build', tools);
  if (built !== undefined && build !== false) {
    built.run(manager.install({ production: false, scripts: allowInstallScripts }), { mounts });
    copySources(built.copy('package.json', './'), sources).arg('SOURCE_DATE_EPOCH').run([manager.program, 'run', build]);
  }
  const run = file
    .stage('run', images.run)
    .workdir('/app')
    .copy('package.json', './')
    .copy('/app/node_modules', './node_modules', { from: dependencies });
  if (built === undefined) copySources(run, sources);
  else run.copy(`/app/${output}`, `./${output}`, { from: built });
  finish(run, images.run, options, {
    env: { NODE_ENV: 'production' },
    entrypoint: [node, ...options.entrypoint],
    healthCheck: options.healthCheck ?? askByHttp(node, portOf(options), options.healthPath),
  });
  return generated(file, [...manifests, ...sources]);
}

/** Node.js asks itself: neither curl nor a shell is needed. */
function askByHttp(node: string, port: number, path = '/'): HealthCheck {
  const url = JSON.stringify(`http://127.0.0.1:${port}${path}`);
  return { command: [node, '-e', `fetch(${url}).then((answer) => process.exit(answer.status < 500 ? 0 : 1), () => process.exit(1))`] };
}
