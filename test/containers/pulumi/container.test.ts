import { normalisePulumiContainer, normalisePulumiNetwork } from '../../../lib/containers/pulumi';
import { type Json, UNKNOWN } from '../../../lib/controls/requirement';
import { applyEdit, isEdit } from '../../../lib/engine/apply-fix';
import { copyOf } from '../../../lib/engine/copy';

const read = (args: Json) => normalisePulumiContainer('web', { image: 'web:1', ...args }).object;

/** What is written once the normal form says `fields` too. */
function written(args: Json, fields: Json): Json {
  const { object, written: form } = normalisePulumiContainer('web', { image: 'web:1', ...args });
  const after = copyOf({ image: 'web:1', ...args });
  for (const fix of form.changes(object, { ...object, ...fields }).flatMap((change) => change.fixes))
    if (isEdit(fix)) applyEdit(after, fix);
  const { image: _image, ...rest } = after;
  return rest;
}

const pathOf = (args: Json, ...path: readonly (string | number)[]) => normalisePulumiContainer('web', args).written.pathOf(path);

test('memory is in megabytes there, and in bytes here', () => {
  expect(read({ memory: 64, memorySwap: 128, shmSize: 16 })).toMatchObject({
    memory: 67_108_864,
    memorySwap: 134_217_728,
    shmSize: 16_777_216,
  });
  expect(written({}, { memory: 67_108_864, shmSize: 1 })).toEqual({ memory: 64, shmSize: 1 });
});

test('swap without a limit stays -1, in both directions', () => {
  expect(read({ memorySwap: -1 }).memorySwap).toBe(-1);
  expect(written({}, { memorySwap: -1 })).toEqual({ memorySwap: -1 });
});

test('a limit is rounded down to whole megabytes: never more than what was asked for', () => {
  expect(written({}, { memory: 3 * 1024 ** 2 - 1 })).toEqual({ memory: 2 });
});

test('CPUs are a text, or a quota of a period', () => {
  expect(read({ cpus: '0.5' }).cpus).toBe(0.5);
  expect(read({ cpuQuota: 50_000 }).cpus).toBe(0.5);
  expect(read({ cpuQuota: 50_000, cpuPeriod: 25_000 }).cpus).toBe(2);
  expect(read({ cpus: '0' }).cpus).toBe(0);
  expect(written({}, { cpus: 1.5 })).toEqual({ cpus: '1.5' });
  expect(pathOf({ cpuQuota: 1 }, 'cpus')).toEqual(['cpuQuota']);
});

test('capabilities are read as written, and written as the engine stores them', () => {
  expect(read({ capabilities: { drops: ['all'], adds: ['net_admin'] } })).toMatchObject({ capDrop: ['all'], capAdd: ['net_admin'] });
  expect(written({}, { capDrop: ['all'], capAdd: ['NET_BIND_SERVICE'] })).toEqual({
    capabilities: { drops: ['ALL'], adds: ['CAP_NET_BIND_SERVICE'] },
  });
});

test('one more capability leaves those that are written where they are', () => {
  expect(written({ capabilities: { drops: ['CAP_CHOWN'] } }, { capDrop: ['CAP_CHOWN', 'ALL'] })).toEqual({
    capabilities: { drops: ['CAP_CHOWN', 'ALL'] },
  });
});

test('security options mean the same with a colon', () => {
  expect(read({ securityOpts: ['seccomp:unconfined', 'no-new-privileges', 'label=type:svirt'] }).securityOpt).toEqual([
    'seccomp=unconfined',
    'no-new-privileges',
    'label=type:svirt',
  ]);
});

