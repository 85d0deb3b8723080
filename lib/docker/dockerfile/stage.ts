import { TemperedError } from '../../errors';
import type { HealthCheck } from '../health-check';
import { healthCheck, isNone, type NoHealthCheck } from './health-check';
import { type Mount, mountFlag } from './mount';
import type { BaseImage } from './pinned-image';
import { execForm, noLineBreak, paths, quoted, word } from './quoting';

/** What RUN sees and may do. */
export interface RunOptions {
  /** Folders, files and secrets that it sees and the image does not keep. Default: none. */
  readonly mounts?: readonly Mount[];
  /** `none` cuts it off from the network. Default: the build's network. */
  readonly network?: 'none';
}

/** What COPY copies, and as whose. */
export interface CopyOptions {
  /** A stage, or an image by digest. Default: the build context. */
  readonly from?: Stage | BaseImage;
  /**
   * `UID:GID` that the files shall belong to.
   *
   * @default - root: the process can read its own program, and not change it
   */
  readonly chown?: string;
  /**
   * Their mode, in octal: `0555`.
   *
   * @default - as they are
   */
  readonly chmod?: string;
}

/** What a stage holds that decides whether it may be written. */
export interface StageFacts {
  readonly users: string[];
  readonly variables: { readonly name: string; readonly value: string | undefined; readonly instruction: 'ARG' | 'ENV' }[];
  readonly sources: string[];
  readonly modes: string[];
  readonly externalImages: string[];
  readonly ports: number[];
  health: HealthCheck | NoHealthCheck | undefined;
  starts: boolean;
}

const STAGE_NAME = /^[a-z][a-z0-9_.-]*$/;
const RESERVED: readonly string[] = ['scratch', 'context'];

/** One stage of a Dockerfile: its methods add an instruction each and give the stage back. */
export class Stage {
  /** What decides whether the file may be written; for the builder. */
  public readonly facts: StageFacts = {
    users: [],
    variables: [],
    sources: [],
    modes: [],
    externalImages: [],
    ports: [],
    health: undefined,
    starts: false,
  };
  private readonly lines: string[] = [];

  /**
   * @param name lower case, as `COPY --from` names it
   * @param base an image by digest, `scratch`, or a stage before this one
   * @throws a TemperedError `invalid-stage` for a name that BuildKit would refuse or warn of
   */
  public constructor(
    public readonly name: string,
    public readonly base: BaseImage | Stage,
  ) {
    if (!STAGE_NAME.test(name) || RESERVED.includes(name))
      throw new TemperedError(
        'invalid-stage',
        `${JSON.stringify(name)} cannot name a stage: a lower-case word that is not ${RESERVED.join(' or ')}`,
      );
  }

  /** Runs a program without a shell: `run(['npm', 'ci'])`. */
  public run(command: readonly string[], options: RunOptions = {}): this {
    return this.add(`${runFlags(options)}${execForm(command, 'RUN')}`);
  }

  /**
   * Runs commands in the shell of the image, one a line, as a here-document: the first that fails ends the build, and a variable
   * that was never set is an error.
   */
  public runShell(commands: readonly string[], options: RunOptions = {}): this {
    const body = commands.flatMap((each) => each.split('\n'));
    if (body.includes('EOF'))
      throw new TemperedError('invalid-here-document', 'a line of runShell cannot be EOF: it would end the here-document');
    return this.add([`${runFlags(options)}<<'EOF'`, 'set -eu', ...body, 'EOF', ''].join('\n'));
  }

  /** Copies files; with more than one source, or one that names several, `to` must end with a slash. */
  public copy(sources: string | readonly string[], to: string, { from, chown, chmod }: CopyOptions = {}): this {
    const all = typeof sources === 'string' ? [sources] : sources;
    if (all.length === 0) throw new TemperedError('nothing-to-copy', 'COPY needs at least one source');
    if (all.length > 1 && !to.endsWith('/'))
      throw new TemperedError('nothing-to-copy', `COPY of several sources to ${to}: the folder must end with a slash`);
    if (typeof from === 'string') this.facts.externalImages.push(from);
    if (from === undefined) this.facts.sources.push(...all);
    if (chmod !== undefined) this.facts.modes.push(chmod);
    const flags: readonly (readonly [string, string | undefined])[] = [
      ['from', from instanceof Stage ? from.name : from],
      ['chown', chown],
      ['chmod', chmod],
    ];
    const given = flags.flatMap(([key, value]) => (value === undefined ? [] : [`--${key}=${word(value, 'COPY')} `]));
    return this.add(`COPY --link ${given.join('')}${paths([...all, to], 'COPY')}`);
  }

