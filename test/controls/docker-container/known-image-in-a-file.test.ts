import { MIB, SCRATCH } from '../../../lib/controls/docker/known-images';
import { hardened, judged, theirs } from './hardened';

const CONTROLS = [
  ...['docker-user', 'docker-read-only-root', 'docker-drop-capabilities', 'docker-memory-limit', 'docker-memory-swap'],
  ...['docker-pids-limit', 'docker-healthcheck', 'docker-init'],
];
const OPTIONS = ['noexec', 'nosuid', 'nodev'];
const scratch = (target: string) => ({ target, size: SCRATCH, options: OPTIONS });

test('a database that is known is hardened so that it still starts', () => {
  expect(hardened(CONTROLS, { ...theirs, image: 'postgres:15-alpine' })).toEqual({
    user: '70:70',
    readOnly: true,
    tmpfs: [scratch('/tmp'), scratch('/run/postgresql')],
    capDrop: ['ALL'],
    memory: 512 * MIB,
    memorySwap: 512 * MIB,
    pidsLimit: 200,
    healthcheck: { test: ['CMD', 'pg_isready', '-q'] },
    init: true,
  });
});

test('nothing that could stop it is filled in for an image that nobody knows', () => {
  expect(hardened(CONTROLS, { ...theirs, image: 'registry.example/shop:1' })).toEqual({});
  expect(hardened(CONTROLS, { ...theirs, image: 'shop', built: true })).toEqual({});
});

test('an image that needs root keeps it, and the capabilities that it needs', () => {
  expect(hardened(CONTROLS, { ...theirs, image: 'nginx:1.27' })).toEqual({
    readOnly: true,
    tmpfs: [scratch('/tmp'), { ...scratch('/var/cache/nginx'), size: 256 * MIB }, scratch('/run')],
    memory: 256 * MIB,
    memorySwap: 256 * MIB,
    pidsLimit: 100,
    init: true,
  });
  const [observation] = judged('docker-drop-capabilities', { ...theirs, image: 'nginx:1.27' }).observations;
  expect(observation?.fix).toMatchObject({ op: 'manual', instructions: expect.stringContaining('CHOWN, DAC_OVERRIDE, SETGID, SETUID') });
});

describe('a read-only root', () => {
  const filledIn = (fields: object, override = false) => hardened(['docker-read-only-root'], { ...theirs, ...fields }, override);

  test('counts what is mounted, and /var/run for /run', () => {
    const mounts = [{ type: 'volume', source: 'run', target: '/run' }];
    expect(filledIn({ image: 'postgres:15', mounts })).toEqual({ readOnly: true, tmpfs: [scratch('/tmp')] });
  });

  test('is left to a person where a mount that is only read takes the place of what it writes', () => {
    const mounts = [{ type: 'volume', source: 'tmp', target: '/tmp/', readOnly: true }];
    expect(filledIn({ image: 'mongo:7', mounts })).toEqual({});
    expect(filledIn({ image: 'mongo:7', mounts }, true)).toEqual({});
    const below = [{ type: 'bind', source: './seed', target: '/tmp/seed', readOnly: true }];
    expect(filledIn({ image: 'mongo:7', mounts: below })).toEqual({ readOnly: true, tmpfs: [scratch('/tmp')] });
  });

  test('waits where the list of tmpfs is somebody’s, until that may be added to', () => {
    const given = { image: 'postgres:15', tmpfs: [{ target: '/tmp', size: SCRATCH }] };
    expect(filledIn(given)).toEqual({});
    expect(filledIn(given, true)).toEqual({ readOnly: true, tmpfs: [{ target: '/tmp', size: SCRATCH }, scratch('/run/postgresql')] });
  });

  test('is filled in by itself where all that is written has its place', () => {
    const tmpfs = [scratch('/tmp'), scratch('/run/postgresql')];
    expect(filledIn({ image: 'postgres:15', tmpfs })).toEqual({ readOnly: true });
  });

  test('is left to a person where the image keeps its data in no volume', () => {
    expect(filledIn({ image: 'grafana/grafana:10.2.0' })).toEqual({});
    const mounts = [{ type: 'volume', source: 'grafana', target: '/var/lib/grafana' }];
    expect(filledIn({ image: 'grafana/grafana:10.2.0', mounts })).toEqual({ readOnly: true, tmpfs: [scratch('/tmp')] });
  });

  test('is left to a person where the entry point writes the configuration', () => {
    const mounts = [{ type: 'bind', source: './templates', target: '/etc/nginx/templates', readOnly: true }];
    expect(filledIn({ image: 'nginx:1.27', mounts })).toEqual({});
  });

  test('is left to a person where a tmpfs cannot be said', () => {
    expect(filledIn({ image: 'postgres:15', dropped: { tmpfs: 'Write a volume.' }, tmpfs: [{ target: '/x' }] })).toEqual({});
  });
});

