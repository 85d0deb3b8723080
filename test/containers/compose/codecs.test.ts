// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables as Compose writes them.
import { composeService, normaliseComposeService, type RunBy } from '../../../lib/containers/compose';
import type { DockerContainer } from '../../../lib/controls/docker/container';
import { dockerContainer } from '../../../lib/controls/docker/container';
import { type Json, UNKNOWN } from '../../../lib/controls/requirement';
import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { restricted } from '../../../lib/profiles';

function read(written: Json, runBy: RunBy = 'compose'): DockerContainer {
  return normaliseComposeService(written, { name: 'web', runBy }).object as unknown as DockerContainer;
}

function changes(written: Json, change: Partial<DockerContainer>, runBy: RunBy = 'compose') {
  const { object, written: form } = normaliseComposeService(written, { name: 'web', runBy });
  return form.changes(object, { ...object, ...change } as Json).flatMap(({ fixes }) => fixes);
}

describe('ports', () => {
  test.each([
    ['8080:80', { target: 80, published: 8080 }],
    ['127.0.0.1:8080:80/tcp', { target: 80, published: 8080, hostIp: '127.0.0.1', protocol: 'tcp' }],
    ['127.0.0.1::80', { target: 80, hostIp: '127.0.0.1' }],
    ['[::1]:8080:80', { target: 80, published: 8080, hostIp: '::1' }],
    ['8000-8010:80', { target: 80, published: '8000-8010' }],
    ['80', { target: 80 }],
    [3000, { target: 3000 }],
    ['${PORT:-8080}:80', { target: 80, published: 8080 }],
    ['${PORT}:80', { target: 80, published: '${PORT}' }],
    ['${PORTS:-127.0.0.1:8080:80}', { target: 80, published: 8080, hostIp: '127.0.0.1' }],
    [
      { target: 80, published: '8080', host_ip: '127.0.0.1', mode: 'host' },
      { target: 80, published: 8080, hostIp: '127.0.0.1', mode: 'host' },
    ],
  ])('%j is read', (written, port) => {
    expect(read({ ports: [written] }).ports).toEqual([port]);
  });

  test('a range stays one, with both of its ends', () => {
    expect(read({ ports: ['9090-9091:8080-8081', '10000-20000/udp'], expose: ['1-300', '80-80'] })).toMatchObject({
      ports: [
        { target: '8080-8081', published: '9090-9091' },
        { target: '10000-20000', protocol: 'udp' },
      ],
      expose: ['1-300', 80],
    });
    const [first, ...others] = read({ ports: ['5000-6000:5000-6000', 80] }).ports ?? [];
    expect(changes({ ports: ['5000-6000:5000-6000', 80] }, { ports: [{ target: '', ...first, hostIp: '127.0.0.1' }, ...others] })).toEqual([
      { op: 'set', path: ['ports', 0], value: '127.0.0.1:5000-6000:5000-6000' },
    ]);
  });

  test('an address that only the environment knows is not known', () => {
    expect(read({ ports: ['${BIND}:8080:80'] }).ports).toEqual([{ target: 80, published: 8080, hostIp: UNKNOWN }]);
  });

  test.each([
    ['${PORT:-8080}:80', '127.0.0.1:${PORT:-8080}:80'],
    ['80/udp', '127.0.0.1::80/udp'],
    ['0.0.0.0:8080:80', '127.0.0.1:8080:80'],
  ])('an address is put in front of %s as it is written', (written, result) => {
    const [port] = read({ ports: [written] }).ports ?? [];
    expect(
      changes(
        { ports: ['1:1', written] },
        {
          ports: [
            { target: 1, published: 1 },
            { ...port, target: port?.target ?? 0, hostIp: '127.0.0.1' },
          ],
        },
      ),
    ).toEqual([{ op: 'set', path: ['ports', 1], value: result }]);
  });

  test('in the long form it is a key', () => {
    expect(changes({ ports: [{ target: 80 }] }, { ports: [{ target: 80, hostIp: '127.0.0.1' }] })).toEqual([
      { op: 'set', path: ['ports', 0, 'host_ip'], value: '127.0.0.1' },
    ]);
  });

  test('a stack binds to every address, whatever is written', () => {
    expect(read({ ports: ['127.0.0.1:8080:80'] }, 'stack').ports).toEqual([{ target: 80, published: 8080 }]);
    expect(changes({ ports: ['8080:80'] }, { ports: [{ target: 80, published: 8080, hostIp: '127.0.0.1' }] }, 'stack')).toMatchObject([
      { op: 'manual' },
    ]);
  });
});

