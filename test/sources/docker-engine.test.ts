import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { audit } from '../../lib/engine/audit';
import { resource } from '../../lib/engine/resource';
import { restricted } from '../../lib/profiles/restricted';
import { type EngineObjects, readEngine } from '../../lib/sources/docker-engine';
import { hostView } from '../../lib/sources/docker-engine/host-view';
import { PLAIN_29 } from '../containers/engine/inspected';
import { type FakeEngine, fakeEngine } from './docker-engine/fake-engine';

const INFO_29 = {
  Name: 'host-1',
  OSType: 'linux',
  Driver: 'overlayfs',
  LoggingDriver: 'json-file',
  Debug: false,
  ExperimentalBuild: false,
  LiveRestoreEnabled: true,
  DefaultRuntime: 'runc',
  Runtimes: { runc: { path: 'runc' } },
  SecurityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns', 'name=no-new-privileges'],
  RegistryConfig: {
    InsecureRegistryCIDRs: ['::1/128', '127.0.0.0/8'],
    IndexConfigs: { 'docker.io': { Secure: true }, 'registry.example:5000': { Secure: false } },
    Mirrors: ['http://mirror.example/'],
  },
  Plugins: { Authorization: null, Log: ['json-file', 'local'] },
  Swarm: { LocalNodeState: 'inactive', ControlAvailable: false },
  ContainersStopped: 2,
  Warnings: null,
};

/** 20.10 does not say whether it sets no-new-privileges, and calls its own profile `default`. */
const INFO_20 = { ...INFO_29, Driver: 'overlay2', SecurityOptions: ['name=apparmor', 'name=seccomp,profile=default'] };

const BRIDGE = { Name: 'bridge', Id: 'b', Driver: 'bridge', Options: { 'com.docker.network.bridge.enable_icc': 'false' } };
const ANSWERS = {
  '/version': { ApiVersion: '1.52' },
  '/info': INFO_29,
  '/networks': [
    { Name: 'zone', Id: 'z', Driver: 'bridge', Internal: true, EnableIPv6: true },
    BRIDGE,
    { Name: 'host', Id: 'h', Driver: 'host' },
  ],
  '/volumes': { Volumes: [{ Name: 'all', Options: { type: 'none', o: 'bind', device: '/' } }] },
  '/containers/json': [
    { Id: 'c2', Names: ['/web'] },
    { Id: 'c1', Names: ['/api'] },
  ],
  '/containers/c1/json': { ...PLAIN_29, Id: 'c1', Name: '/api', Config: { ...PLAIN_29.Config, Env: ['PASSWORD=not-to-be-shown'] } },
  '/containers/c2/json': { ...PLAIN_29, Id: 'c2', Name: '/web', Mounts: [{ Type: 'volume', Name: 'all', Destination: '/x', RW: true }] },
  '/images/sha256:image/json': { Config: { User: 'app', Env: ['PATH=/bin'], ExposedPorts: { '80/tcp': {} } } },
  '/images/sha256:image/history': [{ CreatedBy: 'COPY . /' }],
};

let engine: FakeEngine | undefined;
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'host-'));
});
afterEach(async () => {
  await engine?.close();
  engine = undefined;
  rmSync(root, { recursive: true, force: true });
});

