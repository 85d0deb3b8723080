import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { DockerfileBuilder, type GeneratedDockerfile, nodeDockerfile, staticSiteDockerfile } from 'tempered/docker';
import { RECIPES_WITH_OPTIONS } from '../../test/docker/dockerfile/recipe-options';
import { RECIPES } from '../../test/docker/dockerfile/recipes';
import { REFUSED, TAKEN } from '../../test/sources/dockerfile/judged-by-buildkit';
import { judge } from '../judges/installed';
import { describeWithEngine, Engine } from './engine';
import { addNode, addNpm, addProgram, addShell, emptyRoot, REGISTRY, StandInImages } from './stand-in-images';

/** What the check of a static site asks with, in an image that is not Alpine's. */
const CURL = '/usr/bin/curl';

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
    for (const line of checked) {
      const { warnings, error } = JSON.parse(line);
      expect({ warnings, error }).toEqual({ warnings: [], error: undefined });
    }
    // hadolint (2.15.1) takes an escaped backslash before a quote for an escaped quote.
    const readable = files.filter((_, index) => !made[index]?.includes('\\\\"'));
    expect(JSON.parse(await printed('hadolint', ['-f', 'json', ...readable]))).toEqual([]);
  });

  test('both judges find what is wrong', async () => {
    const file = written('careless', 'FROM debian\nENV PASSWORD=x\nRUN cd /tmp && apt-get install curl\nCMD serve\n');
    expect(JSON.parse(await printed('dockerfile-check', [file])).warnings).not.toEqual([]);
    expect(JSON.parse(await printed('hadolint', ['-f', 'json', file]))).not.toEqual([]);
  });

  test('what we call an error BuildKit refuses, and takes what we take', async () => {
    const refused = REFUSED.map(([text], index) => written(`refused ${index}`, text));
    const taken = TAKEN.map((line, index) => written(`taken ${index}`, `FROM alpine\n${line}\n`));
    const said = await Promise.all([...refused, ...taken].map((file) => printed('dockerfile-check', [file])));
    const isRefused = said.map((line) => JSON.parse(line).error !== undefined);
    const texts = [...REFUSED.map(([text]) => text), ...TAKEN];
    expect(texts.filter((_, index) => isRefused[index])).toEqual(REFUSED.map(([text]) => text));
  });

  // Not on the older engine: its BuildKit knows neither here-documents nor `COPY --link`.
  describe('on an engine', () => {
    let engine: Engine;

    beforeAll(() => {
      engine = Engine.start('29', { 'insecure-registries': [REGISTRY] });
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
      await finished(engine, stream);
      const { Config } = await engine.docker.getImage('tempered.test/scratch:1').inspect();
      expect({ user: Config.User, check: Config.Healthcheck?.Test }).toEqual({ user: '65532:65532', check: ['CMD', '/app', 'identity'] });
      const said = await engine.client('docker', ['run', '--rm', '--network', 'none', 'tempered.test/scratch:1', 'identity']);
      expect(said.trim()).toBe('running as 65532');
    });

    describe('recipes, on images that stand in for theirs', () => {
      let images: StandInImages;

      beforeAll(async () => {
        images = await StandInImages.start(engine);
      });

      afterAll(() => images?.stop());

      const root = (name: string) => emptyRoot(join(folder, 'roots', name));

      /** Builds what a recipe made; the context holds a file more than it asks for, to see that it stays out. */
      async function built(name: string, { dockerfile, dockerignore }: GeneratedDockerfile, context: string, sources: readonly string[]) {
        // Other clients send the Dockerfile in any case; dockerode leaves out what is ignored.
        const ignored = `${dockerignore}!Dockerfile\n`;
        for (const [file, text] of Object.entries({ Dockerfile: dockerfile, '.dockerignore': ignored, 'src/.env': 'X=1' }))
          writeFileSync(join(context, file), text);
        const image = `tempered.test/${name}:1`;
        const src = ['Dockerfile', '.dockerignore', 'src/.env', ...sources];
        const stream = await engine.docker.buildImage({ context, src }, { t: image, version: '2' });
        await finished(engine, stream);
        return image;
      }

      /** Runs it as hardened as our containers are, until its own check says how it is. */
      async function health(image: string): Promise<{ readonly said: string; readonly files: readonly string[] }> {
        const container = await engine.docker.createContainer({
          Image: image,
          HostConfig: {
            ReadonlyRootfs: true,
            CapDrop: ['ALL'],
            SecurityOpt: ['no-new-privileges'],
            Tmpfs: { '/tmp': 'noexec,nosuid,size=16m' },
            NetworkMode: 'none',
          },
          Healthcheck: { Interval: 1e9, StartInterval: 1e9 },
        });
        await container.start();
        let said = 'starting';
        for (let asked = 0; asked < 60 && said === 'starting'; asked++) {
          await new Promise((resolve) => setTimeout(resolve, 500));
          said = (await container.inspect()).State.Health?.Status ?? 'without a check';
        }
        const exported = join(folder, 'exported.tar');
        writeFileSync(exported, '');
        await engine.client('docker', ['export', '--output', exported, container.id]);
        const files = execFileSync('tar', ['-tf', exported], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n');
        await container.remove({ force: true, v: true });
        return { said, files };
      }

      test('Node.js: installed and built by npm, healthy as a user by number on a root that cannot be written', async () => {
        const build = images.image('node', addNpm(addNode(addShell(root('node-build')), 'usr/local/bin/node')));
        const run = images.image('distroless/nodejs', addNode(root('node-run'), 'nodejs/bin/node'));
        const made = nodeDockerfile({
          entrypoint: ['--enable-source-maps', 'dist/server.js'],
          sources: ['src'],
          installFiles: ['greeting-1.0.0.tgz'],
          images: { build, run },
        });
        const context = join(folder, 'node');
        const image = await built('node', made, context, nodeProgram(context));
        const { Config } = await engine.docker.getImage(image).inspect();
        expect({ user: Config.User, entrypoint: Config.Entrypoint, ports: Object.keys(Config.ExposedPorts ?? {}) }).toEqual({
          user: '65532:65532',
          entrypoint: ['/nodejs/bin/node', '--enable-source-maps', 'dist/server.js'],
          ports: ['8080/tcp'],
        });
        const { said, files } = await health(image);
        expect(said).toBe('healthy');
        expect(files.filter((file) => /^app\/.+[^/]$/.test(file)).sort()).toEqual([
          'app/dist/server.js',
          'app/node_modules/.package-lock.json',
          'app/node_modules/greeting/index.js',
          'app/node_modules/greeting/package.json',
          'app/package.json',
        ]);
        expect(files.filter((file) => /(^|\/)(\.env|npm|sh)$/.test(file))).toEqual([]);
      });

      // A busybox in nginx's place: what is tried is where the files are, and what the check says of them.
      (existsSync(CURL) ? test : test.skip).each([
        ['a page', 'index.html', 'healthy'],
        ['no page', 'other.html', 'unhealthy'],
      ])('a static site with %s', async (_, file, expected) => {
        const base = addProgram(addShell(root(`site-${expected}`)), CURL, 'usr/bin/curl');
        mkdirSync(join(base, 'usr/sbin'));
        writeFileSync(join(base, 'usr/sbin/nginx'), '#!/bin/sh\nexec /bin/busybox httpd -f -p 8080 -h /usr/share/nginx/html\n', {
          mode: 0o755,
        });
        const context = join(folder, `site-${expected}`);
        for (const each of ['public', 'src']) mkdirSync(join(context, each), { recursive: true });
        writeFileSync(join(context, 'public', file), 'hello\n');
        const made = staticSiteDockerfile({ images: { run: images.image('nginx', base) } });
        const image = await built(`site-${expected}`, made, context, [`public/${file}`]);
        const { said, files } = await health(image);
        expect(said).toBe(expected);
        expect(files.filter((each) => each.startsWith('usr/share/nginx/html/') && !each.endsWith('/'))).toEqual([
          `usr/share/nginx/html/${file}`,
        ]);
      });
    });
  });
});