describe('volumes', () => {
  test.each([
    ['./data:/data:ro,z', { type: 'bind', source: './data', target: '/data', readOnly: true }],
    ['/:/host:rslave', { type: 'bind', source: '/', target: '/host', propagation: 'rslave' }],
    ['data:/data', { type: 'volume', source: 'data', target: '/data' }],
    ['/data', { type: 'volume', target: '/data' }],
    ['C:\\data:/data', { type: 'bind', source: 'C:\\data', target: '/data' }],
    ['${SOCK:-/var/run/docker.sock}:/sock', { type: 'bind', source: '/var/run/docker.sock', target: '/sock' }],
    ['${DATA}:/data', { type: 'bind', source: UNKNOWN, target: '/data' }],
    ['${PWD}/x:/x', { type: 'bind', source: './x', target: '/x' }],
    [
      { type: 'bind', source: '/var', target: '/v', read_only: true, bind: { propagation: 'shared' } },
      { type: 'bind', source: '/var', target: '/v', readOnly: true, propagation: 'shared' },
    ],
  ])('%j is read', (written, mount) => {
    expect(read({ volumes: [written] }).mounts).toEqual([mount]);
  });

  test.each([
    ['./data:/data', './data:/data:ro'],
    ['${D:-./d}:/data:z', '${D:-./d}:/data:ro,z'],
    ['./data:/data:rw', './data:/data:ro'],
  ])('read-only is written behind %s', (written, result) => {
    const [mount] = read({ volumes: [written] }).mounts ?? [];
    expect(changes({ volumes: [written] }, { mounts: [{ type: 'bind', ...mount, readOnly: true }] })).toEqual([
      { op: 'set', path: ['volumes', 0], value: result },
    ]);
  });

  test('a named volume that is a folder of the host is a bind mount', () => {
    const context = { hostVolumes: new Map([['data', '/etc']]) };
    const { object } = normaliseComposeService({ volumes: ['data:/data'] }, { name: 'web', runBy: 'compose', context });
    expect(object.mounts).toEqual([{ type: 'bind', source: '/etc', target: '/data' }]);
  });
});

describe('a command that runs when the service starts or stops', () => {
  const hook = { command: ['chown', '-R', 'web', '/data'], privileged: true };

  test('has a user, variables and words of its own, each where it stands', () => {
    const written = {
      pre_stop: ['not a hook', { command: 'save --token "a b"', user: 0, environment: ['A=1', 'B'] }],
      post_start: [{ command: ['x', 'y'], environment: { C: 2 } }],
    };
    const { object, written: form } = normaliseComposeService(written, { name: 'web', runBy: 'compose' });
    expect(object.hooks).toEqual([
      { command: ['x', 'y'], env: { C: '2' } },
      { command: ['save', '--token', 'a b'], user: '0', env: { A: '1', B: null } },
    ]);
    const at = (...path: (string | number)[]) => form.pathOf(['hooks', ...path]).join('.');
    expect(at(0, 'command', 1)).toBe('post_start.0.command.1');
    expect(at(0, 'env', 'C')).toBe('post_start.0.environment.C');
    expect(at(1, 'command', 2)).toBe('pre_stop.1.command');
    expect(at(1, 'env', 'B')).toBe('pre_stop.1.environment.1');
    expect(at(1, 'user')).toBe('pre_stop.1.user');
  });

  test('is privileged as the service would be, and is found where it stands', () => {
    const written = { privileged: false, post_start: [{ command: 'true' }, hook] };
    const { object, written: form } = normaliseComposeService(written, { name: 'web', runBy: 'compose' });
    expect(object.privileged).toBe(true);
    expect(form.pathOf(['privileged'])).toEqual(['post_start', 1, 'privileged']);
    expect(read({ privileged: false, pre_stop: [{ command: 'true' }] }).privileged).toBe(false);
    expect(read({ pre_stop: [{ ...hook, privileged: '${P}' }] }).privileged).toBe(UNKNOWN);
  });

  test('is repaired together with the service, in one go', () => {
    expect(changes({ privileged: true, pre_stop: [hook] }, { privileged: false })).toEqual([
      { op: 'set', path: ['privileged'], value: false },
      { op: 'set', path: ['pre_stop', 0, 'privileged'], value: false },
    ]);
  });
});