async function read(answers: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string>> = {}): Promise<EngineObjects> {
  engine = await fakeEngine(answers);
  return readEngine(`docker://${engine.socket}`, { HOME: root, ...env }, { view: hostView(root) });
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const named = ({ objects }: EngineObjects) => objects.map(({ object }) => `${object.kind} ${object.metadata.name}`);
const only = ({ objects }: EngineObjects, kind: string) => objects.find(({ object }) => object.kind === kind)?.object;

function findings({ objects, host }: EngineObjects) {
  return audit(
    objects.map(({ object, written }) => resource(object, { from: 'engine', host }, written)),
    { profile: restricted },
  ).findings;
}

test('everything that runs is read, in the order of names, and nothing is changed', async () => {
  const source = await read(ANSWERS);
  expect(named(source)).toEqual([
    'Daemon host-1',
    'Client docker',
    'Network bridge',
    'Network zone',
    'Image box:1',
    'Container api',
    'Container web',
  ]);
  expect(source.host).toBe(`unix://${engine?.socket}`);
  expect(source.objects.at(-1)?.placeOf([])).toEqual({ file: source.host, line: 1, column: 1 });
  expect(engine?.asked.filter((path) => /create|start|update|exec|DELETE/.test(path))).toEqual([]);
  expect(source.notes).toEqual([
    expect.stringMatching(/process of the engine is not seen/),
    '2 containers that do not run were not judged; `--all` asks for them.',
  ]);
});

test('a container has what its image and its volumes bring along', async () => {
  const source = await read(ANSWERS);
  const web = source.objects.at(-1)?.object;
  expect(web?.mounts).toEqual([{ type: 'bind', source: '/', target: '/x' }]);
  expect(web?.imageConfig).toEqual({ user: 'app', healthcheck: false, exposedPorts: [80] });
});

test('a network says whether it has IPv6', async () => {
  const source = await read(ANSWERS);
  const six = source.objects.filter(({ object: { kind, enableIpv6 } }) => kind === 'Network' && enableIpv6 === true);
  expect(six.map(({ object: { metadata } }) => metadata.name)).toEqual(['zone']);
});

test('a value of a variable stays out of findings', async () => {
  const found = findings(await read(ANSWERS));
  expect(found.filter(({ resource: { name } }) => name === 'api').length).toBeGreaterThan(5);
  expect(JSON.stringify(found.map(({ message, fix, actual }) => [message, fix, actual]))).not.toContain('not-to-be-shown');
});

test('an engine says much of itself; what it does not say is unknown, with the reason', async () => {
  const found = findings(await read(ANSWERS)).filter(({ resource: { kind } }) => kind === 'Daemon');
  const verdicts = new Map(found.map(({ control, verdict }) => [control, verdict]));
  expect(verdicts.get('daemon-insecure-registries')).toBe('fail');
  expect(verdicts.get('daemon-registry-mirrors')).toBe('fail');
  expect(verdicts.get('daemon-authorization-plugin')).toBe('fail');
  expect(verdicts.get('daemon-userns-remap')).toBe('fail');
  for (const unseen of ['daemon-userland-proxy', 'daemon-default-ulimits', 'daemon-log-level', 'daemon-iptables', 'daemon-logging'])
    expect([unseen, verdicts.get(unseen)]).toEqual([unseen, 'unknown']);
  for (const passed of [
    'daemon-icc',
    'daemon-no-new-privileges',
    'daemon-live-restore',
    'daemon-seccomp-profile',
    'daemon-tls',
    'daemon-storage-driver',
  ])
    expect([passed, verdicts.get(passed)]).toEqual([passed, undefined]);
  const proxy = found.find(({ control }) => control === 'daemon-userland-proxy');
  expect(proxy?.message).toContain('userland-proxy cannot be seen here');
  expect(proxy?.fix).toEqual({ op: 'manual', instructions: expect.stringMatching(/audit its daemon\.json too/) });
});

test('20.10 is silent about no-new-privileges, so that the verdict is unknown', async () => {
  const source = await read({ ...ANSWERS, '/version': { ApiVersion: '1.41' }, '/info': INFO_20 });
  const found = findings(source).filter(({ resource: { kind } }) => kind === 'Daemon');
  expect(found.find(({ control }) => control === 'daemon-no-new-privileges')?.verdict).toBe('unknown');
  expect(found.map(({ control }) => control)).not.toContain('daemon-seccomp-profile');
  expect(found.find(({ control }) => control === 'daemon-default-namespaces')?.message).toContain('default-cgroupns-mode is "host"');
});

test('a port of which the engine warns is open', async () => {
  const warning =
    'WARNING: API is accessible on http://0.0.0.0:2375 without encryption.\n         Access to the remote API is equivalent to root';
  const source = await read({ ...ANSWERS, '/info': { ...INFO_29, Warnings: [warning] } });
  expect(only(source, 'Daemon')?.config.hosts).toEqual(['tcp://0.0.0.0:2375']);
  expect(
    findings(source)
      .filter(({ control }) => control === 'daemon-tls')
      .map(({ verdict }) => verdict),
  ).toContain('unknown');
});

describe('an engine on the same host', () => {
  const started = (socket: string, ...flags: string[]): void => {
    put('proc/4/comm', 'other\n');
    put('proc/5/comm', 'dockerd\n');
    put('proc/5/cmdline', ['dockerd', '-H', `unix://${socket}`, ...flags, ''].join('\0'));
  };

  test('is judged by its daemon.json and its flags too', async () => {
    engine = await fakeEngine(ANSWERS);
    started(engine.socket, '--config-file', '/etc/docker/own.json', '--userland-proxy=false', '--default-ulimit', 'nproc=10:20');
    put('etc/docker/own.json', '{"log-opts": {"max-size": "1m"}, "iptables": false}');
    const source = await readEngine(`docker://${engine.socket}`, { HOME: root }, { view: hostView(root) });
    expect(only(source, 'Daemon')).toMatchObject({
      config: {
        'userland-proxy': false,
        'default-ulimits': { nproc: { Name: 'nproc', Soft: 10, Hard: 20 } },
        iptables: false,
        icc: false,
        hosts: [`unix://${engine.socket}`],
      },
    });
    expect(only(source, 'Daemon')?.unseen).toBeUndefined();
    expect(named(source)).toEqual(expect.arrayContaining(['HostFile /etc/docker', 'HostFile /etc/docker/own.json']));
    expect(source.notes).toEqual(['2 containers that do not run were not judged; `--all` asks for them.']);
  });

  test('whose daemon.json cannot be read says so', async () => {
    engine = await fakeEngine(ANSWERS);
    started(engine.socket);
    mkdirSync(join(root, 'etc/docker/daemon.json'), { recursive: true });
    const source = await readEngine(`docker://${engine.socket}`, { HOME: root }, { view: hostView(root) });
    expect(source.notes[0]).toMatch(/^\/etc\/docker\/daemon\.json cannot be read \(EISDIR\), so that/);
    expect(only(source, 'Daemon')?.unseen['userland-proxy']).toMatch(/EISDIR/);
  });

  test('that listens elsewhere is not taken for this one', async () => {
    started('/somewhere/else.sock');
    const source = await read(ANSWERS);
    expect(source.notes[0]).toMatch(/is not seen from here/);
  });
});

describe('a Swarm', () => {
  const service = { ID: 's1', Spec: { Name: 'shop', TaskTemplate: { ContainerSpec: { Image: 'box:1' }, Networks: [{ Target: 'z' }] } } };
  const manager = {
    ...INFO_29,
    Swarm: {
      LocalNodeState: 'active',
      ControlAvailable: true,
      Cluster: { Spec: { EncryptionConfig: { AutoLockManagers: true }, CAConfig: { NodeCertExpiry: 7_776_000_000_000_000 } } },
    },
  };

  test('is told by a manager, with its services in place of their tasks', async () => {
    const source = await read({
      ...ANSWERS,
      '/info': manager,
      '/services': [service],
      '/containers/json': [
        ...ANSWERS['/containers/json'],
        { Id: 'c3', Names: ['/shop.1'], Labels: { 'com.docker.swarm.service.id': 's1' } },
      ],
    });
    expect(only(source, 'Swarm')).toMatchObject({ manager: true, autoLock: true, certificateExpiry: 7_776_000, services: 1 });
    expect(only(source, 'Swarm')?.unseen.listenAddress).toMatch(/on its host/);
    expect(named(source)).toContain('Container shop');
    expect(named(source)).not.toContain('Container shop.1');
    expect(source.objects.find(({ object }) => object.metadata.name === 'shop')?.object.networks).toEqual(['zone']);
    expect(findings(source).map(({ control }) => control)).not.toContain('daemon-live-restore');
  });

  test('is little known to a worker, which says so', async () => {
    const source = await read({ ...ANSWERS, '/info': { ...INFO_29, Swarm: { LocalNodeState: 'active', ControlAvailable: false } } });
    expect(source.notes).toContainEqual(expect.stringMatching(/worker of a Swarm/));
    const found = findings(source).filter(({ resource: { kind } }) => kind === 'Swarm');
    expect(new Set(found.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
  });
});

test('what vanishes or is forbidden meanwhile is a note, and the rest is judged', async () => {
  const source = await read({ ...ANSWERS, '/containers/c1/json': 404, '/volumes': 403 });
  expect(source.notes).toEqual(
    expect.arrayContaining([
      'Container api could not be read: it is not there any more.',
      'Volumes could not be read: the engine forbids it.',
    ]),
  );
  expect(named(source)).toContain('Container web');
});

test('the client beside it is judged: its environment, and its config.json without the credentials', async () => {
  put('.docker/config.json', '{"auths": {"registry.example": {"auth": "bm90LXNob3du"}}}');
  const source = await read(ANSWERS, { DOCKER_CONTENT_TRUST: '1' });
  expect(only(source, 'Client')).toMatchObject({
    environment: { contentTrust: '1' },
    config: { auths: { 'registry.example': { plain: true } } },
  });
  expect(JSON.stringify(source.objects)).not.toContain('bm90LXNob3du');
  const found = findings(source).filter(({ resource: { kind } }) => kind === 'Client');
  expect(found.map(({ control, path }) => [control, path])).toEqual([['client-credential-store', ['auths', 'registry.example']]]);
});

describe('an engine that cannot be reached', () => {
  test.each([
    [
      'docker:///nowhere/docker.sock',
      {},
      /unix:\/\/\/nowhere\/docker\.sock \(the command line\): there is no such socket/,
      /systemctl start docker/,
    ],
    ['docker://', { DOCKER_HOST: 'unix:///nowhere/d.sock' }, /unix:\/\/\/nowhere\/d\.sock \(DOCKER_HOST\)/, /DOCKER_HOST/],
    ['docker://127.0.0.1:1', { DOCKER_CERT_PATH: '/nowhere' }, /\/nowhere\/ca\.pem cannot be read/, /DOCKER_CERT_PATH/],
    [
      'docker://',
      { DOCKER_HOST: 'tcp://127.0.0.1:1' },
      /tcp:\/\/127\.0\.0\.1:1 \(DOCKER_HOST\): connection refused/,
      /check host and port/,
    ],
    ['docker://', { DOCKER_HOST: 'ssh://root@host' }, /ssh:\/\//, /ssh -N -L/],
    ['docker://', { DOCKER_HOST: 'fd://' }, /kind "fd"/, /unix:\/\//],
    ['docker://user:secret@host:2376', {}, /^the address holds no host and port$/, /docker:\/\/host:2376/],
    ['docker://', { DOCKER_CONTEXT: 'gone' }, /context "gone" names no engine/, /docker context ls/],
  ])('%s with %j says what was tried and what to do', async (url, env, message, hint) => {
    await expect(readEngine(url, { HOME: root, ...env }, { view: hostView(root) })).rejects.toMatchObject({
      name: 'TemperedError',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test('since what answers is no engine says the status', async () => {
    await expect(read({})).rejects.toMatchObject({ code: 'engine-unreachable', message: expect.stringContaining('status 404') });
  });

  test('since a server of something else answers everything says so', async () => {
    await expect(read({ '/version': { hello: 'world' }, '/info': {} })).rejects.toMatchObject({
      code: 'engine-unreachable',
      message: expect.stringContaining('the answer was not one of an engine'),
    });
  });
});

test('behind a proxy that lets only some questions through, what answers is judged, and what does not is said', async () => {
  const source = await read({ ...ANSWERS, '/info': 403, '/networks': 403 });
  const kinds = source.objects.map(({ object }) => object.kind);
  expect(kinds).toContain('Container');
  expect(kinds).not.toContain('Daemon');
  expect(source.notes).toEqual([
    expect.stringMatching(/^The engine forbids to ask for its settings/),
    'Networks could not be read: the engine forbids it.',
  ]);
});
