import { DockerfileBuilder } from '../dockerfile-builder';
import type { GeneratedDockerfile } from '../generated-dockerfile';
import type { Mount } from '../mount';
import type { PinnedImage } from '../pinned-image';
import { copySources, finish, generated, type HealthCheckOptions, portOf, type RecipeOptions } from './recipe';

/** A program on .NET. */
export interface DotnetDockerfileOptions extends RecipeOptions, HealthCheckOptions {
  /** The project file: `src/Shop/Shop.csproj`. */
  readonly project: string;
  /** The images, by digest. */
  readonly images: {
    /** With the SDK: `mcr.microsoft.com/dotnet/sdk:10.0@sha256:…`. */
    readonly build: PinnedImage;
    /** Without shell and package manager: `mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled@sha256:…`. */
    readonly run: PinnedImage;
  };
  /** The library that starts. Default: the project's name and `.dll`. */
  readonly assembly?: string;
  /** Arguments of the program. Default: none. */
  readonly arguments?: readonly string[];
  /**
   * The name of the build secret that holds a `NuGet.Config` with the login of a private feed.
   *
   * @default - no secret
   */
  readonly nugetSecret?: string;
}

/**
 * A Dockerfile for a program on .NET: packages as `packages.lock.json` has them (`RestorePackagesWithLockFile`), on a chiseled
 * image. Sources are `src`. The diagnostics port, which would be written to /tmp, is off.
 *
 * @throws the errors of `DockerfileBuilder.text`
 */
export function dotnetDockerfile(options: DotnetDockerfileOptions): GeneratedDockerfile {
  const { images, project, sources = ['src'] } = options;
  const assembly = options.assembly ?? `${project.replace(/^.*\//, '').replace(/\.\w+proj$/, '')}.dll`;
  const cache: Mount = { type: 'cache', target: '/root/.nuget/packages' };
  const secret: readonly Mount[] =
    options.nugetSecret === undefined ? [] : [{ type: 'secret', id: options.nugetSecret, target: '/root/.nuget/NuGet/NuGet.Config' }];
  const file = new DockerfileBuilder(options);
  const build = file.stage('build', images.build).workdir('/build').env({ DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' });
  const publish = ['dotnet', 'publish', project, '--configuration=Release', '--output=/out'];
  const properties = ['-p:RestoreLockedMode=true', '-p:UseAppHost=false', '-p:ContinuousIntegrationBuild=true'];
  copySources(build, sources).run([...publish, ...properties], { mounts: [cache, ...secret] });
  const run = file.stage('run', images.run).workdir('/app').copy('/out', './', { from: build });
  finish(run, images.run, options, {
    env: { ...(options.port !== 'none' && { ASPNETCORE_HTTP_PORTS: String(portOf(options)) }), DOTNET_EnableDiagnostics: '0' },
    entrypoint: ['/usr/bin/dotnet', `/app/${assembly}`, ...(options.arguments ?? [])],
    healthCheck: options.healthCheck,
  });
  return generated(file, sources, ['**/bin', '**/obj']);
}
