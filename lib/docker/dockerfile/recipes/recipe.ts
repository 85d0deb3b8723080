import { TemperedError } from '../../../errors';
import type { HealthCheck } from '../../health-check';
import type { DockerfileBuilder, DockerfileOptions } from '../dockerfile-builder';
import { dockerignore } from '../dockerignore';
import { GeneratedDockerfile } from '../generated-dockerfile';
import type { NoHealthCheck } from '../health-check';
import { type ImageLabels, ociLabels } from '../image-labels';
import type { BaseImage } from '../pinned-image';
import type { Stage } from '../stage';

/** What every recipe takes. */
export interface RecipeOptions extends DockerfileOptions {
  /**
   * Files and folders of the build context that the build needs, beside those that the recipe names itself.
   *
   * @default - what is usual in that language; each recipe says it
   */
  readonly sources?: readonly string[];
  /**
   * The port that the process listens on; above 1023, since a port below needs a capability. `'none'` for a worker that listens
   * on nothing: then the image exposes nothing, and its health check is a command.
   *
   * @default 8080
   */
  readonly port?: number | 'none';
  /** Variables of the image; never a credential. Default: none but the recipe's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the image says of itself; what it is built on is added. Default: that alone. */
  readonly labels?: ImageLabels;
  /**
   * `UID:GID` that the process runs as, by number, so that an orchestrator can see that it is not root.
   *
   * @default '65532:65532', the `nonroot` of distroless images
   */
  readonly user?: string;
}

/** How a recipe without an obvious check is told of one: nothing in its image could ask. */
export interface HealthCheckOptions {
  /** How an engine asks after the process, such as `{ command: ['/app', '--health'] }`, or `{ none: 'why', expires: '…' }`. */
  readonly healthCheck: HealthCheck | NoHealthCheck;
}

/** How a recipe whose image can ask is told of another check. */
export interface HttpHealthCheckOptions {
  /**
   * How an engine asks after the process.
   *
   * @default - `healthPath` by HTTP on the port: every answer below 500 counts as healthy
   */
  readonly healthCheck?: HealthCheck | NoHealthCheck;
  /** The path that is asked. Default: `/`. */
  readonly healthPath?: string;
}

/** The user that processes run as where none is named. */
const NONROOT = '65532:65532';
const DEFAULT_PORT = 8080;

/**
 * The port of a recipe that needs one.
 *
 * @throws a TemperedError `no-port` where there is none
 */
export function portOf({ port = DEFAULT_PORT }: RecipeOptions): number {
  if (port === 'none')
    throw new TemperedError('no-port', "port is 'none', so that there is nothing to ask over HTTP whether the process is healthy", {
      hint: 'Name the health check of the program itself: healthCheck: { command: [...] }.',
    });
  return port;
}

/** What ends every recipe: labels, variables, user, port, health check, process. */
export function finish(
  stage: Stage,
  base: BaseImage,
  options: RecipeOptions,
  process: {
    readonly entrypoint: readonly string[];
    readonly healthCheck: HealthCheck | NoHealthCheck;
    readonly env?: Readonly<Record<string, string>>;
  },
): void {
  stage
    .label(ociLabels(options.labels ?? {}, base))
    .env({ ...process.env, ...options.env })
    .user(options.user ?? NONROOT);
  if (options.port !== 'none') stage.expose(portOf(options));
  stage.healthCheck(process.healthCheck).entrypoint(process.entrypoint);
}

/** Copies each source to its own name; a folder and a file alike. */
export function copySources(stage: Stage, sources: readonly string[]): Stage {
  for (const source of sources) stage.copy(source, `./${source.replace(/^\.\//, '')}`);
  return stage;
}

/** The finished recipe. */
export function generated(file: DockerfileBuilder, allowed: readonly string[], denied?: readonly string[]): GeneratedDockerfile {
  return new GeneratedDockerfile(file.text(), dockerignore(allowed, denied));
}

/** Whether the image is one of the distroless ones, which keep their interpreters elsewhere and have no shell. */
export function isDistroless(image: string): boolean {
  return /(^|\/)distroless\//.test(image);
}

/** Whether it is one of Chainguard, which have them where a distribution has them. */
export function isChainguard(image: string): boolean {
  return /^cgr\.dev\/|(^|\/)chainguard\//.test(image);
}