describe('use_api_socket', () => {
  const socket = { type: 'bind', source: '/var/run/docker.sock', target: '/var/run/docker.sock' };

  test('mounts the socket of the engine behind the volumes, and is found where it stands', () => {
    const written = { volumes: ['./data:/data'], use_api_socket: true };
    const { object, written: form } = normaliseComposeService(written, { name: 'web', runBy: 'compose' });
    expect(object.mounts).toEqual([{ type: 'bind', source: './data', target: '/data' }, socket]);
    expect(form.pathOf(['mounts', 1, 'source'])).toEqual(['use_api_socket']);
    expect(form.pathOf(['mounts', 0, 'source'])).toEqual(['volumes', 0]);
    const { findings } = audit([resource(object, { from: 'memory' }, form)], { profile: restricted });
    expect(findings.map(({ control }) => control)).toContain('docker-socket-mount');
  });

  test('is taken out as a whole, and has no words for less', () => {
    expect(changes({ use_api_socket: true }, { mounts: [] })).toEqual([{ op: 'remove', path: ['use_api_socket'] }]);
    const [mount] = read({ use_api_socket: true }).mounts ?? [];
    const [fix] = changes({ use_api_socket: true }, { mounts: [{ type: 'bind', ...mount, readOnly: true }] });
    expect(fix?.op).toBe('manual');
  });

  test('is not known where a variable says so, and nothing where it is false', () => {
    expect(read({ use_api_socket: '${SOCKET}' }).mounts).toEqual([{ ...socket, source: UNKNOWN }]);
    expect(read({ use_api_socket: false }).mounts).toBeUndefined();
  });
});

describe('tmpfs', () => {
  test('stands under tmpfs and under volumes', () => {
    const service = {
      tmpfs: '/run:size=64m,mode=1777,exec',
      volumes: [{ type: 'tmpfs', target: '/tmp', tmpfs: { size: '16m', mode: 0o1777 } }],
    };
    expect(read(service).tmpfs).toEqual([
      { target: '/run', size: 67_108_864, mode: '1777', options: ['exec'] },
      { target: '/tmp', size: 16_777_216, mode: '1777', options: ['noexec', 'nosuid', 'nodev'] },
    ]);
  });

  test('a single one becomes a list when another comes', () => {
    expect(changes({ tmpfs: '/run' }, { tmpfs: [{ target: '/run' }, { target: '/tmp', size: 1_048_576, options: ['noexec'] }] })).toEqual([
      { op: 'set', path: ['tmpfs'], value: ['/run', '/tmp:size=1m,noexec'] },
    ]);
  });

  test('a stack gets a volume, since it drops the key', () => {
    const tmpfs = [{ target: '/tmp', size: 1_048_576, options: ['noexec', 'nosuid', 'nodev'] }];
    expect(changes({}, { tmpfs }, 'stack')).toEqual([
      { op: 'append', path: ['volumes'], value: { type: 'tmpfs', target: '/tmp', tmpfs: { size: 1_048_576 } } },
    ]);
  });
});

