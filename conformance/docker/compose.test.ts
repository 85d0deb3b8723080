import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/run';
import { ContainerService, NamedVolume, ServiceSecret, Stack } from '../../lib/docker';
import { shop } from './declared/shop';
import { describeWithEngine, Engine, LINES, type Line } from './engine';
import { makeTargetImage, TARGET_IMAGE } from './target-image';

const VOTING_APP = join(__dirname, '..', '..', 'test', 'fixtures', 'corpus', 'voting-app');
const COMPOSE_FILES = ['docker-compose.yml', 'docker-compose.images.yml'];
const STACK_FILE = 'docker-stack.yml';

/** Everything that a stack can have. A Swarm has no words for a tmpfs of one owner, and refuses such a mode. */
function everything(mode = '0700'): Stack {
  const stack = new Stack('everything');
  const secret = ServiceSecret.fromFile('password', './password');
  const web = new ContainerService(stack, 'web', {
    image: TARGET_IMAGE,
    ports: [{ target: 8080 }, { target: 8443, published: 443, hostIp: '127.0.0.2' }],
    environment: { MODE: 'a $price, a "quote" and a # sign' },
    writablePaths: ['/tmp', { path: '/cache', size: '8m', mode }],
    healthCheck: { command: ['true'] },
    labels: { 'example.team': 'shop' },
    memory: '128m',
    cpus: 0.5,
  });
  const database = new ContainerService(stack, 'database', {
    image: TARGET_IMAGE,
    listens: [5432],
    secrets: [secret],
    volumes: [{ volume: new NamedVolume('data'), target: '/data' }],
    user: '70:70',
    replicas: 1,
  });
  web.connections.allowTo(database, { port: 5432 });
  web.connections.allowToOutside();
  return stack;
}

const EXPORTS: readonly (readonly [string, (mode?: string) => Stack])[] = [
  ['a stack of images and flows', shop],
  ['a stack with everything', everything],
];

let folder: string;

