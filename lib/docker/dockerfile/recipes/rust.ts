import { TemperedError } from '../../../errors';
import { DockerfileBuilder } from '../dockerfile-builder';
import type { GeneratedDockerfile } from '../generated-dockerfile';
import type { Mount } from '../mount';
import type { BaseImage, PinnedImage } from '../pinned-image';
import { copySources, finish, generated, type HealthCheckOptions, type RecipeOptions } from './recipe';

/** A program in Rust. */
export interface RustDockerfileOptions extends RecipeOptions, HealthCheckOptions {
  /** The name of the program: of `[[bin]]`, or of the package. */
  readonly binary: string;
  /** The images. */
  readonly images: {
    /** With Rust: `rust:1.91-alpine@sha256:…` makes static programs (musl), `rust:1.91-trixie@sha256:…` needs a C library. */
    readonly build: PinnedImage;
    /**
     * What it runs on: nothing, or for a program that needs a C library, of the same release of Debian as the build,
     * `gcr.io/distroless/cc-debian13@sha256:…`.
     *
     * @default 'scratch', with the certificates of the build image
     */
    readonly run?: BaseImage;
  };
  /** Arguments of the program. Default: none. */
  readonly arguments?: readonly string[];
  /**
   * Whether the build image makes static programs.
   *
   * @default - true where its name has `alpine` or `musl` in it
   */
  readonly static?: boolean;
}

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * A Dockerfile for a program in Rust: crates as `Cargo.lock` has them, stripped, without paths of the build. Sources are `src`
 * beside `Cargo.toml` and `Cargo.lock`.
 *
 * @throws a TemperedError `not-static` where a program that needs a C library would run on `scratch`, and the errors of `DockerfileBuilder.text`
 */
export function rustDockerfile(options: RustDockerfileOptions): GeneratedDockerfile {
  const { images, binary, sources = ['src'] } = options;
  const base = images.run ?? 'scratch';
  if (base === 'scratch' && !(options.static ?? /alpine|musl/.test(images.build)))
    throw new TemperedError('not-static', `${images.build} links the C library of its system, which is not there on scratch`, {
      hint: 'Build on rust:…-alpine, run on gcr.io/distroless/cc-debian13, or say { static: true } where its programs are static.',
    });
  const mounts: readonly Mount[] = [
    { type: 'cache', target: '/usr/local/cargo/registry' },
    { type: 'cache', target: '/src/target' },
  ];
  const file = new DockerfileBuilder(options);
  const build = file
    .stage('build', images.build)
    .workdir('/src')
    .env({ CARGO_PROFILE_RELEASE_STRIP: 'symbols', RUSTFLAGS: '--remap-path-prefix=/src=. --remap-path-prefix=/usr/local/cargo=cargo' })
    .copy(['Cargo.toml', 'Cargo.lock'], './');
  copySources(build, sources).run(['cargo', 'install', '--locked', '--no-track', '--path', '.', '--bin', binary, '--root', '/out'], {
    mounts,
  });
  const run = file.stage('run', base);
  if (base === 'scratch') run.copy(CERTIFICATES, CERTIFICATES, { from: build });
  run.copy(`/out/bin/${binary}`, '/app', { from: build });
  finish(run, base, options, { entrypoint: ['/app', ...(options.arguments ?? [])], healthCheck: options.healthCheck });
  return generated(file, ['Cargo.toml', 'Cargo.lock', ...sources]);
}
