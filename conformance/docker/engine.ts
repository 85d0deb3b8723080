import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { judge } from '../judges/installed';

const SCRIPT = join(__dirname, '..', 'judges', 'engine.sh');

/** The engines that are asked: the newest line, and the one that Debian 12 has. */
export const LINES = ['29', '20.10'] as const;
export type Line = (typeof LINES)[number];

/** Why there is no engine here; the runner finds out, and says it. */
const NO_ENGINE = process.env.TEMPERED_NO_ENGINE ?? '';

/** Tests that need an engine: counted as not run where there can be none. */
export const describeWithEngine: jest.Describe = NO_ENGINE === '' ? describe : describe.skip;

/** What a command in a container came to. */
export interface Result {
  readonly code: number;
  readonly output: string;
}

/** A real engine in namespaces of its own, with an outside of its own (`engine.sh`). */
export class Engine {
  private constructor(
    readonly line: Line,
    readonly folder: string,
    readonly host: string,
    readonly docker: Docker,
  ) {}

  static start(line: Line, daemon: object = {}): Engine {
    // Whoever runs the tests may name a folder, to end there what a broken-off run left behind. Short: a socket's path is.
    const folder = mkdtempSync(join(process.env.TEMPERED_ENGINES ?? '/tmp', 'engine-'));
    writeFileSync(join(folder, 'daemon.json'), JSON.stringify(daemon));
    const host = execFileSync(SCRIPT, ['start', folder, line.slice(0, 2)], { encoding: 'utf8', timeout: 60_000 }).trim();
    return new Engine(line, folder, host, new Docker({ socketPath: host.replace('unix://', '') }));
  }

  stop(): void {
    execFileSync(SCRIPT, ['stop', this.folder], { timeout: 120_000 });
    rmSync(this.folder, { recursive: true });
  }

  /** Runs a client program (docker, docker-compose) against this engine. */
  async client(program: 'docker' | 'docker-compose', values: readonly string[], folder = this.folder): Promise<string> {
    const file = program === 'docker' ? program : judge(program);
    const env = { PATH: process.env.PATH, HOME: this.folder, DOCKER_HOST: this.host, DOCKER_CONFIG: join(this.folder, 'client') };
    const { stdout, stderr } = await promisify(execFile)(file, values, { env, cwd: folder, timeout: 180_000, maxBuffer: 1 << 24 });
    return stdout + stderr;
  }

  /** Creates and starts a container; it must then run. */
  async run(options: Docker.ContainerCreateOptions): Promise<Docker.Container> {
    const container = await this.docker.createContainer(options);
    await container.start();
    const { State } = await container.inspect();
    if (!State.Running) throw new Error(`${options.name} does not run: ${State.Error || `exit ${State.ExitCode}`}`);
    return container;
  }

  /** Runs a shell command in a container, as whoever the container runs as, for at most 20 seconds. */
  async execute(
    container: string,
    command: string,
    { user, env = {} }: { user?: string; env?: Record<string, string> } = {},
  ): Promise<Result> {
    const exec = await this.docker.getContainer(container).exec({
      Cmd: ['timeout', '20', 'sh', '-c', command],
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      AttachStdout: true,
      AttachStderr: true,
      ...(user !== undefined && { User: user }),
    });
    const stream = await exec.start({ hijack: true, stdin: false });
    const output = new PassThrough();
    const parts: Buffer[] = [];
    output.on('data', (part: Buffer) => parts.push(part));
    this.docker.modem.demuxStream(stream, output, output);
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no end of ${command}`)), 40_000);
      stream.on('end', () => clearTimeout(late)).on('end', resolve);
    });
    const { ExitCode } = await exec.inspect();
    return { code: ExitCode ?? -1, output: Buffer.concat(parts).toString().trim() };
  }

  /** What the engine wrote last, for messages. */
  get log(): string {
    const file = join(this.folder, 'dockerd.log');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-5).join('\n') : '';
  }
}