describe('limits', () => {
  test.each([
    [
      { mem_limit: '512m', cpus: 0.5, pids_limit: 100 },
      { memory: 536_870_912, cpus: 0.5, pidsLimit: 100 },
    ],
    [
      { deploy: { resources: { limits: { memory: '1.5G', cpus: '0.25', pids: 10 } } } },
      { memory: 1_610_612_736, cpus: 0.25, pidsLimit: 10 },
    ],
    [
      { mem_limit: 1024, cpu_quota: 50_000 },
      { memory: 1024, cpus: 0.5 },
    ],
    [
      { mem_limit: '${MEM:-64m}', cpus: '${CPUS}' },
      { memory: 67_108_864, cpus: UNKNOWN },
    ],
  ])('%j', (written, limits) => {
    expect(read(written)).toMatchObject(limits);
  });

  test('stand where the service has its limits', () => {
    expect(changes({}, { memory: 536_870_912 })).toEqual([{ op: 'set', path: ['mem_limit'], value: '512m' }]);
    expect(changes({ deploy: { resources: { limits: { cpus: '1' } } } }, { memory: 536_870_912 })).toEqual([
      { op: 'set', path: ['deploy', 'resources', 'limits', 'memory'], value: '512m' },
    ]);
    expect(changes({}, { memory: 536_870_912 }, 'stack')).toEqual([
      { op: 'set', path: ['deploy', 'resources', 'limits', 'memory'], value: '512m' },
    ]);
  });

  test('are left to a person where more is reserved', () => {
    expect(changes({ mem_reservation: '1g' }, { memory: 536_870_912 })).toMatchObject([{ op: 'manual' }]);
  });

  test('are not honoured beside deploy in a stack', () => {
    expect(read({ mem_limit: '512m' }, 'stack').dropped?.memory).toContain('deploy.resources.limits.memory');
  });
});

test.each([
  [['no-new-privileges:true'], ['no-new-privileges']],
  [['no-new-privileges'], ['no-new-privileges']],
  [['no-new-privileges:false'], ['no-new-privileges=false']],
  [
    ['seccomp:unconfined', 'label=disable'],
    ['seccomp=unconfined', 'label=disable'],
  ],
])('security options %j', (written, securityOpt) => {
  expect(read({ security_opt: written })).toMatchObject({ securityOpt });
});

test.each([
  [{ restart: 'on-failure:5' }, { policy: 'on-failure', maxRetries: 5 }],
  [{ restart: false }, { policy: 'no' }],
  [{ restart: 'unless-stopped' }, { policy: 'unless-stopped' }],
  [{ restart: 'no', deploy: { restart_policy: { condition: 'any' } } }, { policy: 'always' }],
])('restarts %j', (written, restart) => {
  expect(read(written).restart).toEqual(restart);
});

test.each([
  [{ test: 'curl -f http://localhost || exit 1' }, { test: ['CMD-SHELL', 'curl -f http://localhost || exit 1'] }],
  [{ test: ['CMD', 'true'], interval: '5s' }, { test: ['CMD', 'true'] }],
  [{ test: ['NONE'] }, { disabled: true }],
  [{ test: 'NONE' }, { disabled: true }],
  [{ disable: true }, { disabled: true }],
])('health check %j', (written, healthcheck) => {
  expect(read({ healthcheck: written }).healthcheck).toEqual(healthcheck);
});

test('environment as a list and as a mapping', () => {
  const env = { A: '1', B: null, C: 'x=y', D: '${D}', E: 'default' };
  expect(read({ environment: ['A=1', 'B', 'C=x=y', 'D=${D}', 'E=${E:-default}'] }).env).toEqual(env);
  expect(read({ environment: { A: 1, B: null, C: 'x=y', D: '${D}', E: '${E:-default}' } }).env).toEqual(env);
});