  /** Writes a small text file into the image; nothing in it is expanded. */
  public file(to: string, text: string): this {
    const lines = text.replace(/\n$/, '').split('\n');
    if (lines.includes('EOF'))
      throw new TemperedError('invalid-here-document', `a line of ${to} cannot be EOF: it would end the here-document`);
    return this.add([`COPY --link <<'EOF' ${paths([to], 'COPY')}`, ...lines, 'EOF', ''].join('\n'));
  }

  /** The folder in which the following instructions run; absolute, so that another base changes nothing. */
  public workdir(path: string): this {
    if (!path.startsWith('/')) throw new TemperedError('relative-workdir', `WORKDIR ${path}: it must be absolute`);
    return this.add(`WORKDIR ${word(path, 'WORKDIR')}`);
  }

  /** Variables of the image: never a credential, which every user of the image could read. */
  public env(variables: Readonly<Record<string, string>>): this {
    for (const [name, value] of Object.entries(variables)) {
      this.facts.variables.push({ name: variableName(name), value, instruction: 'ENV' });
      this.add(`ENV ${name}=${quoted(value, `ENV ${name}`)}`);
    }
    return this;
  }

  /** A variable of the build; it stays in the history of the image, so never a credential (`run` takes those as `secret` mounts). */
  public arg(name: string, value?: string): this {
    this.facts.variables.push({ name: variableName(name), value, instruction: 'ARG' });
    return this.add(`ARG ${name}${value === undefined ? '' : `=${quoted(value, `ARG ${name}`)}`}`);
  }

  /** Labels of the image. */
  public label(labels: Readonly<Record<string, string>>): this {
    for (const [key, value] of Object.entries(labels)) this.add(`LABEL ${word(key, 'LABEL')}=${quoted(value, `LABEL ${key}`)}`);
    return this;
  }

  /** The user and group of what follows, by number: `65532:65532`. */
  public user(user: string): this {
    this.facts.users.push(user);
    return this.add(`USER ${word(user, 'USER')}`);
  }

  /** Says that the process listens there; it opens nothing. */
  public expose(port: number, protocol: 'tcp' | 'udp' = 'tcp'): this {
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      throw new TemperedError('invalid-port', `EXPOSE ${port}: a port is a number from 1 to 65535`);
    this.facts.ports.push(port);
    return this.add(`EXPOSE ${port}/${protocol}`);
  }

  /** How the engine asks after the process, or why it does not. One a stage. */
  public healthCheck(check: HealthCheck | NoHealthCheck): this {
    if (this.facts.health !== undefined) throw new TemperedError('two-health-checks', `stage ${this.name} has a health check already`);
    this.facts.health = check;
    if (isNone(check)) return this.add('HEALTHCHECK NONE');
    return this.add(healthCheck(check));
  }

  /** The signal that asks the process to end. Default of the engine: SIGTERM. */
  public stopSignal(signal: `SIG${string}`): this {
    return this.add(`STOPSIGNAL ${word(signal, 'STOPSIGNAL')}`);
  }

  /** The process, started without a shell, so that it gets the signals. */
  public entrypoint(command: readonly string[]): this {
    this.facts.starts = true;
    return this.add(`ENTRYPOINT ${execForm(command, 'ENTRYPOINT')}`);
  }

  /** Its arguments where the user gives none; or the process, where there is no `entrypoint`. */
  public cmd(command: readonly string[]): this {
    this.facts.starts = true;
    return this.add(`CMD ${execForm(command, 'CMD')}`);
  }

  /** A line for readers. */
  public comment(text: string): this {
    return this.add(`# ${noLineBreak(text, 'a comment')}`);
  }

  /** The stage as text. */
  public text(): string {
    const base = this.base instanceof Stage ? this.base.name : this.base;
    return [`FROM ${base} AS ${this.name}`, ...this.lines].join('\n');
  }

  /** A here-document ends with an empty line, without which hadolint (2.15) cannot read on. */
  private add(line: string): this {
    this.lines.push(line);
    return this;
  }
}

function runFlags({ mounts = [], network }: RunOptions): string {
  const flags = [...mounts.map(mountFlag), ...(network === undefined ? [] : [`--network=${network}`])];
  // One a line where there are several: a difference then shows what changed.
  return flags.length === 0 ? 'RUN ' : `RUN ${flags.join(' \\\n    ')} \\\n    `;
}

function variableName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new TemperedError('invalid-variable', `${JSON.stringify(name)} is no name of a variable`);
  return name;
}