/** Reads a build to its end, and says what it failed of. */
async function finished(engine: Engine, stream: NodeJS.ReadableStream): Promise<void> {
  const said: readonly { readonly error?: string; readonly id?: string; readonly aux?: string }[] = await new Promise((resolve, reject) =>
    engine.docker.modem.followProgress(stream, (error, output) => (error === null ? resolve(output) : reject(error))),
  );
  const failed = said.find(({ error }) => error !== undefined);
  if (failed === undefined) return;
  // Where a command failed, what it printed is in the traces alone.
  const printed = said.flatMap(({ id, aux }) =>
    id === 'moby.buildkit.trace' && aux !== undefined ? [Buffer.from(aux, 'base64').toString()] : [],
  );
  throw new Error(
    `${failed.error}\n${printed
      .join('')
      .replace(/[^ -~\n]+/g, ' ')
      .slice(-2000)}`,
  );
}

/** A program with a dependency that needs no network, and would leave a trace if its script ran. */
function nodeProgram(context: string): readonly string[] {
  const files = {
    'greeting/package.json': JSON.stringify({
      name: 'greeting',
      version: '1.0.0',
      scripts: { postinstall: `node -e "fs.writeFileSync('trace', '')"` },
    }),
    'greeting/index.js': 'module.exports = "hello";\n',
    'package.json': JSON.stringify({
      name: 'shop',
      version: '1.0.0',
      scripts: { build: `node -e "fs.cpSync('src', 'dist', { recursive: true })"` },
      dependencies: { greeting: 'file:greeting-1.0.0.tgz' },
    }),
    'src/server.js': `require('node:http').createServer((_, answer) => answer.end(require('greeting'))).listen(8080);\n`,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(context, file)), { recursive: true });
    writeFileSync(join(context, file), text);
  }
  const npm = (...values: string[]) => execFileSync('npm', [...values, '--offline', '--ignore-scripts'], { cwd: context, stdio: 'ignore' });
  npm('pack', './greeting');
  npm('install', '--package-lock-only');
  return ['package.json', 'package-lock.json', 'greeting-1.0.0.tgz', 'src/server.js'];
}
