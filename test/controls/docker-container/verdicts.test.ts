import { UNKNOWN } from '../../../lib/controls/requirement';
import { hardened, judged, theirs } from './hardened';

/** The field that each control reads, and a shape that it can never have. */
const IMPOSSIBLE: readonly (readonly [string, object])[] = [
  ['docker-read-only-root', { readOnly: 'yes' }],
  ['docker-drop-capabilities', { capDrop: 'ALL' }],
  ['docker-added-capabilities', { capAdd: 'NET_RAW' }],
  ['docker-critical-capabilities', { capAdd: 'ALL' }],
  ['docker-no-new-privileges', { securityOpt: 'no-new-privileges' }],
  ['docker-memory-limit', { memory: '256m' }],
  ['docker-memory-swap', { memory: 1024, memorySwap: '1k' }],
  ['docker-cpu-limit', { cpus: '1' }],
  ['docker-pids-limit', { pidsLimit: '100' }],
  ['docker-restart-policy', { restart: 'always' }],
  ['docker-healthcheck', { healthcheck: ['CMD', 'true'] }],
  ['docker-healthcheck', { healthcheck: { test: 'true' } }],
  ['docker-tmpfs-options', { tmpfs: '/tmp' }],
  ['docker-tmpfs-options', { tmpfs: ['/tmp'] }],
  ['docker-ulimits', { ulimits: [{ name: 'nofile' }] }],
  ['docker-log-rotation', { logging: 'json-file' }],
  ['docker-image-pin', { image: 1.5 }],
  ['docker-cgroup-parent', { cgroup: 1 }],
  ['docker-shm-size', { shmSize: '1g' }],
  ['docker-init', { init: 'true' }],
  ['docker-groups', { groups: 'docker' }],
  ['docker-oom', { oomKillDisable: 'yes' }],
  ['docker-oom', { oomScoreAdj: 'low' }],
];

test.each(IMPOSSIBLE)('%s never passes %p', (id, fields) => {
  const { verdict, malformed } = judged(id, fields);
  expect(verdict).not.toBe('pass');
  expect(verdict === 'fail' || malformed.length > 0).toBe(true);
});

/** The same with a value that is not there yet. */
const NOT_THERE_YET: readonly (readonly [string, object])[] = [
  ...IMPOSSIBLE.map(([id, fields]) => [id, Object.fromEntries(Object.keys(fields).map((field) => [field, UNKNOWN]))] as const),
  ['docker-drop-capabilities', { capDrop: [UNKNOWN] }],
  ['docker-added-capabilities', { capAdd: [UNKNOWN] }],
  ['docker-memory-swap', { memory: 1024, memorySwap: UNKNOWN }],
  ['docker-restart-policy', { restart: { policy: UNKNOWN } }],
  ['docker-restart-policy', { restart: { policy: 'on-failure', maxRetries: UNKNOWN } }],
  ['docker-healthcheck', { healthcheck: { test: UNKNOWN } }],
  ['docker-healthcheck', { healthcheck: { test: ['CMD', 'true'], disabled: UNKNOWN } }],
  ['docker-tmpfs-options', { tmpfs: [UNKNOWN] }],
  ['docker-tmpfs-options', { tmpfs: [{ target: '/tmp', size: UNKNOWN }] }],
  ['docker-tmpfs-options', { tmpfs: [{ target: '/tmp', size: 1024, options: [UNKNOWN] }] }],
  ['docker-ulimits', { ulimits: { nofile: { soft: 1024, hard: UNKNOWN } } }],
  ['docker-log-rotation', { logging: { driver: UNKNOWN } }],
  ['docker-log-rotation', { logging: { driver: 'json-file', options: { 'max-size': UNKNOWN } } }],
  ['docker-image-pin', { image: `nginx:$${'{TAG}'}` }],
];

test.each(NOT_THERE_YET)('%s does not know %p', (id, fields) => {
  expect(judged(id, fields).verdict).toBe('unknown');
});

