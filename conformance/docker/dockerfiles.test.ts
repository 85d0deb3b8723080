import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { DockerfileBuilder } from 'tempered/docker';
import { RECIPES_WITH_OPTIONS } from '../../test/docker/dockerfile/recipe-options';
import { RECIPES } from '../../test/docker/dockerfile/recipes';
import { judge } from '../judges/installed';
import { describeWithEngine, Engine } from './engine';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tempered-dockerfiles-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What a judge printed, whatever its exit code. */
async function printed(program: 'dockerfile-check' | 'hadolint', values: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(judge(program), values).catch((error: { stdout: string }) => error);
  return stdout;
}

function written(name: string, dockerfile: string): string {
  const file = join(folder, name.replace(/\W+/g, '-'), 'Dockerfile');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, dockerfile);
  return file;
}

// The judges of files need no engine, but are installed with it.
describeWithEngine('Dockerfiles', () => {
  const generated = Object.entries(RECIPES).map(([name, make]) => [name, make().dockerfile] as const);

  test.each(generated)("%s: BuildKit's own checks find nothing, and the image says its user", async (name, dockerfile) => {
    const { warnings, error, config } = JSON.parse(await printed('dockerfile-check', [written(name, dockerfile)]));
    expect({ warnings, error }).toEqual({ warnings: [], error: undefined });
    expect(config.User).toBe('65532:65532');
  });

  test.each(generated)('%s: hadolint finds nothing', async (name, dockerfile) => {
    expect(JSON.parse(await printed('hadolint', ['-f', 'json', written(name, dockerfile)]))).toEqual([]);
  });

  test.each(RECIPES_WITH_OPTIONS)('%s with any options: both judges find nothing', async (name, dockerfiles) => {
    const made = fc.sample(dockerfiles, { numRuns: 60, seed: 1 }).flatMap((each) => (each === undefined ? [] : [each.dockerfile]));
    expect(made.length).toBeGreaterThan(15);
    const files = made.map((dockerfile, index) => written(`${name} ${index}`, dockerfile));
    const checked = (await printed('dockerfile-check', files)).trim().split('\n');
    expect(checked).toHaveLength(files.length);
    for (const line of checked) expect(JSON.parse(line)).toEqual(expect.objectContaining({ warnings: [] }));
    // hadolint (2.15.1) takes an escaped backslash before a quote for an escaped quote.
    const readable = files.filter((_, index) => !made[index]?.includes('\\\\"'));
    expect(JSON.parse(await printed('hadolint', ['-f', 'json', ...readable]))).toEqual([]);
  });

  test('both judges find what is wrong', async () => {
    const file = written('careless', 'FROM debian\nENV PASSWORD=x\nRUN cd /tmp && apt-get install curl\nCMD serve\n');
    expect(JSON.parse(await printed('dockerfile-check', [file])).warnings).not.toEqual([]);
    expect(JSON.parse(await printed('hadolint', ['-f', 'json', file]))).not.toEqual([]);
  });

  // Not on the older engine: its BuildKit knows neither here-documents nor `COPY --link`.
  describe('on an engine', () => {
    let engine: Engine;

    beforeAll(() => {
      engine = Engine.start('29');
    });

    afterAll(() => engine?.stop());

    test('one from scratch builds without a network, its image says its user, and runs as that', async () => {
      const file = new DockerfileBuilder();
      const build = file.stage('build', 'scratch').copy('attempt', '/attempt', { chmod: '0755' });
      file
        .stage('run', 'scratch')
        .copy('/attempt', '/app', { from: build })
        .user('65532:65532')
        .healthCheck({ command: ['/app', 'identity'] })
        .entrypoint(['/app']);
      const context = join(folder, 'context');
      mkdirSync(context);
      writeFileSync(join(context, 'Dockerfile'), file.text());
      copyFileSync(judge('attempt'), join(context, 'attempt'));
      const stream = await engine.docker.buildImage(
        { context, src: ['Dockerfile', 'attempt'] },
        { t: 'tempered.test/scratch:1', version: '2' },
      );
      await promisify(engine.docker.modem.followProgress.bind(engine.docker.modem))(stream);
      const { Config } = await engine.docker.getImage('tempered.test/scratch:1').inspect();
      expect({ user: Config.User, check: Config.Healthcheck?.Test }).toEqual({ user: '65532:65532', check: ['CMD', '/app', 'identity'] });
      const said = await engine.client('docker', ['run', '--rm', '--network', 'none', 'tempered.test/scratch:1', 'identity']);
      expect(said.trim()).toBe('running as 65532');
    });
  });
});
