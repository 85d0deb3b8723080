import { isDay, waiverAnnotation } from '../../engine/waiver';
import { TemperedError } from '../../errors';
import { isNone } from './health-check';
import { type DockerfileWaiver, stopInsecure } from './insecure-input';
import { type BaseImage, checkImage, type PinnedImage } from './pinned-image';
import { noLineBreak, quoted } from './quoting';
import { Stage } from './stage';

/** What is said of a Dockerfile as a whole. */
export interface DockerfileOptions {
  /**
   * The frontend that reads the file, as an image by digest.
   *
   * @default - the one in BuildKit: a frontend by tag is a program from elsewhere that runs every build, and needs a network
   */
  readonly syntax?: PinnedImage;
  /**
   * The moment that stands for all times in the image, in seconds since 1970; with `--output type=image,rewrite-timestamp=true`
   * two builds of the same source give the same image. `--build-arg SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)` overrides it.
   *
   * @default 315532800, the first of January 1980: the earliest that a zip archive can hold
   */
  readonly sourceDateEpoch?: number;
  /** What is insecure on purpose, each for a reason and until a day. Default: nothing. */
  readonly waivers?: readonly DockerfileWaiver[];
}

/** The first moment that a zip archive, and so a jar or a wheel, can hold. */
const EARLIEST_OF_ZIP = 315532800;

/**
 * Builds a Dockerfile stage by stage; the last stage is the image.
 *
 * @example
 * ```ts
 * const file = new DockerfileBuilder();
 * const build = file.stage('build', 'golang:1.25@sha256:…').workdir('/src').copy('main.go', './').run(['go', 'build', '-o', '/app', '.']);
 * file.stage('run', 'scratch').copy('/app', '/app', { from: build }).user('65532:65532')
 *   .healthCheck({ command: ['/app', '--health'] }).entrypoint(['/app']);
 * file.text();
 * ```
 */
export class DockerfileBuilder {
  private readonly stages: Stage[] = [];

  public constructor(private readonly options: DockerfileOptions = {}) {
    if (options.syntax !== undefined) checkImage(options.syntax);
    const { sourceDateEpoch = 0 } = options;
    if (!Number.isInteger(sourceDateEpoch) || sourceDateEpoch < 0)
      throw new TemperedError('invalid-date', `sourceDateEpoch must be whole seconds since 1970, not ${sourceDateEpoch}`);
  }

  /**
   * Begins a stage.
   *
   * @throws a TemperedError `invalid-stage` for a name that is taken, `invalid-image` for a malformed reference
   */
  public stage(name: string, base: BaseImage | Stage): Stage {
    if (this.stages.some((stage) => stage.name === name)) throw new TemperedError('invalid-stage', `there is a stage ${name} already`);
    if (typeof base === 'string') checkImage(base);
    const stage = new Stage(name, base);
    this.stages.push(stage);
    return stage;
  }

  /**
   * The whole file.
   *
   * @throws a TemperedError `insecure-dockerfile` where something in it is insecure and not waived, `incomplete-dockerfile` where
   * there is no stage or the last one starts nothing, `invalid-waiver` for one without reason or day
   */
  public text(): string {
    const { syntax, sourceDateEpoch = EARLIEST_OF_ZIP, waivers = [] } = this.options;
    const last = this.stages.at(-1);
    if (last === undefined) throw new TemperedError('incomplete-dockerfile', 'a Dockerfile needs a stage');
    if (!last.facts.starts)
      throw new TemperedError('incomplete-dockerfile', `stage ${last.name} starts nothing: give it entrypoint([…]) or cmd([…])`);
    stopInsecure(this.stages, waivers);
    const { health } = last.facts;
    const withoutCheck: readonly DockerfileWaiver[] =
      health !== undefined && isNone(health) ? [{ control: 'dockerfile-healthcheck', reason: health.none, expires: health.expires }] : [];
    const head = [
      ...(syntax === undefined ? [] : [`# syntax=${syntax}`]),
      // A warning of BuildKit's own checks ends the build.
      '# check=error=true',
      ...[...waivers, ...withoutCheck].map(waiverComment),
    ];
    const epoch = `ARG SOURCE_DATE_EPOCH=${quoted(String(sourceDateEpoch), 'ARG')}`;
    return `${[head.join('\n'), epoch, ...this.stages.map((stage) => stage.text())].join('\n\n')}\n`;
  }
}

function waiverComment(waiver: DockerfileWaiver): string {
  if (waiver.reason.trim() === '' || !isDay(waiver.expires))
    throw new TemperedError('invalid-waiver', `the waiver of ${waiver.control} needs a reason, and expires as YYYY-MM-DD`);
  const { key, value } = waiverAnnotation([waiver]);
  return `# ${key}: ${noLineBreak(value, 'a waiver')}`;
}