describe('what a target has no words for', () => {
  test.each([
    ['docker-pids-limit', 'pidsLimit'],
    ['docker-memory-limit', 'memory'],
    ['docker-cpu-limit', 'cpus'],
    ['docker-read-only-root', 'readOnly'],
    ['docker-init', 'init'],
    ['docker-log-rotation', 'logging'],
  ])('%s is not known, in the words of the target', (id, field) => {
    const { verdict, observations } = judged(id, { inexpressible: { [field]: 'Set it in daemon.json.' } });
    expect(verdict).toBe('unknown');
    expect(observations).toMatchObject([{ path: [field], fix: { op: 'manual', instructions: 'Set it in daemon.json.' } }]);
  });

  test('shared memory is bounded by the engine all the same', () => {
    expect(judged('docker-shm-size', { inexpressible: { shmSize: 'Mount a tmpfs.' } }).verdict).toBe('pass');
  });

  test('limits of swap are asked for only beside one of memory', () => {
    const inexpressible = { memorySwap: 'Switch swap off.' };
    expect(judged('docker-memory-swap', { inexpressible }).verdict).toBe('not-applicable');
    expect(judged('docker-memory-swap', { inexpressible, memory: 1024 }).verdict).toBe('unknown');
  });
});

describe('restarts', () => {
  const ids = ['docker-restart-policy'];

  test('are bounded in our own constructs', () => {
    expect(hardened(ids, {})).toEqual({ restart: { policy: 'on-failure', maxRetries: 5 } });
    expect(hardened(ids, { declaredBy: 'pulumi-service' })).toEqual({ restart: { policy: 'on-failure', maxRetries: 5 } });
    expect(hardened(ids, { restart: { policy: 'on-failure' } })).toEqual({ restart: { policy: 'on-failure', maxRetries: 5 } });
  });

  test('are never changed where somebody wrote them, nor begun in somebody’s file', () => {
    expect(hardened(ids, { restart: { policy: 'unless-stopped' } }, true)).toEqual({});
    expect(hardened(ids, { restart: { policy: 'on-failure', maxRetries: 50 } }, true)).toEqual({});
    expect(hardened(ids, { ...theirs }, true)).toEqual({});
    expect(hardened(ids, { ...theirs, declaredBy: 'stack' }, true)).toEqual({});
  });
});

describe('a tmpfs', () => {
  const ids = ['docker-tmpfs-options'];

  test('of somebody’s file gets a size where it holds scratch files, not where it may hold data', () => {
    const tmpfs = [{ target: '/tmp' }, { target: '/var/lib/mysql' }];
    expect(hardened(ids, { ...theirs, image: 'nginx:1.29', tmpfs })).toEqual({
      tmpfs: [{ target: '/tmp', size: 67_108_864 }, { target: '/var/lib/mysql' }],
    });
    // A browser keeps its profile there.
    expect(hardened(ids, { ...theirs, image: 'registry.example/chrome:1', tmpfs })).toEqual({});
  });

  test('loses what opens it only where that is asked for', () => {
    const tmpfs = [{ target: '/tmp', size: 1024, options: ['exec', 'mode=1777'] }];
    expect(hardened(ids, { tmpfs })).toEqual({});
    expect(hardened(ids, { tmpfs }, true)).toEqual({ tmpfs: [{ target: '/tmp', size: 1024, options: ['noexec', 'mode=1777'] }] });
  });
});

describe('logs', () => {
  const ids = ['docker-log-rotation'];

  test('keep the options that somebody wrote', () => {
    expect(hardened(ids, { logging: { driver: 'json-file', options: { tag: 'web' } } })).toEqual({
      logging: { driver: 'json-file', options: { tag: 'web', 'max-size': '10m' } },
    });
  });

  test.each(['-1', '0', '0m', '-5m'])('are not rotated at %s', (size) => {
    expect(judged('docker-log-rotation', { logging: { driver: 'local', options: { 'max-size': size } } }).verdict).toBe('fail');
  });

  test.each(['1', '10m', '0.5g', '100k'])('are rotated at %s', (size) => {
    expect(judged('docker-log-rotation', { logging: { options: { 'max-size': size } } }).verdict).toBe('pass');
  });

  test('follow the daemon only where the container says nothing', () => {
    const daemon = { apiVersion: 'docker/v1', kind: 'Daemon', metadata: { name: 'd' }, config: { 'log-driver': 'local' } };
    expect(judged('docker-log-rotation', {}, [daemon]).verdict).toBe('pass');
    expect(judged('docker-log-rotation', { logging: { driver: 'json-file' } }, [daemon]).verdict).toBe('fail');
  });
});

test('a weight of the processor is named as what it is', () => {
  const [observation] = judged('docker-cpu-limit', { cpuShares: 512 }).observations;
  expect(observation?.expected).toContain('only a weight');
});

test('a limit of open files comes with our own constructs, and not into somebody’s file', () => {
  expect(hardened(['docker-ulimits'], {})).toEqual({ ulimits: { nofile: { soft: 16_384, hard: 16_384 } } });
  expect(hardened(['docker-ulimits'], { ...theirs })).toEqual({});
});