/** The voting app in a folder of its own, its files repaired by the command line. */
async function repaired(name: string, ...options: readonly string[]): Promise<string> {
  const at = mkdtempSync(join(folder, 'app-'));
  mkdirSync(join(at, 'healthchecks'));
  for (const check of ['redis.sh', 'postgres.sh']) writeFileSync(join(at, 'healthchecks', check), '#!/bin/sh\n', { mode: 0o755 });
  cpSync(join(VOTING_APP, name), join(at, name));
  let said = '';
  const output = { isTTY: false, write: (text: string) => (said += text) };
  const code = await run(['harden', '--write', ...options, join(at, name)], {
    stdin: async () => Buffer.alloc(0),
    stdout: output,
    stderr: output,
    env: {},
  });
  // 1: findings are left for a person.
  if (code > 1) throw new Error(said);
  return at;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tempered-compose-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** With the owners that they have in the images of Redis and PostgreSQL; a tmpfs takes over owner and mode. */
const MAKE_FOLDERS =
  'mkdir -p /data /run/postgresql /var && ln -sfn /run /var/run && chown 999:1000 /data && chown 70:70 /run/postgresql && chmod 3777 /run/postgresql';

/** What the real voting app needs of its images where they run: a place to keep data, and a check that says they are well. */
const STAND_INS: Readonly<Record<string, readonly string[]>> = {
  'redis:alpine': ['VOLUME /data', 'CMD ["sh", "-c", "touch /data/dump.rdb && exec sleep 3600"]'],
  'postgres:15-alpine': ['CMD ["sh", "-c", "touch /var/run/postgresql/.s && exec sleep 3600"]'],
  'dockersamples/examplevotingapp_vote:latest': ['CMD ["sh", "-c", "touch /log && exec sleep 3600"]'],
  'dockersamples/examplevotingapp_result:latest': ['CMD ["sh", "-c", "touch /log && exec sleep 3600"]'],
  'dockersamples/examplevotingapp_worker:latest': ['CMD ["sh", "-c", "touch /log && exec sleep 3600"]'],
};

describeWithEngine.each(LINES)('on the engine %s', (line: Line) => {
  let engine: Engine;

  beforeAll(async () => {
    engine = Engine.start(line);
    await makeTargetImage(engine);
    for (const [name, changes] of Object.entries(STAND_INS)) {
      const { id } = await engine.docker.createContainer({ Image: TARGET_IMAGE, Cmd: ['sh', '-c', MAKE_FOLDERS] });
      const container = engine.docker.getContainer(id);
      await container.start();
      await container.wait();
      await engine.client('docker', ['commit', ...changes.flatMap((change) => ['--change', change]), id, name]);
      await container.remove();
    }
  });

  afterAll(() => engine?.stop());

  afterEach(async () => {
    for (const { Id } of await engine.docker.listContainers({ all: true }))
      await engine.docker.getContainer(Id).remove({ force: true, v: true });
  });

  const states = async (project: string) => {
    const containers = await engine.docker.listContainers({ all: true, filters: { label: [`com.docker.compose.project=${project}`] } });
    return Object.fromEntries(containers.map(({ Labels, State }) => [Labels['com.docker.compose.service'], State]).sort());
  };

  test.each([[[]], [['--override']]])('the repaired voting app starts and stays, repaired %j', async (options) => {
    const at = await repaired('docker-compose.images.yml', ...options);
    const compose = ['-f', 'docker-compose.images.yml', '-p', 'voting'];
    await engine.client('docker-compose', [...compose, 'up', '--detach', '--pull', 'never', '--wait', '--wait-timeout', '60'], at);
    expect(await states('voting')).toEqual({ db: 'running', redis: 'running', result: 'running', vote: 'running', worker: 'running' });
  });

  test.each(EXPORTS)('a second `up` of the export of %s changes nothing', async (_, make) => {
    const at = mkdtempSync(join(folder, 'export-'));
    writeFileSync(join(at, 'compose.yaml'), make().toCompose());
    writeFileSync(join(at, 'password'), 'of nobody');
    const compose = (...values: string[]) => engine.client('docker-compose', ['-f', 'compose.yaml', ...values], at);
    await compose('up', '--detach', '--pull', 'never');
    const ids = async () => (await engine.docker.listContainers({ all: true })).map(({ Id }) => Id).sort();
    const before = await ids();
    expect(Object.values(await states(make().name))).toEqual(make().services.map(() => 'running'));
    await compose('up', '--detach', '--pull', 'never');
    expect(await ids()).toEqual(before);
  });
});

describeWithEngine('docker-compose and docker stack accept', () => {
  let engine: Engine;

  beforeAll(() => {
    engine = Engine.start('29');
  });

  afterAll(() => engine?.stop());

  const compose = (at: string, file: string) => engine.client('docker-compose', ['-f', file, 'config', '-q'], at);
  const stack = (at: string, file: string) => engine.client('docker', ['stack', 'config', '-c', file], at);

  test.each(COMPOSE_FILES.flatMap((file) => [[file, []] as const, [file, ['--override']] as const]))(
    '%s, repaired %j',
    async (file, options) => {
      expect(await compose(await repaired(file, ...options), file)).not.toContain('Error');
    },
  );

  test.each([[[]], [['--override']]])('the voting app’s stack, repaired %j', async (options) => {
    const said = await stack(await repaired(STACK_FILE, ...options), STACK_FILE);
    expect(said).not.toMatch(/Ignoring/);
  });

  test.each(EXPORTS)('the exports of %s', async (_, make) => {
    const at = mkdtempSync(join(folder, 'export-'));
    writeFileSync(join(at, 'password'), 'of nobody');
    writeFileSync(join(at, 'compose.yaml'), make().toCompose());
    writeFileSync(join(at, 'stack.yaml'), make('1777').toSwarm());
    expect(await compose(at, 'compose.yaml')).toBe('');
    // Nothing in it is dropped.
    expect(await stack(at, 'stack.yaml')).not.toMatch(/Ignoring/);
  });

  test('files of the examples', async () => {
    const at = join(__dirname, '..', '..', 'examples', 'docker');
    const files = readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) => /compose.*\.ya?ml$/.test(name));
    for (const file of files) expect(await compose(at, file)).toBe('');
  });

  test('and refuse what is wrong', async () => {
    const at = mkdtempSync(join(folder, 'wrong-'));
    writeFileSync(join(at, 'compose.yaml'), 'services: { web: { image: x, cap_drop: ALL } }\n');
    await expect(compose(at, 'compose.yaml')).rejects.toThrow(/cap_drop/);
  });
});