describe('all capabilities', () => {
  const filledIn = (fields: object) => hardened(['docker-drop-capabilities'], { ...theirs, ...fields });

  test('go where the user is known not to be root', () => {
    expect(filledIn({ image: 'registry.example/shop:1', user: '1000' })).toEqual({ capDrop: ['ALL'] });
    expect(filledIn({ image: 'registry.example/shop:1', imageConfig: { user: 'app' } })).toEqual({ capDrop: ['ALL'] });
    expect(filledIn({ image: 'memcached:1.6' })).toEqual({ capDrop: ['ALL'] });
  });

  test('stay while a known image is started as root', () => {
    expect(filledIn({ image: 'postgres:15' })).toEqual({});
    expect(filledIn({ image: 'memcached:1.6', user: 'root' })).toEqual({});
  });

  test('stay where the executable asks for one, which the kernel would refuse to run', () => {
    expect(filledIn({ image: 'caddy:2-alpine', user: '1000' })).toEqual({});
  });
});

test('a limit is never below what the image is known to need, nor below that of the profile', () => {
  expect(hardened(['docker-memory-limit'], { ...theirs, image: 'memcached:1.6' })).toEqual({ memory: 256 * MIB });
  expect(hardened(['docker-memory-limit'], { ...theirs, image: 'mysql:8.4' })).toEqual({ memory: 1024 * MIB });
  expect(hardened(['docker-pids-limit'], { ...theirs, image: 'redis:7' })).toEqual({ pidsLimit: 100 });
});

test('a health check is filled in only where the server of the image is started as it comes', () => {
  expect(hardened(['docker-healthcheck'], { ...theirs, image: 'redis:7' })).toEqual({
    healthcheck: { test: ['CMD', 'redis-cli', 'ping'] },
  });
  expect(hardened(['docker-healthcheck'], { ...theirs, image: 'redis:7', command: ['redis-server', '--port', '6380'] })).toEqual({});
  expect(hardened(['docker-healthcheck'], { ...theirs, image: 'redis:7', healthcheck: { disabled: true } })).toEqual({});
  const configs = [{ source: 'redis', target: '/usr/local/etc/redis/redis.conf' }];
  expect(hardened(['docker-healthcheck'], { ...theirs, image: 'redis:7', configs })).toEqual({});
});

