import * as pulumi from '@pulumi/pulumi';
import { ContainerService, DeployedStack, type DeployedStackArgs, NamedVolume, ServiceSecret, Stack } from '../../../lib/docker';
import { Secret } from '../../../lib/docker/secret';
import { TemperedError } from '../../../lib/errors';
import { mockPulumi, registered, resolved } from '../mocked-pulumi';

const image = 'registry.example/web@sha256:5f0b3a0ec5a2d21e3c1f7a5a9f5a8b6e0d6a4c1f0c3b2a1908f7e6d5c4b3a291';

beforeEach(async () => {
  jest.spyOn(pulumi.log, 'warn').mockResolvedValue(undefined); // advice is for who deploys
  await mockPulumi();
});
afterEach(() => jest.restoreAllMocks());

// biome-ignore lint/suspicious/noExplicitAny: what a provider would be sent.
type Inputs = Record<string, any>;

/** What was registered, by name, once everything has come to the provider. */
async function deployed(make: () => DeployedStackArgs): Promise<ReadonlyMap<string, { readonly inputs: Inputs }>> {
  const { containers, services, networks } = new DeployedStack('shop', make());
  await Promise.all([...Object.values(containers), ...Object.values(services), ...Object.values(networks)].map(({ urn }) => resolved(urn)));
  return new Map(registered.map((each) => [each.name, each]));
}

const flowing = (): Stack => {
  const stack = new Stack('shop');
  const api = new ContainerService(stack, 'api', { image, listens: [8080] });
  const web = new ContainerService(stack, 'web', { image, ports: [{ target: 8080 }] });
  web.connections.allowTo(api, { port: 8080 });
  return stack;
};

test('each flow is a network; both ends are on it under their own names', async () => {
  const resources = await deployed(() => ({ stack: flowing() }));
  expect(resources.get('shop-web_to_api')?.inputs).toMatchObject({ driver: 'bridge', internal: true });
  expect(resources.get('shop-api')?.inputs.networksAdvanced).toEqual([{ name: 'shop-web_to_api', aliases: ['api'] }]);
  expect(resources.get('shop-web')?.inputs.networksAdvanced).toEqual([
    { name: 'shop-web_to_api', aliases: ['web'] },
    { name: 'shop-web_outside', aliases: ['web'] },
  ]);
});

test('a published port is bound to loopback, and its network does not masquerade', async () => {
  const resources = await deployed(() => ({ stack: flowing() }));
  expect(resources.get('shop-web')?.inputs.ports).toMatchObject([{ internal: 8080, external: 8080, ip: '127.0.0.1' }]);
  expect(resources.get('shop-web_outside')?.inputs.options).toMatchObject({ 'com.docker.network.bridge.enable_ip_masquerade': 'false' });
});

test('a container mounts the file of a secret read-only, and volumes by their resource', async () => {
  const resources = await deployed(() => {
    const stack = new Stack('shop');
    const secrets = [ServiceSecret.fromFile('password', '/mnt/shop/password')];
    new ContainerService(stack, 'db', { image, secrets, volumes: [{ volume: new NamedVolume('data'), target: '/data' }] });
    return { stack };
  });
  expect(resources.get('shop-db')?.inputs.mounts).toEqual([
    { type: 'volume', source: 'shop-data', target: '/data', readOnly: false },
    { type: 'bind', source: '/mnt/shop/password', target: '/run/secrets/password', readOnly: true },
  ]);
  expect(resources.get('shop-db')?.inputs.networkMode).toBe('none');
});

test('a Swarm service gets its secrets as files of its own user, and overlay networks by id', async () => {
  const resources = await deployed(() => {
    const stack = flowing();
    new ContainerService(stack, 'db', { image, secrets: [ServiceSecret.external('password')], replicas: 2 });
    return { stack, as: 'services', secrets: { password: new Secret('password', { data: 'c2VjcmV0' }) } };
  });
  expect(resources.get('shop-db')?.inputs).toMatchObject({
    mode: { replicated: { replicas: 2 } },
    taskSpec: {
      containerSpec: {
        secrets: [
          { secretId: 'password-id', secretName: 'password', fileName: 'password', fileUid: '65532', fileGid: '65532', fileMode: 0o440 },
        ],
      },
    },
  });
  expect(resources.get('shop-web_to_api')?.inputs).toMatchObject({ driver: 'overlay' });
  expect(resources.get('shop-api')?.inputs.taskSpec.networksAdvanceds).toEqual([{ name: 'shop-web_to_api-id', aliases: ['api'] }]);
});

test.each([
  ['a container, a secret of a Swarm', ServiceSecret.external('password'), 'containers', 'inexpressible-secret'],
  ['a container, a variable', ServiceSecret.fromEnvironment('password', 'PASSWORD'), 'containers', 'inexpressible-secret'],
  [
    'a container, a file beside the program',
    ServiceSecret.fromFile('password', './secrets/password'),
    'containers',
    'inexpressible-secret',
  ],
  ['a service, a secret that nobody passed', ServiceSecret.external('password'), 'services', 'unknown-secret'],
] as const)('what the target cannot give is refused before anything is registered: %s', async (_, secret, as, code) => {
  const stack = flowing();
  new ContainerService(stack, 'db', { image, secrets: [secret], volumes: [{ volume: new NamedVolume('data'), target: '/data' }] });
  const refused = (): string => {
    try {
      new DeployedStack('shop', { stack, as });
    } catch (error) {
      if (TemperedError.is(error)) return error.code;
      throw error;
    }
    return 'nothing';
  };
  expect(refused()).toBe(code);
  await resolved(new Secret('later', { data: 'c2VjcmV0' }).urn);
  // Nothing but the component itself: an error leaves nothing half made.
  expect(registered.map(({ name }) => name).filter((name) => name !== 'shop')).toEqual(['later']);
});

test('services of a Swarm that publish are said to have a way out; containers have none, and what was allowed is no news', async () => {
  const warned = () => jest.mocked(pulumi.log.warn).mock.calls.filter(([text]) => text.includes('can reach the outside')).length;
  await deployed(() => ({ stack: flowing() }));
  expect(warned()).toBe(0);
  await deployed(() => ({ stack: flowing(), as: 'services' }));
  expect(warned()).toBe(1);
  const allowed = flowing();
  allowed.service('web')?.connections.allowToOutside();
  await deployed(() => ({ stack: allowed, as: 'services' }));
  expect(warned()).toBe(1);
});