describe('tmpfs', () => {
  test('stands in a map with its options as one text', () => {
    expect(read({ tmpfs: { '/tmp': 'rw,exec,size=64m,mode=1777' } }).tmpfs).toEqual([
      { target: '/tmp', size: 67_108_864, mode: '1777', options: ['rw', 'exec'] },
    ]);
  });

  test('stands among the mounts, where it is always noexec, nosuid and nodev', () => {
    const mounts = [{ type: 'tmpfs', target: '/run', tmpfsOptions: { sizeBytes: 1024, mode: 0o700 } }];
    expect(read({ mounts })).toMatchObject({
      tmpfs: [{ target: '/run', size: 1024, mode: '700', options: ['noexec', 'nosuid', 'nodev'] }],
      mounts: [],
    });
  });

  test('a size that is a share of the memory is none in bytes', () => {
    expect(read({ tmpfs: { '/tmp': 'size=50%' } }).tmpfs).toEqual([{ target: '/tmp' }]);
  });

  test('is written into the map, and changed where it stands', () => {
    const args = { tmpfs: { '/tmp': '' }, mounts: [{ type: 'tmpfs', target: '/run' }] };
    const [first, second] = read(args).tmpfs ?? [];
    expect(
      written(args, {
        tmpfs: [
          { ...first, size: 1 },
          { ...second, size: 2 },
          { target: '/new', size: 3, options: ['noexec'] },
        ],
      }),
    ).toEqual({
      tmpfs: { '/tmp': 'size=1', '/new': 'noexec,size=3' },
      mounts: [{ type: 'tmpfs', target: '/run', tmpfsOptions: { sizeBytes: 2 } }],
    });
  });

  test('is found where it stands', () => {
    const args = {
      tmpfs: { '/tmp': '' },
      mounts: [
        { type: 'bind', source: '/a', target: '/b' },
        { type: 'tmpfs', target: '/run' },
      ],
    };
    expect(pathOf(args, 'tmpfs', 0, 'size')).toEqual(['tmpfs', '/tmp']);
    expect(pathOf(args, 'tmpfs', 1, 'size')).toEqual(['mounts', 1, 'tmpfsOptions', 'sizeBytes']);
  });

  test('whose options are not known yet has an unknown size', () => {
    expect(read({ tmpfs: { '/tmp': UNKNOWN } }).tmpfs).toEqual([{ target: '/tmp', size: UNKNOWN, options: UNKNOWN }]);
  });
});

describe('mounts', () => {
  const args = {
    mounts: [{ type: 'bind', source: '/srv', target: '/data', bindOptions: { propagation: 'shared' } }],
    volumes: [
      { hostPath: '/var/run/docker.sock', containerPath: '/s', readOnly: true },
      { volumeName: 'db', containerPath: '/db' },
    ],
  };

  test('are read from both lists', () => {
    expect(read(args).mounts).toEqual([
      { type: 'bind', source: '/srv', target: '/data', propagation: 'shared' },
      { type: 'bind', source: '/var/run/docker.sock', target: '/s', readOnly: true },
      { type: 'volume', source: 'db', target: '/db' },
    ]);
  });

  test('are found where they stand', () => {
    expect(pathOf(args, 'mounts', 0, 'propagation')).toEqual(['mounts', 0, 'bindOptions', 'propagation']);
    expect(pathOf(args, 'mounts', 1, 'source')).toEqual(['volumes', 0, 'hostPath']);
    expect(pathOf(args, 'mounts', 2)).toEqual(['volumes', 1]);
  });

  test('a path of the host that is not known yet is that of a bind mount', () => {
    expect(read({ volumes: [{ hostPath: UNKNOWN, containerPath: '/x' }] }).mounts).toEqual([
      { type: 'bind', source: UNKNOWN, target: '/x' },
    ]);
  });

  test('one that is taken away is removed from its own list', () => {
    const [first, , third] = read(args).mounts ?? [];
    expect(written(args, { mounts: [first, third] })).toEqual({ ...args, volumes: [args.volumes[1]] });
  });
});

describe('ports', () => {
  test('have the names of the provider', () => {
    const args = { ports: [{ internal: 80, external: 8080, protocol: 'tcp' }] };
    expect(read(args).ports).toEqual([{ target: 80, published: 8080, protocol: 'tcp' }]);
    expect(pathOf(args, 'ports', 0, 'hostIp')).toEqual(['ports', 0, 'ip']);
    expect(written(args, { ports: [{ target: 80, published: 8080, protocol: 'tcp', hostIp: '127.0.0.1' }] })).toEqual({
      ports: [{ internal: 80, external: 8080, protocol: 'tcp', ip: '127.0.0.1' }],
    });
  });

  test('all of them published are unknown ports on all addresses', () => {
    expect(read({ publishAllPorts: true }).ports).toEqual([{ target: UNKNOWN, hostIp: '0.0.0.0' }]);
    expect(pathOf({ publishAllPorts: true }, 'ports', 0, 'hostIp')).toEqual(['publishAllPorts']);
    expect(read({ publishAllPorts: false }).ports).toBeUndefined();
  });
});