test('a variable is put into a list as into a mapping', () => {
  expect(changes({ environment: ['A=1'] }, { env: { A: '1', B: '2$' } })).toEqual([
    { op: 'append', path: ['environment'], value: 'B=2$$' },
  ]);
  expect(changes({ environment: { A: '1' } }, { env: { A: '1', B: '2$' } })).toEqual([
    { op: 'set', path: ['environment', 'B'], value: '2$$' },
  ]);
});

test('a command line is cut into words', () => {
  expect(read({ command: `sh -c "echo 'a b' \\"c\\"" d\\ e` }).command).toEqual(['sh', '-c', `echo 'a b' "c"`, 'd e']);
});

test('secrets in both forms, with the mode as YAML gives it', () => {
  expect(read({ secrets: ['a', { source: 'b', target: 'c', uid: '1', mode: 0o440 }, { source: 'd', mode: '0400' }] }).secrets).toEqual([
    { source: 'a' },
    { source: 'b', target: 'c', uid: '1', mode: '0440' },
    { source: 'd', mode: '0400' },
  ]);
});

test('devices, networks, ports to expose, labels', () => {
  const written = {
    devices: ['/dev/snd:/dev/snd:rwm', { source: '/dev/fuse', target: '/dev/fuse' }],
    networks: { front: { aliases: ['x'] }, back: null },
    expose: ['3000', '8000-8001/tcp', 9],
    labels: ['a=b'],
  };
  expect(read(written)).toMatchObject({
    devices: ['/dev/snd', '/dev/fuse'],
    networks: ['front', 'back'],
    expose: [3000, '8000-8001', 9],
    metadata: { annotations: { a: 'b' } },
  });
});

test('a network that is the host’s is the network mode', () => {
  const context = { hostNetworks: new Set(['outside']) };
  const { object, written } = normaliseComposeService({ networks: ['back', 'outside'] }, { name: 'web', runBy: 'stack', context });
  expect(object.networkMode).toBe('host');
  expect(written.pathOf(['networkMode'])).toEqual(['networks', 1]);
});

test('paths of the normal form lead to what is written', () => {
  const { written } = normaliseComposeService(
    {
      ports: ['1-2:1-2', { target: 80, host_ip: '0.0.0.0' }],
      tmpfs: ['/run'],
      volumes: ['a:/a', { type: 'tmpfs', target: '/t' }, './b:/b'],
    },
    { name: 'web', runBy: 'compose' },
  );
  expect(written.pathOf(['ports', 0])).toEqual(['ports', 0]);
  expect(written.pathOf(['ports', 1, 'hostIp'])).toEqual(['ports', 1, 'host_ip']);
  expect(written.pathOf(['mounts', 1, 'source'])).toEqual(['volumes', 2]);
  expect(written.pathOf(['tmpfs', 1, 'size'])).toEqual(['volumes', 1, 'tmpfs', 'size']);
  expect(written.pathOf(['readOnly'])).toEqual(['read_only']);
});

