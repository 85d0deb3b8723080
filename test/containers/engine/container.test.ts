import { type EngineDefaults, engineContainer } from '../../../lib/containers/engine';
import { securityOption } from '../../../lib/containers/engine/security-options';
import type { Json } from '../../../lib/controls/requirement';
import { ASKED, PLAIN_20, PLAIN_29 } from './inspected';

const DEFAULTS: EngineDefaults = {
  logDriver: 'json-file',
  runtime: 'runc',
  cgroupNamespace: 'private',
  boundVolumes: new Map([['root', '/']]),
};
const read = (inspected: Json) => engineContainer(inspected, undefined, DEFAULTS);
const withHost = (more: Json): Json => ({ ...PLAIN_29, HostConfig: { ...PLAIN_29.HostConfig, ...more } });

const NOTHING = {
  apiVersion: 'docker/v1',
  kind: 'Container',
  metadata: { name: 'plain', annotations: {} },
  declaredBy: 'engine-container',
  imageKnowledge: 'required',
  image: 'box:1',
  networkMode: 'bridge',
  command: ['sleep', '100'],
};

test.each([
  ['29', PLAIN_29],
  ['20.10', PLAIN_20],
])('of a container for which nothing was asked, engine %s says nothing', (_, inspected) => {
  expect(read(inspected).object).toEqual(NOTHING);
});

describe('a container for which everything was asked', () => {
  const { object, written } = read(ASKED);

  test('is told in the words of the normal form', () => {
    expect(object).toEqual({
      ...NOTHING,
      metadata: { name: 'asked', annotations: { 'waive.tempered/docker-user': '{}' } },
      networkMode: undefined,
      networks: ['front', 'back'],
      user: '65532',
      groups: ['999'],
      privileged: true,
      capDrop: ['ALL'],
      capAdd: ['CAP_CHOWN'],
      securityOpt: ['no-new-privileges', 'label=disable', 'apparmor=unconfined'],
      readOnly: true,
      tmpfs: [
        { target: '/tmp', size: 16 * 1024 * 1024, mode: '1777', options: ['rw', 'noexec'] },
        { target: '/run', size: 4096, mode: '1770', options: ['exec'] },
      ],
      mounts: [
        { type: 'bind', source: '/etc', target: '/host', readOnly: true, propagation: 'rshared' },
        { type: 'volume', source: 'data', target: '/data' },
        { type: 'bind', source: '/', target: '/all' },
      ],
      devices: ['/dev/kvm'],
      pid: 'host',
      memory: 67108864,
      memorySwap: -1,
      cpus: 0.5,
      pidsLimit: 64,
      shmSize: 1024,
      ulimits: { nofile: { soft: 1024, hard: 2048 } },
      restart: { policy: 'on-failure', maxRetries: 5 },
      healthcheck: { test: ['CMD', 'true'] },
      ports: [{ target: 53, published: 5353, hostIp: '127.0.0.1', protocol: 'udp' }, { target: 80 }],
      expose: [80],
      env: { A: '2', B: 'x=y', C: null },
      logging: { driver: 'json-file', options: { 'max-size': '10m' } },
      init: true,
      sysctls: { 'net.ipv4.ip_forward': '1' },
      runtime: 'runsc',
    });
  });

  test.each([
    [['capDrop', 0], 'HostConfig.CapDrop.0'],
    [['securityOpt', 1], 'HostConfig.SecurityOpt.1'],
    [['securityOpt', 2], 'AppArmorProfile'],
    [['tmpfs', 0, 'size'], 'HostConfig.Tmpfs./tmp'],
    [['tmpfs', 1], 'HostConfig.Mounts.0'],
    [['mounts', 0, 'source'], 'Mounts.1.Source'],
    [['mounts', 0, 'readOnly'], 'Mounts.1.RW'],
    [['mounts', 2, 'target'], 'Mounts.3.Destination'],
    [['devices', 0], 'HostConfig.Devices.0.PathOnHost'],
    [['cpus'], 'HostConfig.CpuQuota'],
    [['ulimits', 'nofile', 'hard'], 'HostConfig.Ulimits.0.Hard'],
    [['restart', 'maxRetries'], 'HostConfig.RestartPolicy.MaximumRetryCount'],
    [['ports', 0, 'hostIp'], 'HostConfig.PortBindings.53/udp.0.HostIp'],
    [['env', 'A'], 'Config.Env.2'],
    [['command', 1], 'Args.0'],
    [['logging', 'options', 'max-size'], 'HostConfig.LogConfig.Config.max-size'],
    [['networks', 1], 'NetworkSettings.Networks.back'],
    [['metadata', 'annotations', 'x'], 'Config.Labels.x'],
    [['userns'], 'HostConfig.UsernsMode'],
  ])('%j stands at %s', (path, place) => {
    expect(written.pathOf(path).join('.')).toBe(place);
  });
});

test('what must change is told as a command, never as an edit', () => {
  const { object, written } = read(PLAIN_29);
  const told = (after: Json) => written.changes(object, { ...object, ...after }).flatMap(({ fixes }) => fixes);
  expect(told({ pidsLimit: 100 })).toEqual([{ op: 'manual', instructions: 'run `docker update --pids-limit 100 plain`' }]);
  expect(told({ capDrop: ['ALL'] })).toEqual([{ op: 'manual', instructions: 'create the container again with `--cap-drop ALL`' }]);
  expect(told({ ports: [{ target: 80, published: 8080, hostIp: '::1' }] })).toEqual([
    { op: 'manual', instructions: 'create the container again with `--publish [::1]:8080:80`' },
  ]);
});