test('environment variables are found by name; one that is not known yet hides no other', () => {
  const args = { envs: ['A=1', UNKNOWN, 'B=x=y', 'C'] };
  expect(read(args).env).toEqual({ A: '1', '[1]': UNKNOWN, B: 'x=y', C: null });
  expect(pathOf(args, 'env', 'B')).toEqual(['envs', 2]);
});

test('restarts are two arguments', () => {
  expect(read({ restart: 'on-failure', maxRetryCount: 3 }).restart).toEqual({ policy: 'on-failure', maxRetries: 3 });
  expect(read({ maxRetryCount: 3 }).restart).toBeUndefined();
  expect(written({ restart: 'on-failure' }, { restart: { policy: 'on-failure', maxRetries: 5 } })).toEqual({
    restart: 'on-failure',
    maxRetryCount: 5,
  });
});

test('ulimits are found by name', () => {
  const args = { ulimits: [{ name: 'nofile', soft: 1, hard: 2 }] };
  expect(read(args).ulimits).toEqual({ nofile: { soft: 1, hard: 2 } });
  expect(pathOf(args, 'ulimits', 'nofile', 'hard')).toEqual(['ulimits', 0, 'hard']);
  expect(written(args, { ulimits: { nofile: { soft: 1, hard: 2 }, nproc: { soft: 3, hard: 4 } } })).toEqual({
    ulimits: [...args.ulimits, { name: 'nproc', soft: 3, hard: 4 }],
  });
});

test('logging is two arguments', () => {
  expect(read({ logDriver: 'local', logOpts: { 'max-size': '1m' } }).logging).toEqual({ driver: 'local', options: { 'max-size': '1m' } });
  expect(written({ logDriver: 'json-file' }, { logging: { driver: 'json-file', options: { 'max-size': '1m' } } })).toEqual({
    logDriver: 'json-file',
    logOpts: { 'max-size': '1m' },
  });
});

test('a health check of NONE takes away what the image has', () => {
  expect(read({ healthcheck: { tests: ['NONE'] } }).healthcheck).toEqual({ disabled: true });
  expect(read({ healthcheck: { tests: ['CMD', '/probe'], interval: '5s' } }).healthcheck).toEqual({ test: ['CMD', '/probe'] });
});

test('a limit of processes cannot be said, and the words say where it can', () => {
  expect(read({}).inexpressible?.pidsLimit).toMatch(/default-ulimits.*pids_limit/);
});

test('labels are where waivers stand', () => {
  const labels = [
    { label: 'waive.tempered/docker-user', value: '{}' },
    { label: UNKNOWN, value: 'x' },
  ];
  expect(read({ labels }).metadata.annotations).toEqual({ 'waive.tempered/docker-user': '{}' });
});

test.each([
  ['capabilities', 'capDrop'],
  ['securityOpts', 'securityOpt'],
  ['tmpfs', 'tmpfs'],
  ['mounts', 'mounts'],
  ['ports', 'ports'],
  ['publishAllPorts', 'ports'],
  ['envs', 'env'],
  ['ulimits', 'ulimits'],
  ['devices', 'devices'],
  ['networksAdvanced', 'networks'],
  ['healthcheck', 'healthcheck'],
  ['memory', 'memory'],
  ['cpus', 'cpus'],
  ['privileged', 'privileged'],
])('%s that is not resolved yet is unknown, not absent', (key, field) => {
  expect((read({ [key]: UNKNOWN }) as Json)[field]).toBe(UNKNOWN);
});

test('IPv6 of a network has a name of its own there', () => {
  const { object, written: form } = normalisePulumiNetwork('back', { internal: true, ipv6: true });
  expect(object).toMatchObject({ internal: true, enableIpv6: true });
  expect(form.pathOf(['enableIpv6'])).toEqual(['ipv6']);
});
