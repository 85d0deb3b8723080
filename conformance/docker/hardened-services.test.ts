import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/run';
import { KNOWN_IMAGES } from '../../lib/controls/docker/known-images';
import { describeWithEngine, Engine, LINES, type Line } from './engine';
import { makeTargetImage } from './target-image';

/** An image of each family that something is known of, with a tag that the table understands. */
const IMAGES = KNOWN_IMAGES.flatMap(({ repositories: [repository = ''], of }) =>
  [false, true].flatMap((alpine) => {
    const known = of({ numbers: [], alpine, words: [] });
    return known === undefined
      ? []
      : [{ name: `${known.name}${alpine ? '-alpine' : ''}`, image: `${repository}:${alpine ? 'alpine' : 'latest'}` }];
  }),
);

/** What somebody may have written beside the image: an engine takes each of them. */
const VARIANTS: Readonly<Record<string, object>> = {
  'nothing else': {},
  'memory that is reserved': { mem_reservation: '1g' },
  'memory that is reserved below deploy': { deploy: { resources: { reservations: { memory: '1G' } } } },
  'CPUs that are reserved': { deploy: { resources: { reservations: { cpus: '0.5' } } } },
  'limits below deploy': { deploy: { resources: { limits: { cpus: '0.5' } } } },
  'a limit of processes below deploy': { deploy: { resources: { limits: { pids: 40 } } } },
  'a limit of memory': { mem_limit: '64m' },
  'a limit of memory, and swap without an end': { mem_limit: '64m', memswap_limit: -1 },
  'a period of CPU': { cpu_period: 100_000 },
  'a quota of CPU': { cpu_quota: 50_000 },
  'processors by number': { cpuset: '0', cpus: 0.5 },
  'a tmpfs as a text': { tmpfs: '/tmp' },
  'a tmpfs of the service': { tmpfs: ['/run', '/tmp:exec'] },
  'a volume of type tmpfs': { volumes: [{ type: 'tmpfs', target: '/tmp' }] },
  'a mount directly below /run': { volumes: ['./file:/run/app.txt:ro'] },
  'a mount to be read in place of /tmp': { volumes: ['.:/tmp:ro'] },
  'a config with its content': { configs: [{ source: 'written', target: '/app.conf' }] },
  'a config from a file': { configs: ['filed'] },
  'a secret from the environment': { secrets: ['fromOutside'] },
  'a secret from a file': { secrets: [{ source: 'filed', mode: 0o400 }] },
  'another user': { user: '1234' },
  'some capabilities dropped': { cap_drop: ['NET_RAW'], cap_add: ['SYS_TIME'] },
  'no log': { logging: { driver: 'none' } },
  'a log without options': { logging: { driver: 'json-file' } },
  'no health check': { healthcheck: { disable: true } },
  'the time between health checks': { healthcheck: { interval: '5s' } },
  'no network': { network_mode: 'none' },
  'limits of files': { ulimits: { nofile: 1024 }, shm_size: '128m' },
  'the process numbers of the host': { pid: 'host', security_opt: ['apparmor=unconfined'] },
};

/** What is started, too: Compose copies configs and secrets only then. */
const STARTED = ['redis', 'nginx', 'postgres-alpine'];

