import type { HealthCheck } from '../../health-check';
import { DockerfileBuilder } from '../dockerfile-builder';
import type { GeneratedDockerfile } from '../generated-dockerfile';
import type { Mount } from '../mount';
import type { PinnedImage } from '../pinned-image';
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

/** A program in Python. */
export interface PythonDockerfileOptions extends RecipeOptions, HttpHealthCheckOptions {
  /** What Python starts, and its arguments: `['-m', 'gunicorn', '--bind=0.0.0.0:8080', 'shop:app']`. */
  readonly entrypoint: readonly string[];
  /** The images, by digest. */
  readonly images: {
    /** With pip: `python:3.13-slim-trixie@sha256:…`. */
    readonly build: PinnedImage;
    /** Of the same minor version and C library: the same image, or `gcr.io/distroless/python3-debian13@sha256:…` with Python 3.13. */
    readonly run: PinnedImage;
    /** With `/uv`, where `lock` is `uv`: `ghcr.io/astral-sh/uv:0.9@sha256:…`. */
    readonly uv?: PinnedImage;
  };
  /**
   * What is installed from. `pip`: a `requirements.txt` with the hash of every package (`pip-compile --generate-hashes`,
   * `poetry export`, `pdm export`). `uv`: `uv.lock` beside `pyproject.toml`. A package without a hash ends the build.
   *
   * @default - `uv` where an image with it is given, else `pip`
   */
  readonly lock?: 'pip' | 'uv';
  /**
   * Builds packages that come as source only, which runs code of theirs during the build.
   *
   * @default false: wheels alone
   */
  readonly allowSourcePackages?: boolean;
  /**
   * The name of the build secret that holds a `pip.conf` or, for uv, a `.netrc` with the login of a private index.
   *
   * @default - no secret
   */
  readonly indexSecret?: string;
  /**
   * Where Python is in the image that runs.
   *
   * @default - `/usr/bin/python3` in a distroless image and one of Chainguard, else `/usr/local/bin/python3`
   */
  readonly python?: string;
}

const PACKAGES = '/app/packages';

const COMPILE_PACKAGES = [
  'import compileall, py_compile',
  `compileall.compile_dir('${PACKAGES}', quiet=2, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)`,
].join('; ');

/**
 * A Dockerfile for a program in Python: packages by hash into a folder of their own, compiled there (a read-only root file system
 * could not keep what Python compiles), so that neither pip nor a compiler need be in the image that runs. Sources are `src`,
 * which Python finds its modules in.
 *
 * @throws the errors of `DockerfileBuilder.text`
 */
export function pythonDockerfile(options: PythonDockerfileOptions): GeneratedDockerfile {
  const { images, allowSourcePackages = false, sources = ['src'] } = options;
  const { uv } = images;
  const lock = options.lock ?? (uv === undefined ? 'pip' : 'uv');
  const python = options.python ?? (isDistroless(images.run) || isChainguard(images.run) ? '/usr/bin/python3' : '/usr/local/bin/python3');
  const manifests = lock === 'uv' ? ['pyproject.toml', 'uv.lock'] : ['requirements.txt'];
  const binds = manifests.map((file): Mount => ({ type: 'bind', source: file, target: file }));
  const wheels = allowSourcePackages ? [] : ['--only-binary=:all:'];

  const file = new DockerfileBuilder(options);
  const build = file.stage('build', images.build).workdir('/app');
  if (lock === 'uv') {
    if (uv !== undefined) build.copy('/uv', '/usr/local/bin/uv', { from: uv });
    const mounts: readonly Mount[] = [
      ...binds,
      { type: 'cache', target: '/root/.cache/uv' },
      ...secret(options.indexSecret, '/root/.netrc'),
    ];
    build
      .run(['uv', 'export', '--frozen', '--no-dev', '--no-emit-project', '--quiet', '--output-file=/tmp/requirements.txt'], {
        mounts: binds,
        network: 'none',
      })
      .run(
        [
          'uv',
          'pip',
          'install',
          '--require-hashes',
          ...wheels,
          '--link-mode=copy',
          `--target=${PACKAGES}`,
          '--requirement=/tmp/requirements.txt',
        ],
        { mounts },
      );
  } else {
    const mounts = [...binds, ...secret(options.indexSecret, '/etc/pip.conf')];
    const flags = ['--no-cache-dir', '--no-compile', '--require-hashes', ...wheels, '--root-user-action=ignore'];
    build.run(['pip', 'install', ...flags, `--target=${PACKAGES}`, '-r', 'requirements.txt'], { mounts });
  }
  // Some packages hold files for Python 2 alone, or templates: what does not compile there is left as it is, as pip leaves it.
  build.run(['python3', '-c', COMPILE_PACKAGES], { network: 'none' });
  copySources(build, sources)
    // By hash of the source: with times in it, two builds would differ.
    .run(['python3', '-m', 'compileall', '-q', '--invalidation-mode=unchecked-hash', ...sources], { network: 'none' });
  const run = file.stage('run', images.run).workdir('/app').copy(PACKAGES, './packages', { from: build });
  for (const source of sources) run.copy(`/app/${source}`, `./${source}`, { from: build });
  finish(run, images.run, options, {
    env: { PYTHONPATH: `${PACKAGES}:/app/src:/app`, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' },
    entrypoint: [python, ...options.entrypoint],
    healthCheck: options.healthCheck ?? askByHttp(python, portOf(options), options.healthPath),
  });
  return generated(file, [...manifests, ...sources]);
}

function secret(id: string | undefined, target: string): readonly Mount[] {
  return id === undefined ? [] : [{ type: 'secret', id, target }];
}

/** Python asks itself, without its site packages: neither curl nor a shell is needed. */
function askByHttp(python: string, port: number, path = '/'): HealthCheck {
  const program = [
    'import http.client, sys',
    `c = http.client.HTTPConnection('127.0.0.1', ${port}, timeout=2)`,
    `c.request('GET', ${JSON.stringify(path)})`,
    'sys.exit(c.getresponse().status >= 500)',
  ];
  return { command: [python, '-I', '-c', program.join('; ')] };
}