describe('what the target drops', () => {
  test('a stack drops security options and tmpfs, and has no words for the first', () => {
    const { dropped, inexpressible } = read({ security_opt: ['no-new-privileges:true'], tmpfs: ['/tmp'] }, 'stack');
    expect(dropped?.securityOpt).toContain('daemon.json');
    expect(dropped?.tmpfs).toContain('type: tmpfs');
    expect(inexpressible).not.toHaveProperty('securityOpt');
    expect(read({}, 'stack').inexpressible?.securityOpt).toContain('daemon.json');
  });

  test('init and the size of a tmpfs depend on the version of the file', () => {
    const at = (version: string | undefined, written: Json = {}): Json =>
      normaliseComposeService(written, { name: 'web', runBy: 'stack', context: { ...(version !== undefined && { version }) } }).object;
    expect(at('3.6').inexpressible).toHaveProperty('init');
    expect(at('3.7').inexpressible).not.toHaveProperty('init');
    expect(at('3.6', { init: true }).dropped).toHaveProperty('init');
    expect(at('3.5').inexpressible).toHaveProperty('tmpfs');
    expect(at('3.6').inexpressible).not.toHaveProperty('tmpfs');
    expect(at('3.5', { volumes: [{ type: 'tmpfs', target: '/tmp', tmpfs: { size: 1024 } }] }).dropped).toHaveProperty('tmpfs');
    expect(at(undefined).inexpressible).not.toHaveProperty('init');
  });

  test('pids depend on the version of the file', () => {
    const at = (version: string | undefined): unknown =>
      normaliseComposeService({}, { name: 'web', runBy: 'stack', context: { ...(version !== undefined && { version }) } }).object
        .inexpressible;
    expect(at('3.8')).toHaveProperty('pidsLimit');
    expect(at('3.9')).not.toHaveProperty('pidsLimit');
    expect(at('3.13')).not.toHaveProperty('pidsLimit');
    expect(at('3')).not.toHaveProperty('pidsLimit');
    expect(at(undefined)).not.toHaveProperty('pidsLimit');
  });

  test('Compose ignores the mode of a secret from a file', () => {
    const context = { secrets: { a: { file: true }, b: { environment: true } } };
    const of = (service: Json): Json => normaliseComposeService(service, { name: 'web', runBy: 'compose', context }).object;
    expect(of({ secrets: [{ source: 'a', mode: '0400' }] }).dropped.secrets).toContain('ignores mode of a');
    expect(of({ secrets: ['a'] }).dropped).toBeUndefined();
    expect(of({ secrets: ['b'], read_only: true }).dropped.readOnly).toContain('file');
    expect(of({ secrets: ['b'] }).inexpressible.readOnly).toContain('file');
  });

  test('an audit says so', () => {
    const { object, written } = normaliseComposeService({ image: 'x', privileged: true }, { name: 'web', runBy: 'stack' });
    const { findings } = audit([resource(object, { from: 'memory' }, written)], { profile: restricted });
    expect(findings.find(({ control }) => control === 'docker-privileged')?.fix).toMatchObject({
      op: 'manual',
      instructions: expect.stringContaining('ignores `privileged`'),
    });
  });
});

test('groups, whom the kernel stops first and mounts of another container are read and written', () => {
  const written = { group_add: ['docker', 0], oom_kill_disable: 'true', oom_score_adj: -1000, volumes_from: ['db:ro'] };
  expect(read(written)).toMatchObject({ groups: ['docker', '0'], oomKillDisable: true, oomScoreAdj: -1000, volumesFrom: ['db:ro'] });
  expect(changes(written, { oomKillDisable: false })).toEqual([{ op: 'set', path: ['oom_kill_disable'], value: false }]);
});

