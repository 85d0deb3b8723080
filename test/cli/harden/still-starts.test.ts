import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { inFolder, tempered } from '../command-line';

interface Hardened {
  readonly err: string;
  /** The services of a file afterwards. */
  readonly services: (file?: string) => Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Hardens files in place; all of them where none is named. */
async function hardened(files: Readonly<Record<string, string>>, ...named: readonly string[]): Promise<Hardened> {
  inFolder(files);
  const { err } = await tempered(['harden', '--write', ...(named.length > 0 ? named : Object.keys(files))]);
  return { err, services: (file = 'compose.yaml') => (load(readFileSync(file, 'utf8')) as { services: never }).services };
}

describe('a limit of swap is written only together with one of memory', () => {
  test('not where the text of the other is shared with a service that asks for another', async () => {
    const text = `x-limits: &limits
  deploy:
    resources:
      limits: {cpus: '2'}
services:
  db:
    <<: *limits
    image: postgres:16
  app:
    <<: *limits
    image: example/app:1
`;
    const { services } = await hardened({ 'compose.yaml': text });
    expect(services().db).toMatchObject({ user: '999:999' });
    expect(services().db).not.toHaveProperty('memswap_limit');
  });

  test.each([['mem_reservation: 1g'], ['deploy: {resources: {reservations: {memory: 1G}}}']])('not where %s forbids it', async (words) => {
    const { services } = await hardened({ 'compose.yaml': `services:\n  db:\n    image: postgres:16\n    ${words}\n` });
    expect(services().db).not.toHaveProperty('mem_limit');
    expect(services().db).not.toHaveProperty('memswap_limit');
    expect(services().db).toHaveProperty('read_only', true);
  });

  test('in the file that has it, so that either file starts alone', async () => {
    const { services } = await hardened({
      'compose.yaml': 'services:\n  db:\n    image: postgres:16\n',
      'compose.override.yaml': 'services:\n  db:\n    mem_limit: 2g\n',
    });
    expect(services('compose.override.yaml').db).toEqual({ mem_limit: '2g', memswap_limit: '2g' });
    const { mem_limit: memory, memswap_limit: swap } = services().db ?? {};
    expect(swap).toBe(memory);
  });
});

test('a limit of swap is not written below one of memory that an override raises, unless it is raised with it', async () => {
  const files = {
    'compose.yaml': 'services:\n  web:\n    image: redis:7\n    mem_limit: 64m\n',
    'compose.override.yaml': 'services:\n  web:\n    mem_limit: 1g\n',
  };
  const alone = await hardened(files, 'compose.yaml');
  expect(alone.services().web).not.toHaveProperty('memswap_limit');
  await tempered(['harden', '--write', ...Object.keys(files)]);
  expect(alone.services('compose.override.yaml').web).toEqual({ mem_limit: '1g', memswap_limit: '1g' });
});

describe('nothing is written that the service would get in another reading of the files', () => {
  const USERS = ['user', 'read_only', 'cap_drop', 'mem_limit', 'memswap_limit', 'pids_limit', 'healthcheck', 'init'];

  test('where another image takes the place of a known one', async () => {
    const { services, err } = await hardened({
      'docker-compose.yml': 'services:\n  app:\n    image: redis:7\n',
      'docker-compose.prod.yml': 'services:\n  app:\n    image: example/app:1\n    command: [x]\n  other:\n    build: .\n',
    });
    for (const key of USERS) expect(services('docker-compose.yml').app).not.toHaveProperty(key);
    expect(services('docker-compose.yml').app).toHaveProperty('security_opt');
    expect(err).toContain('as docker-compose.prod.yml changes it, would get it, too');
  });

  test('where a limit of the base file would meet what a whole file beside it says', async () => {
    const { services } = await hardened({
      'docker-compose.yml': 'services:\n  app:\n    image: redis:7\n    cpu_period: 100000\n',
      'docker-compose.prod.yml': 'services:\n  app:\n    image: redis:7\n    mem_reservation: 2g\n',
    });
    expect(services('docker-compose.yml').app).not.toHaveProperty('mem_limit');
    expect(services('docker-compose.prod.yml').app).not.toHaveProperty('cpus');
    for (const file of ['docker-compose.yml', 'docker-compose.prod.yml']) expect(services(file).app).toHaveProperty('read_only', true);
  });

  test.each([
    ['named', ['compose.yaml', 'compose.override.yaml']],
    ['not named', ['compose.yaml']],
  ])('where the override file says more and is %s', async (_, named) => {
    const files = {
      'compose.yaml': 'services:\n  db:\n    image: postgres:16\n  web:\n    image: redis:7\n  copied:\n    image: redis:7\n',
      'compose.override.yaml': `services:
  db:
    mem_reservation: 2g
  web:
    cpu_period: 100000
  copied:
    configs: [c]
configs:
  c: {content: hello}
`,
    };
    const { services } = await hardened(files, ...named);
    expect(services().db).not.toHaveProperty('mem_limit');
    expect(services().db).not.toHaveProperty('memswap_limit');
    expect(services().web).not.toHaveProperty('cpus');
    expect(services().copied).not.toHaveProperty('read_only');
    expect(services().db).toHaveProperty('read_only', true);
    expect(readFileSync('compose.override.yaml', 'utf8')).toContain('mem_reservation: 2g\n');
  });

  test.each(['tmpfs: /tmp', 'tmpfs: [/tmp]'])('where a path would be mounted twice by an heir: %s', async (words) => {
    const text = `services:\n  db:\n    image: postgres:16\n  heir:\n    image: postgres:16\n    extends: db\n    ${words}\n`;
    const { services } = await hardened({ 'compose.yaml': text });
    expect(services().db).not.toHaveProperty('tmpfs');
  });

  test.each(['tmpfs: /tmp', 'tmpfs: [/tmp]'])('where a path would be mounted twice by the override file: %s', async (words) => {
    const files = {
      'compose.yaml': 'services:\n  db:\n    image: postgres:16\n',
      'compose.override.yaml': `services:\n  db:\n    ${words}\n`,
    };
    const { services } = await hardened(files, 'compose.yaml');
    expect(services().db).not.toHaveProperty('tmpfs');
    expect(services().db).not.toHaveProperty('read_only');
  });

  test('but the same is, and says no second time that anything is left to write', async () => {
    const files = {
      'compose.yaml': 'services:\n  db:\n    image: postgres:16\n',
      'compose.override.yaml': 'services:\n  db:\n    ports: ["127.0.0.1:5432:5432"]\n',
    };
    const { services } = await hardened(files);
    expect(services().db).toMatchObject({ user: '999:999', read_only: true, mem_limit: '512m', memswap_limit: '512m' });
    const { err } = await tempered(['harden', '--write', ...Object.keys(files)]);
    expect(err).toContain('nothing to change');
  });
});

describe('what somebody wrote', () => {
  test('in words for less is not written anew', async () => {
    const text = `services:
  cache:
    image: redis:7
    tmpfs: [/tmp]
  db:
    image: postgres:16
    tmpfs:
      - /tmp
      - /run/postgresql
  one:
    image: redis:7
    tmpfs: /tmp
`;
    const { services, err } = await hardened({ 'compose.yaml': text });
    expect(services().cache).toMatchObject({ tmpfs: ['/tmp'], read_only: true });
    expect(services().db).toMatchObject({ tmpfs: ['/tmp', '/run/postgresql'], read_only: true });
    expect(services().one).toHaveProperty('tmpfs', '/tmp');
    expect(err).toContain('set tmpfs[0] to "/tmp:size=64m": somebody wrote what is there, so only `--override` changes it');
    expect(err).not.toContain('by hand');
  });

  test('of a stack’s secrets stays, and changes with --override', async () => {
    const text = 'services:\n  cache:\n    image: redis:7\n    secrets: [s]\nsecrets:\n  s: {external: true}\n';
    const { services } = await hardened({ 'stack.yaml': text });
    expect(services('stack.yaml').cache).toHaveProperty('secrets', ['s']);
    await tempered(['harden', '--write', '--override', 'stack.yaml']);
    expect(services('stack.yaml').cache).toHaveProperty('secrets', [expect.objectContaining({ source: 's', mode: 0o440 })]);
  });
});

test('sizes are said to be guesses, and no processor is taken from an image that nobody knows', async () => {
  const { services, err } = await hardened({
    'compose.yaml':
      'services:\n  db:\n    image: postgres:16\n  app:\n    image: example/app:1\n  ide:\n    image: codercom/code-server:4\n',
  });
  expect(services().db).toHaveProperty('cpus', 1);
  expect(services().app).not.toHaveProperty('cpus');
  expect(services().app).toHaveProperty('security_opt');
  expect(services().ide).not.toHaveProperty('security_opt');
  expect(err).toContain('set services.db.mem_limit to "512m"  (docker-memory-limit; a guess)');
  expect(err).toContain('Guesses start the image as it comes');
});

test('what keeps one service from a repair is not said of the others', async () => {
  const text = `services:
  db:
    image: postgres:16
  backup:
    extends: db
    entrypoint: [pg_dump]
  quota:
    image: redis:7
    cpu_period: 100000
`;
  const { err } = await hardened({ 'compose.yaml': text });
  const left = err.slice(err.indexOf('Left for a person'));
  const [, ofDb = ''] = /Container db\n([\s\S]*?)\n {2}Container/.exec(left) ?? [];
  const [, ofQuota = ''] = /Container quota\n([\s\S]*?)\n {2}(?:Container|ComposeFile)/.exec(left) ?? [];
  expect(ofDb).toContain('set user to "999:999" by hand: service `backup` extends this one and would get it, too');
  expect(ofQuota).toContain('fix: An engine refuses `cpus` beside `cpu_period`');
  expect(ofQuota).not.toMatch(/by hand|backup/);
});

test('root keeps its capabilities where the user that they were dropped for is not written', async () => {
  const text = `services:
  db:
    image: postgres:16
  up:
    extends: {service: db}
    user: root
    read_only: false
`;
  const { services } = await hardened({ 'compose.yaml': text });
  expect(services().db).toHaveProperty('user', '999:999');
  expect(services().db).not.toHaveProperty('cap_drop');
});
