import { parse } from 'yaml';
import { ContainerService, type ContainerServiceProps, InsecureStackError, NamedVolume, ServiceSecret, Stack } from '../../../lib/docker';
import { TemperedError } from '../../../lib/errors';

const DIGEST = '@sha256:5f0b3a0ec5a2d21e3c1f7a5a9f5a8b6e0d6a4c1f0c3b2a1908f7e6d5c4b3a291';
const image = `registry.example/web${DIGEST}`;

function stackOf(services: Readonly<Record<string, Partial<ContainerServiceProps>>>) {
  const stack = new Stack('shop');
  const made = Object.fromEntries(
    Object.entries(services).map(([name, props]) => [name, new ContainerService(stack, name, { image, ...props })]),
  );
  return { stack, made, compose: () => parse(stack.toCompose()), swarm: () => parse(stack.toSwarm()) };
}

function refusalOf(action: () => unknown): TemperedError {
  try {
    action();
  } catch (error) {
    if (TemperedError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('networks by intent', () => {
  test('each flow has an internal network with its two ends on it, and nothing else', () => {
    const { made, compose } = stackOf({ web: {}, api: { listens: [8080] }, db: { listens: [5432] } });
    made.web?.connections.allowTo(made.api as ContainerService, { port: 8080 });
    made.api?.connections.allowTo(made.db as ContainerService, { port: 5432 });
    const { services, networks } = compose();
    expect(Object.keys(networks)).toEqual(['web_to_api', 'api_to_db']);
    for (const network of Object.values(networks)) expect(network).toMatchObject({ internal: true });
    expect(services.web.networks).toEqual(['web_to_api']);
    expect([...services.api.networks].sort()).toEqual(['api_to_db', 'web_to_api']);
    expect(services.db.networks).toEqual(['api_to_db']);
  });

  test('a service that talks to nobody has no network at all', () => {
    expect(stackOf({ job: {} }).compose().services.job.network_mode).toBe('none');
  });

  test('a flow said from both sides is one network', () => {
    const { made, compose } = stackOf({ a: {}, b: {} });
    made.a?.connections.allowTo(made.b as ContainerService);
    made.b?.connections.allowTo(made.a as ContainerService);
    made.b?.connections.allowFrom(made.a as ContainerService);
    expect(Object.keys(compose().networks)).toEqual(['a_to_b']);
  });

  test('a published port needs a network that is not internal, without masquerading; egress asks for it', () => {
    const { made, compose } = stackOf({ web: { ports: [{ target: 8080 }] }, worker: {} });
    made.worker?.connections.allowToOutside();
    const { networks } = compose();
    expect(networks.web_outside.internal).toBeUndefined();
    expect(networks.web_outside.driver_opts['com.docker.network.bridge.enable_ip_masquerade']).toBe('false');
    expect(networks.worker_outside.driver_opts?.['com.docker.network.bridge.enable_ip_masquerade']).toBeUndefined();
  });

  test('a flow to another stack, or to a port where nobody listens, is refused with what to do', () => {
    const { made } = stackOf({ web: {}, api: { listens: [8080] } });
    const stranger = new ContainerService(new Stack('other'), 'api', { image });
    expect(refusalOf(() => made.web?.connections.allowTo(stranger)).code).toBe('unknown-flow-target');
    const error = refusalOf(() => made.web?.connections.allowTo(made.api as ContainerService, { port: 80 }));
    expect(error.code).toBe('unexposed-port');
    expect(error.hint).toContain('8080');
  });
});

describe('what a service is hardened to', () => {
  test('a port of the host is bound to loopback unless an address is said', () => {
    const { compose } = stackOf({
      web: { ports: [{ target: 8080, published: 80 }] },
      edge: { ports: [{ target: 8443, hostIp: '192.0.2.7' }] },
    });
    expect(String(compose().services.web.ports[0])).toMatch(/^127\.0\.0\.1:80:8080/);
    expect(String(compose().services.edge.ports[0])).toMatch(/^192\.0\.2\.7:8443:8443/);
  });

  test('NET_BIND_SERVICE comes back only for a port below 1024', () => {
    const { compose } = stackOf({ low: { ports: [{ target: 443 }] }, high: { ports: [{ target: 8443 }] } });
    expect(compose().services.low.cap_add).toEqual(['NET_BIND_SERVICE']);
    expect(compose().services.high.cap_add).toBeUndefined();
  });

  test('a secret is a file by reference; a Swarm gives it to the user of the service alone', () => {
    const password = ServiceSecret.external('database-password');
    const { swarm } = stackOf({ api: { secrets: [password], user: '70:71' } });
    expect(swarm()).toMatchObject({ secrets: { 'database-password': { external: true } } });
    expect(swarm().services.api.secrets).toMatchObject([{ source: 'database-password', uid: '70', gid: '71', mode: 0o440 }]);
  });

  test('a volume that two services share is declared once; two of one name are refused', () => {
    const data = new NamedVolume('data');
    const { compose } = stackOf({ a: { volumes: [{ volume: data, target: '/a' }] }, b: { volumes: [{ volume: data, target: '/b' }] } });
    expect(Object.keys(compose().volumes)).toEqual(['data']);
    const twice = stackOf({
      a: { volumes: [{ volume: new NamedVolume('data'), target: '/a' }] },
      b: { volumes: [{ volume: new NamedVolume('data'), target: '/b' }] },
    });
    expect(refusalOf(twice.compose).code).toBe('duplicate-volume');
  });

  test('a secret from a variable cannot be in a stack', () => {
    const { swarm } = stackOf({ api: { secrets: [ServiceSecret.fromEnvironment('token', 'TOKEN')] } });
    expect(refusalOf(swarm).code).toBe('inexpressible-secret');
  });

  test('what a Swarm drops is not written as if it protected', () => {
    const { stack, swarm } = stackOf({ web: {} });
    expect(stackOf({ api: { listens: [8080] } }).swarm().services.api).not.toHaveProperty('expose');
    expect(swarm().services.web).not.toHaveProperty('security_opt');
    expect(swarm().services.web).not.toHaveProperty('tmpfs');
    expect(swarm().services.web.volumes).toMatchObject([{ type: 'tmpfs', target: '/tmp' }]);
    expect(stack.toSwarm()).toContain('no-new-privileges');
  });
});

describe('insecure on purpose', () => {
  const props = { container: { privileged: true } } as const;

  test('everything is refused in one error, with the attack and the way to waive it', () => {
    const error = refusalOf(stackOf({ web: props, api: props }).compose);
    expect(error).toBeInstanceOf(InsecureStackError);
    expect(error.message).toMatch(
      /The service web of the stack shop is insecure.*docker-privileged.*Why: .*The service api of the stack shop/s,
    );
    expect(error.message).toContain("waivers: [{ control: 'docker-privileged'");
  });

  test('a waiver keeps it, and stands in the file for whoever audits it', () => {
    const { compose } = stackOf({
      web: { ...props, waivers: [{ control: 'docker-privileged', reason: 'drives the printer', expires: '2026-12-31' }] },
    });
    expect(compose().services.web).toMatchObject({ privileged: true });
    expect(JSON.parse(compose().services.web.labels['waive.tempered/docker-privileged'])).toMatchObject({ expires: '2026-12-31' });
  });

  test('a waiver that has ended keeps nothing', () => {
    const { compose } = stackOf({
      web: { ...props, waivers: [{ control: 'docker-privileged', reason: 'drives the printer', expires: '2026-01-31' }] },
    });
    expect(refusalOf(compose).message).toContain('ended on 2026-01-31');
  });
});

describe('names and sizes that the engine would refuse', () => {
  test.each([
    ['a service', () => stackOf({ Web_1: {} }), 'invalid-name'],
    ['a stack', () => new Stack('My Shop'), 'invalid-name'],
    ['a secret', () => ServiceSecret.external('a/b'), 'invalid-name'],
    ['a volume', () => new NamedVolume('../data'), 'invalid-name'],
    ['a size', () => stackOf({ web: { memory: '12x' as '12m' } }).compose(), 'invalid-size'],
    ['nothing', () => stackOf({ web: { memory: 0 } }).compose(), 'invalid-size'],
  ])('%s is refused where it is written', (_, action, code) => {
    expect(refusalOf(action).code).toBe(code);
  });

  test('two services of one name are a mistake', () => {
    const stack = new Stack('shop');
    new ContainerService(stack, 'web', { image });
    expect(refusalOf(() => new ContainerService(stack, 'web', { image })).code).toBe('duplicate-service');
  });
});

describe('what no engine would start is refused where it is written', () => {
  const data = new NamedVolume('data');
  const token = ServiceSecret.external('token');
  const fromEnvironment = [ServiceSecret.fromEnvironment('p', 'P')];

  test.each<[string, object, string]>([
    ['no image', { image: '' }, 'missing-image'],
    ['networks beside the flows', { container: { networks: ['nope'] } }, 'unexpected-networks'],
    ['a port above all', { ports: [{ target: 99999 }] }, 'invalid-port'],
    ['a port below all', { listens: [-1] }, 'invalid-port'],
    ['a volume where a tmpfs is', { writablePaths: ['/data/'], volumes: [{ volume: data, target: '/data' }] }, 'invalid-mount'],
    ['a volume at a relative path', { volumes: [{ volume: data, target: 'rel' }] }, 'invalid-mount'],
    ['a relative writable path', { writablePaths: ['tmp'] }, 'invalid-writable-path'],
    ['the root as one', { writablePaths: ['/'] }, 'invalid-writable-path'],
    ['two in one', { writablePaths: ['/a:b'] }, 'invalid-writable-path'],
    ['a mode that is none', { writablePaths: [{ path: '/a', mode: '0999' }] }, 'invalid-writable-path'],
    ['CPUs below nothing', { cpus: -1 }, 'invalid-cpus'],
    ['a mode of a secret that is none', { secrets: [{ secret: token, mode: '9' }] }, 'invalid-secret-mount'],
    ['a secret that climbs', { secrets: [{ secret: token, target: '../../etc/x' }] }, 'invalid-secret-mount'],
    ['a variable without a value', { environment: { Q: undefined } }, 'invalid-variable'],
    ['a secret of a Swarm in Compose', { secrets: [token] }, 'inexpressible-secret'],
    ['a variable that is copied into a read-only root', { secrets: fromEnvironment }, 'inexpressible-secret'],
  ])('%s', (_, props, code) => {
    expect(refusalOf(() => stackOf({ web: props }).compose()).code).toBe(code);
  });

  test('a waiver of the read-only root lets a variable be a secret', () => {
    const waivers = [{ control: 'docker-read-only-root', reason: 'only a variable has it', expires: '2999-12-31' }] as const;
    const { compose } = stackOf({ web: { secrets: fromEnvironment, waivers } });
    expect(compose()).toMatchObject({ secrets: { p: { environment: 'P' } } });
    expect(compose().services.web).not.toHaveProperty('read_only');
  });

  test('a volume at /tmp takes the place of the tmpfs that is there by default', () => {
    const { services } = stackOf({ web: { volumes: [{ volume: data, target: '/tmp' }] } }).compose();
    expect(services.web.volumes).toEqual(['data:/tmp']);
    expect(services.web).not.toHaveProperty('tmpfs');
  });

  test('a flow to nothing', () => {
    const { made, stack } = stackOf({ web: {} });
    expect(refusalOf(() => made.web?.connections.allowTo(stack.service('wbe') as ContainerService)).code).toBe('unknown-flow-target');
  });
});

describe('the order of the start', () => {
  const healthCheck = { command: ['/app', 'health'] };

  test('who is talked to and says when it is healthy starts first', () => {
    const { made, compose, swarm } = stackOf({ web: {}, api: {}, db: { healthCheck } });
    made.web?.connections.allowTo(made.api as ContainerService);
    made.api?.connections.allowTo(made.db as ContainerService);
    expect(compose().services.api.depends_on).toEqual({ db: { condition: 'service_healthy' } });
    for (const name of ['web', 'db']) expect(compose().services[name]).not.toHaveProperty('depends_on');
    expect(swarm().services.api).not.toHaveProperty('depends_on');
  });

  test('nobody waits in a circle', () => {
    const { made, compose } = stackOf({ a: { healthCheck }, b: { healthCheck }, c: { healthCheck } });
    made.a?.connections.allowTo(made.b as ContainerService);
    made.b?.connections.allowTo(made.a as ContainerService);
    made.b?.connections.allowTo(made.c as ContainerService);
    const { services } = compose();
    expect(services.a.depends_on).toBeUndefined();
    expect(services.b.depends_on).toEqual({ c: { condition: 'service_healthy' } });
  });
});

describe('a writable path that only its owner may write', () => {
  const writablePaths = [{ path: '/cache', size: '1m', mode: '0700' }] as const;

  test('belongs to the user of the service', () => {
    const { services } = stackOf({
      own: { writablePaths, user: '999:998' },
      default: { writablePaths },
      open: { writablePaths: [{ path: '/c', mode: '1777' }] },
    }).compose();
    expect(services.own.tmpfs[0]).toMatch(/^\/cache:.*mode=0700.*uid=999,gid=998$/);
    expect(services.default.tmpfs[0]).toMatch(/uid=65532,gid=65532$/);
    expect(services.open.tmpfs[0]).not.toContain('uid=');
  });

  test('is refused where nobody can say so', () => {
    expect(refusalOf(stackOf({ web: { writablePaths } }).swarm).message).toContain('a Swarm has no words for the owner of a tmpfs');
    expect(refusalOf(stackOf({ web: { writablePaths, user: 'www-data' } }).compose).hint).toContain('UID:GID');
  });
});

test('the same stack is the same bytes', () => {
  const made = () => stackOf({ web: { ports: [{ target: 8080 }] }, api: { listens: [8080] } }).stack.toCompose();
  expect(made()).toBe(made());
});

test('a service of which only the image is said', () => {
  const { stack } = stackOf({ web: {} });
  expect(stack.toCompose()).toMatchSnapshot('compose');
  expect(stack.toSwarm()).toMatchSnapshot('stack');
});