describe('what an engine refuses together', () => {
  const copied = { configs: { site: { copied: true }, file: { copied: false } } };
  const of = (service: Json, context = {}): Json => normaliseComposeService(service, { name: 'web', runBy: 'compose', context }).object;

  test.each<[string, Json, string]>([
    ['swap without memory', { memswap_limit: '512m' }, 'memorySwap'],
    ['swap beside memory without a limit', { memswap_limit: '512m', mem_limit: 0 }, 'memorySwap'],
    ['swap below memory', { memswap_limit: '256m', mem_limit: '512m' }, 'memorySwap'],
    ['memory below what is reserved', { mem_limit: '512m', mem_reservation: '1g' }, 'memory'],
    ['the same below deploy', { deploy: { resources: { limits: { memory: '1m' }, reservations: { memory: '1g' } } } }, 'memory'],
    ['CPUs beside a period', { cpus: 1, cpu_period: 100000 }, 'cpus'],
    ['one file of logs that is compressed by itself', { logging: { driver: 'local', options: { 'max-file': '1' } } }, 'logging'],
    ['one file that is compressed', { logging: { options: { 'max-size': '1m', 'max-file': '1', compress: 'true' } } }, 'logging'],
    [
      'files without a size that are compressed',
      { logging: { driver: 'json-file', options: { 'max-file': '3', compress: true } } },
      'logging',
    ],
    ['no file of logs', { logging: { driver: 'json-file', options: { 'max-file': '0' } } }, 'logging'],
    ['CPUs beside a quota', { deploy: { resources: { limits: { cpus: '1' } } }, cpu_quota: 50000 }, 'cpus'],
  ])('%s is a finding', (_, service, field) => {
    expect(Object.keys(of(service).dropped ?? {})).toEqual([field]);
  });

  test.each<[string, Json]>([
    ['swap beside as much memory', { memswap_limit: '512m', mem_limit: '512m' }],
    ['swap without an end', { memswap_limit: -1 }],
    ['swap beside memory that is not known yet', { memswap_limit: '512m', mem_limit: '${MEMORY}' }],
    ['memory above what is reserved', { mem_limit: '2g', mem_reservation: '1g' }],
    ['one file of logs that is not compressed', { logging: { driver: 'local', options: { 'max-file': '1', compress: 'false' } } }],
    ['files with a size that are compressed', { logging: { options: { 'max-size': '1m', 'max-file': '2', compress: 'true' } } }],
    ['files of another driver', { logging: { driver: 'syslog', options: { 'max-file': '1', compress: 'true' } } }],
    ['a quota of a period', { cpu_quota: 50000, cpu_period: 100000 }],
    ['CPUs beside a period of zero', { cpus: 1, cpu_period: 0 }],
  ])('%s is none', (_, service) => {
    expect(of(service).dropped).toBeUndefined();
  });

  test.each<[string, Json, Json]>([
    ['CPUs beside a period', { cpu_period: 100000 }, { cpus: 1 }],
    ['memory above the limit of both', { memswap_limit: '256m' }, { memory: 536_870_912 }],
  ])('%s are not written', (_, service, after) => {
    expect(changes(service, after)).toMatchObject([{ op: 'manual' }]);
  });

  test('nor is a read-only root beside a config that Compose copies', () => {
    expect(of({ configs: ['site'] }, copied).inexpressible.readOnly).toContain('config site');
    expect(of({ configs: [{ source: 'site' }], read_only: true }, copied).dropped.readOnly).toContain('config site');
    expect(of({ configs: ['file'] }, copied).inexpressible).toBeUndefined();
  });
});

test('a fresh service is in the usual order and says only what the target honours', () => {
  const container = dockerContainer({
    metadata: { name: 'web', annotations: { 'waive.tempered/x': '{"reason":"$5"}' } },
    declaredBy: 'compose',
    imageKnowledge: 'assumed',
    image: 'nginx:1.29',
    user: '65532:65532',
    readOnly: true,
    capDrop: ['ALL'],
    securityOpt: ['no-new-privileges'],
    tmpfs: [{ target: '/tmp', size: 16_777_216, mode: '1777', options: ['noexec', 'nosuid', 'nodev'] }],
    memory: 268_435_456,
    pidsLimit: 100,
    restart: { policy: 'on-failure', maxRetries: 5 },
  });
  expect(JSON.stringify(composeService(container, 'compose'))).toBe(
    JSON.stringify({
      image: 'nginx:1.29',
      user: '65532:65532',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: ['/tmp:size=16m,mode=1777,noexec,nosuid,nodev'],
      mem_limit: '256m',
      pids_limit: 100,
      restart: 'on-failure:5',
      labels: { 'waive.tempered/x': '{"reason":"$$5"}' },
    }),
  );
  expect(composeService(container, 'stack')).toEqual({
    image: 'nginx:1.29',
    user: '65532:65532',
    read_only: true,
    cap_drop: ['ALL'],
    volumes: [{ type: 'tmpfs', target: '/tmp', tmpfs: { size: 16_777_216 } }],
    deploy: { resources: { limits: { memory: '256m', pids: 100 } }, restart_policy: { condition: 'on-failure', max_attempts: 5 } },
    labels: { 'waive.tempered/x': '{"reason":"$$5"}' },
  });
});