test('an image in use says what a container inherits', () => {
  const image = { Config: { User: '', Healthcheck: { Test: ['NONE'] }, ExposedPorts: { '80/tcp': {}, '53/udp': {} } } };
  expect(engineContainer(PLAIN_29, image, DEFAULTS).object.imageConfig).toEqual({ user: '', healthcheck: false, exposedPorts: [80, 53] });
});

test.each([
  ['a limit of -1 is none', { PidsLimit: -1 }, 'pidsLimit', undefined],
  ['a container that is never killed', { OomKillDisable: true }, 'oomKillDisable', true],
  ['one that may be is told as nothing', { OomKillDisable: false, OomScoreAdj: 0 }, 'oomScoreAdj', undefined],
  ['one that is killed late', { OomScoreAdj: -500 }, 'oomScoreAdj', -500],
  ['mounts of another one', { VolumesFrom: ['db'] }, 'volumesFrom', ['db']],
  ['CPUs may be billionths', { NanoCpus: 1_500_000_000 }, 'cpus', 1.5],
  ['a quota is of 100 ms where no period is written', { CpuQuota: 50_000 }, 'cpus', 0.5],
  ['memory of others can be joined', { IpcMode: 'shareable' }, 'ipc', 'shareable'],
  ['another driver is told without options', { LogConfig: { Type: 'none', Config: {} } }, 'logging', { driver: 'none' }],
  ['the mode may be another container', { NetworkMode: 'container:abc' }, 'networkMode', 'container:abc'],
  ["the host's cgroup namespace is told where it is not the engine's own way", { CgroupnsMode: 'host' }, 'cgroup', 'host'],
])('%s', (_, more, field, value) => {
  expect(read(withHost(more)).object[field]).toEqual(value);
});

test('on cgroup v1 the namespace of the host says nothing: there the engine itself is asked', () => {
  const { object } = engineContainer(withHost({ CgroupnsMode: 'host' }), undefined, { ...DEFAULTS, cgroupNamespace: 'host' });
  expect(object.cgroup).toBeUndefined();
});

test('an empty address is the one that the engine gave, where that is one', () => {
  const inspected = {
    ...withHost({ PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '80' }] } }),
    NetworkSettings: { Ports: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '80' }] }, Networks: {} },
  };
  expect(read(inspected).object.ports).toEqual([{ target: 80, published: 80, hostIp: '127.0.0.1' }]);
});

test('ports that the engine chose for all that an image exposes are told', () => {
  const inspected = {
    ...PLAIN_29,
    NetworkSettings: { Ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '49153' }], '90/tcp': null }, Networks: {} },
  };
  const { object, written } = read(inspected);
  expect(object.ports).toEqual([{ target: 80, published: 49153, hostIp: '0.0.0.0' }]);
  expect(written.pathOf(['ports', 0, 'published'])).toEqual(['NetworkSettings', 'Ports', '80/tcp', 0, 'HostPort']);
});

describe('of a port on a network that routes to its members', () => {
  const inspected = {
    ...withHost({ PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '7777' }] } }),
    NetworkSettings: { Ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '' }] }, Networks: { routed: {} } },
  };
  const { object, written } = read(inspected);

  test('the address that was asked for says nothing', () => {
    expect(object.ports).toEqual([{ target: 80, published: 7777, hostIp: '0.0.0.0' }]);
  });

  test('it is not told to be published as it already is', () => {
    const changes = written.changes(object, { ...object, ports: [{ target: 80, published: 7777, hostIp: '127.0.0.1' }] });
    expect(JSON.stringify(changes)).toMatch(/another network/);
    expect(JSON.stringify(changes)).not.toMatch(/--publish/);
  });
});

describe('the protected paths of /proc and /sys', () => {
  const optionsOf = (more: Json) => read(withHost(more)).object.securityOpt;

  test.each([
    ['MaskedPaths', { MaskedPaths: [] }],
    ['ReadonlyPaths', { MaskedPaths: ['/proc/kcore'], ReadonlyPaths: [] }],
  ])('are laid open by an empty list of %s, which is how the client sends `systempaths=unconfined`', (key, more) => {
    const { object, written } = read(withHost({ ...more, SecurityOpt: ['no-new-privileges'] }));
    expect(object.securityOpt).toEqual(['no-new-privileges', 'systempaths=unconfined']);
    expect(written.pathOf(['securityOpt', 1])).toEqual(['HostConfig', key]);
    expect(written.pathOf(['securityOpt', 0])).toEqual(['HostConfig', 'SecurityOpt', 0]);
  });

  test('are as the engine has them where nothing was asked, and none where all of the host is given', () => {
    expect(optionsOf({ MaskedPaths: null, ReadonlyPaths: null })).toBeUndefined();
    expect(optionsOf({ MaskedPaths: ['/proc/kcore'], ReadonlyPaths: ['/proc/sys'] })).toBeUndefined();
    expect(optionsOf({ Privileged: true, MaskedPaths: [], ReadonlyPaths: [] })).toBeUndefined();
  });
});

test.each([
  ['no-new-privileges:false', 'no-new-privileges=false'],
  ['seccomp:unconfined', 'seccomp=unconfined'],
  ['label=type:web_t', 'label=type:web_t'],
  ['seccomp={"defaultAction":"SCMP_ACT_ERRNO","syscalls":[]}', 'seccomp=(profile)'],
  ['seccomp={"defaultAction":"SCMP_ACT_ALLOW"}', 'seccomp=unconfined'],
  ['seccomp={"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["ptrace"],"action":"SCMP_ACT_ALLOW"}]}', 'seccomp=unconfined'],
  ['seccomp={"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["ptrace"],"action":"SCMP_ACT_ERRNO"}]}', 'seccomp=(profile)'],
])('%s is %s', (text, option) => {
  expect(securityOption(text)).toBe(option);
});