const SHARED = {
  configs: { written: { content: 'from the file' }, filed: { file: './file' } },
  secrets: { fromOutside: { environment: 'PATH' }, filed: { file: './file' } },
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tempered-services-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function harden(...files: readonly string[]): Promise<string> {
  let said = '';
  const output = { isTTY: false, write: (text: string) => (said += text) };
  const code = await run(['harden', '--write', ...files], { stdin: async () => Buffer.alloc(0), stdout: output, stderr: output, env: {} });
  if (code > 1) throw new Error(said);
  return said;
}

function project(files: Readonly<Record<string, object>>): string {
  const at = mkdtempSync(join(folder, 'p'));
  writeFileSync(join(at, 'file'), 'of nobody');
  for (const [name, content] of Object.entries(files)) writeFileSync(join(at, name), JSON.stringify(content, undefined, 2));
  return at;
}

describeWithEngine.each(LINES)('the engine %s takes', (line: Line) => {
  let engine: Engine;

  beforeAll(async () => {
    engine = Engine.start(line);
    await makeTargetImage(engine, ...IMAGES.map(({ image }) => image));
  });

  afterAll(() => engine?.stop());

  afterEach(async () => {
    for (const { Id } of await engine.docker.listContainers({ all: true }))
      await engine.docker.getContainer(Id).remove({ force: true, v: true });
  });

  const compose = (at: string, files: readonly string[], ...command: readonly string[]) =>
    engine.client('docker-compose', [...files.flatMap((file) => ['-f', file]), '-p', 'services', ...command], at);
  const created = async () => (await engine.docker.listContainers({ all: true })).length;

  const services = (variant: object, only?: readonly string[]) =>
    Object.fromEntries(
      IMAGES.filter(({ name }) => only === undefined || only.includes(name)).map(({ name, image }) => [name, { image, ...variant }]),
    );

  test.each(Object.entries(VARIANTS))('every known image, hardened beside %s', async (_, variant) => {
    const at = project({ 'compose.yaml': { services: services(variant), ...SHARED } });
    expect(await harden(join(at, 'compose.yaml'))).not.toContain('nothing to change');
    await compose(at, ['compose.yaml'], 'create', '--pull', 'never');
    expect(await created()).toBe(IMAGES.length);
    await compose(at, ['compose.yaml'], 'up', '--detach', '--pull', 'never', ...STARTED);
  });

  test('nginx, whose tmpfs hides nothing that is mounted below /run', async () => {
    const at = project({ 'compose.yaml': { services: services({ volumes: ['./file:/run/app.txt:ro'] }, ['nginx']) } });
    await harden(join(at, 'compose.yaml'));
    await compose(at, ['compose.yaml'], 'up', '--detach', '--pull', 'never');
    const [{ Id = '' } = {}] = await engine.docker.listContainers();
    expect((await engine.docker.getContainer(Id).inspect()).HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      Tmpfs: { '/run': expect.anything() },
    });
    expect(await engine.execute(Id, 'cat /run/app.txt')).toEqual({ code: 0, output: 'of nobody' });
  });

  test.each(Object.entries(VARIANTS))('both files, hardened beside an override that says %s', async (_, variant) => {
    const at = project({
      'compose.yaml': { services: services({}, STARTED) },
      'compose.override.yaml': { services: Object.fromEntries(STARTED.map((name) => [name, variant])), ...SHARED },
    });
    await harden(join(at, 'compose.yaml'));
    for (const files of [['compose.yaml'], ['compose.yaml', 'compose.override.yaml']])
      await compose(at, files, 'up', '--detach', '--force-recreate', '--pull', 'never');
    expect(await created()).toBe(STARTED.length);
  });

  test.each([
    ['swap without memory', { memswap_limit: '512m' }],
    ['memory below what is reserved', { mem_limit: '512m', mem_reservation: '1g' }],
    ['CPUs beside a period', { cpus: 1, cpu_period: 100_000 }],
    ['swap below memory', { mem_limit: '512m', memswap_limit: '256m' }],
    ['a read-only root beside the content of a config', { read_only: true, configs: ['written'] }],
  ])('nothing of %s, which the audit says', async (_, variant) => {
    const at = project({ 'compose.yaml': { services: services(variant, ['redis']), ...SHARED } });
    await expect(compose(at, ['compose.yaml'], 'up', '--detach', '--pull', 'never')).rejects.toThrow();
    let said = '';
    const output = { isTTY: false, write: (text: string) => (said += text) };
    await run(['audit', join(at, 'compose.yaml')], { stdin: async () => Buffer.alloc(0), stdout: output, stderr: output, env: {} });
    expect(said).toContain('so that the service does not start');
  });
});
