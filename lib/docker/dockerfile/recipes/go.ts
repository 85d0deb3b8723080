import { DockerfileBuilder } from '../dockerfile-builder';
import type { GeneratedDockerfile } from '../generated-dockerfile';
import type { Mount } from '../mount';
import type { BaseImage, PinnedImage } from '../pinned-image';
import { copySources, finish, generated, type HealthCheckOptions, type RecipeOptions } from './recipe';

/** A program in Go. */
export interface GoDockerfileOptions extends RecipeOptions, HealthCheckOptions {
  /** The package of the program: `./cmd/shop`. */
  readonly package: string;
  /** The images. */
  readonly images: {
    /** With Go: `golang:1.26-trixie@sha256:…`. */
    readonly build: PinnedImage;
    /**
     * What it runs on; the program is static.
     *
     * @default 'scratch', with the certificates of the build image
     */
    readonly run?: BaseImage;
  };
  /** Arguments of the program. Default: none. */
  readonly arguments?: readonly string[];
  /** Build tags. Default: none. */
  readonly tags?: readonly string[];
}

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * A Dockerfile for a program in Go: static, stripped, without paths of the build in it, modules as `go.sum` has them, on nothing
 * but certificates; time zones are part of the program there. Sources are `cmd` and `internal` beside `go.mod` and `go.sum`.
 *
 * @throws the errors of `DockerfileBuilder.text`
 */
export function goDockerfile(options: GoDockerfileOptions): GeneratedDockerfile {
  const { images, sources = ['cmd', 'internal'] } = options;
  const base = images.run ?? 'scratch';
  // Without /usr/share/zoneinfo, time.LoadLocation knows UTC alone (package time/tzdata).
  const tags = [...(base === 'scratch' ? ['timetzdata'] : []), ...(options.tags ?? [])];
  const mounts: readonly Mount[] = [{ type: 'cache', target: '/root/.cache/go-build', sharing: 'shared' }];
  const file = new DockerfileBuilder(options);
  const build = file
    .stage('build', images.build)
    .workdir('/src')
    // Another version of Go than that of the image would be a download that nobody pinned.
    .env({ CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local' })
    // A module that needs no other has no go.sum.
    .copy(['go.mod', 'go.sum*'], './')
    // Into the layer: of a layer and a cache, one may be kept without the other, and the next step has no network.
    .run(['go', 'mod', 'download']);
  copySources(build, sources).run(
    [
      'go',
      'build',
      '-trimpath',
      '-buildvcs=false',
      ...(tags.length === 0 ? [] : [`-tags=${tags.join(',')}`]),
      '-ldflags=-s -w -buildid=',
      '-o',
      '/out/app',
      options.package,
    ],
    { mounts, network: 'none' },
  );
  const run = file.stage('run', base);
  if (base === 'scratch') run.copy(CERTIFICATES, CERTIFICATES, { from: build });
  run.copy('/out/app', '/app', { from: build });
  finish(run, base, options, { entrypoint: ['/app', ...(options.arguments ?? [])], healthCheck: options.healthCheck });
  return generated(file, ['go.mod', 'go.sum', ...sources]);
}