describe('settings that say more than the defaults', () => {
  const limits = ['docker-memory-limit', 'docker-pids-limit'];

  test.each([
    ['elasticsearch:8.15.0', { env: { ES_JAVA_OPTS: '-Xms4g -Xmx4g' } }],
    ['memcached:1.6', { command: ['-m', '1024'] }],
    ['redis:7', { command: ['redis-server', '--maxmemory', '2gb'] }],
    ['mysql:8.4', { command: ['--innodb-buffer-pool-size=4G'] }],
    ['postgres:16', { command: ['postgres', '-c', 'shared_buffers=2GB', '-c', 'max_connections=500'] }],
    ['mongo:7', { command: ['mongod', '--wiredTigerCacheSizeGB', '4'] }],
    ['memcached:1.6', { entrypoint: ['memcached', '-m', '256'] }],
    ['postgres:16', { command: ['-N', '500'] }],
    ['postgres:16', { shmSize: 1024 * MIB }],
    ['redis:7', { command: ['redis-server', '/usr/local/etc/redis/redis.conf'] }],
    ['redis:7', { command: ['redis-server', '--io-threads', '8'] }],
    ['nginx:1.29', { command: ['nginx', '-g', 'worker_processes 64; daemon off;'] }],
    ['mariadb:11', { mounts: [{ type: 'bind', source: './conf.d', target: '/etc/mysql/conf.d' }] }],
    ['postgres:16', { mounts: [{ type: 'bind', source: './pg.conf', target: '/var/lib/postgresql/data/postgresql.conf' }] }],
    ['mysql:8.4', { configs: [{ source: 'my', target: '/etc/my.cnf' }] }],
    ['mysql:8.4', { configs: [{ source: 'my' }] }],
  ])('leave the limits of %s to a person: %j', (image, fields) => {
    expect(hardened(limits, { ...theirs, image, ...fields })).toEqual({});
  });

  test.each([
    ['mongo:7', { command: ['mongod', '--logpath', '/var/log/mongodb/mongod.log'] }],
    ['postgres:16', { command: ['postgres', '-c', 'log_directory=/var/log/postgresql'] }],
    ['mysql:8.4', { command: ['--general-log-file=/var/log/mysql/q.log'] }],
    ['nginx:1.29', { mounts: [{ type: 'bind', source: './site.conf', target: '/etc/nginx/conf.d/site.conf' }] }],
    ['registry:2', { env: { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/data' } }],
    ['mongo:7', { command: ['--config', '/etc/mongo/mongod.conf'], mounts: [{ type: 'bind', source: './m', target: '/etc/mongo' }] }],
    ['mongo:7', { command: ['mongod', '--dbpath', '/data/db', '--config', '/etc/mongod.conf'] }],
    ['redis:7', { configs: [{ source: 'redis', target: '/usr/local/etc/redis/redis.conf' }] }],
    ['postgres:16', { command: ['-c', 'config_file=/etc/postgresql.conf'] }],
  ])('leave the root of %s to a person: %j', (image, fields) => {
    expect(hardened(['docker-read-only-root'], { ...theirs, image, ...fields })).toEqual({});
  });

  test('that say nothing of the kind change nothing', () => {
    const command = ['redis-server', '--appendonly', 'yes'];
    expect(hardened(limits, { ...theirs, image: 'redis:7', command })).toMatchObject({ memory: 512 * MIB });
    const data = ['mongod', '--dbpath', '/data/db', '--replSet', 'rs0', '--bind_ip_all'];
    expect(hardened(['docker-read-only-root'], { ...theirs, image: 'mongo:7', command: data })).toMatchObject({ readOnly: true });
    const site = [{ type: 'bind', source: './html', target: '/usr/share/nginx/html' }];
    expect(hardened(limits, { ...theirs, image: 'nginx:1.29', command: ['nginx', '-g', 'daemon off;'], mounts: site })).toMatchObject({
      memory: 256 * MIB,
    });
    const postgres = { image: 'postgres:16', command: ['postgres', '-c', 'listen_addresses=*', '-c', 'log_statement=all'] };
    expect(hardened(limits, { ...theirs, ...postgres })).toMatchObject({ memory: 512 * MIB, pidsLimit: 200 });
    const initial = [{ type: 'bind', source: './init.sql', target: '/docker-entrypoint-initdb.d/init.sql' }];
    expect(hardened(limits, { ...theirs, image: 'mysql:8.4', command: ['--sql_mode='], mounts: initial })).toMatchObject({
      pidsLimit: 300,
    });
    const kept = ['/data', '/config'].map((target) => ({ type: 'volume', source: target.slice(1), target }));
    expect(hardened(limits, { ...theirs, image: 'caddy:2', mounts: kept })).toMatchObject({ memory: 256 * MIB });
    const rules = [{ type: 'bind', source: './p.yml', target: '/etc/prometheus/prometheus.yml' }];
    expect(hardened(['docker-read-only-root'], { ...theirs, image: 'prom/prometheus:v2.53.0', mounts: rules })).toEqual({ readOnly: true });
    const mounts = [{ type: 'volume', source: 'blobs', target: '/data' }];
    const env = { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/data' };
    expect(hardened(['docker-read-only-root'], { ...theirs, image: 'registry:2', env, mounts })).toMatchObject({ readOnly: true });
  });
});
