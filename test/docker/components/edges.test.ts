import * as pulumi from '@pulumi/pulumi';
import { parse } from 'yaml';
import { ContainerService, DeployedStack, Stack } from '../../../lib/docker';
import { inputsOf, mockPulumi } from '../mocked-pulumi';

function stack() {
  const made = new Stack('shop');
  const image = `registry.example/app@sha256:${'a1'.repeat(32)}`;
  const web = new ContainerService(made, 'web', { image });
  web.connections.allowTo(new ContainerService(made, 'api', { image, listens: [8080] }), { port: 8080 });
  new ContainerService(made, 'hermit', { image });
  return made;
}

test('the host has no address on the network of a flow', () => {
  expect(parse(stack().toCompose()).networks.web_to_api.driver_opts).toEqual({ 'com.docker.network.bridge.inhibit_ipv4': 'true' });
});

test('a service without a flow has no network in Compose, and in a Swarm one where it is alone, with no way out', () => {
  expect(parse(stack().toCompose()).services.hermit.network_mode).toBe('none');
  const { services, networks } = parse(stack().toSwarm());
  expect(services.hermit.networks).toEqual(['hermit_alone']);
  expect(networks.hermit_alone).toMatchObject({ driver: 'overlay', internal: true });
  expect(Object.keys(networks)).toEqual(['web_to_api', 'hermit_alone']);
});

test('networks of lonely services are no flows', () => {
  expect(stack().toSwarm()).toMatch(/^# .* One flow, with a network of its own\.$/m);
});

describe('what publishes a port in a Swarm', () => {
  const publishing = (allowed: boolean): Stack => {
    const made = stack();
    const edge = new ContainerService(made, 'edge', { image: `registry.example/app@sha256:${'a1'.repeat(32)}`, ports: [{ target: 8080 }] });
    if (allowed) edge.connections.allowToOutside();
    return made;
  };

  test('has a way out that nobody allowed, which the head and its network say', () => {
    const text = publishing(false).toSwarm();
    expect(text).toMatch(/^# What publishes a port in a Swarm can reach the outside as well, .*: edge\.$/m);
    expect(text).toMatch(/^ {2}# edge publishes ports, and edge has a way out with that$/m);
  });

  test('is no news where it was allowed, nor in Compose, where its network does not masquerade', () => {
    expect(publishing(true).toSwarm()).not.toContain('can reach the outside as well');
    expect(publishing(false).toCompose()).not.toContain('way out');
    expect(stack().toSwarm()).not.toContain('can reach the outside as well');
  });
});

test('a stack says at its head what the nodes have to say in its place', () => {
  const head = stack().toSwarm().split('\n\n', 1)[0];
  for (const words of ['docker stack deploy', 'stack.yaml', '"no-new-privileges"', '"seccomp-profile"', 'swap', 'daemon.json'])
    expect(head).toContain(words);
});

test.each([
  [
    'two flows whose names run together',
    ['a', 'a-to-b', 'c', 'b-to-c'],
    [
      ['a', 'b-to-c'],
      ['a-to-b', 'c'],
    ],
  ],
  ['a flow to a service called outside', ['web', 'web-to', 'outside'], [['web', 'outside']]],
  ['a service called like a network', ['x', 'x-alone'], []],
] as const)('every network has members of its own: %s', (_, names, flows) => {
  const made = new Stack('shop');
  const image = `registry.example/app@sha256:${'a1'.repeat(32)}`;
  for (const name of names) new ContainerService(made, name, { image, ...(name === 'web-to' && { ports: [{ target: 8080 }] }) });
  for (const [from, to] of flows) made.service(from)?.connections.allowTo(made.service(to) as ContainerService);
  for (const { services, networks } of [parse(made.toCompose()), parse(made.toSwarm())]) {
    const membersOf = (network: string) => names.filter((name) => services[name].networks?.includes(network));
    for (const [from, to] of flows) {
      const between = Object.keys(networks).filter((network) => membersOf(network).includes(from) && membersOf(network).includes(to));
      expect(between).toHaveLength(1);
      expect(membersOf(between[0] as string)).toHaveLength(2);
      expect(networks[between[0] as string].internal).toBe(true);
    }
    for (const network of Object.keys(networks ?? {})) expect(membersOf(network).length).toBeLessThanOrEqual(2);
  }
});

describe('names of the outside', () => {
  const image = `registry.example/app@sha256:${'a1'.repeat(32)}`;
  const published = (egress: boolean): Stack => {
    const made = new Stack('shop');
    const edge = new ContainerService(made, 'edge', { image, ports: [{ target: 8080 }] });
    if (egress) edge.connections.allowToOutside();
    edge.connections.allowTo(new ContainerService(made, 'api', { image }));
    return made;
  };

  test('are asked for by nobody who only publishes a port: a question for a name carries data out', () => {
    for (const text of [published(false).toCompose(), published(false).toSwarm()]) {
      const { services } = parse(text);
      expect(services.edge.dns).toEqual(['127.0.0.1']);
      expect(services.api).not.toHaveProperty('dns');
    }
    for (const text of [published(true).toCompose(), published(true).toSwarm()])
      expect(parse(text).services.edge).not.toHaveProperty('dns');
  });

  test('so are they in Pulumi', async () => {
    jest.spyOn(pulumi.log, 'warn').mockResolvedValue();
    await mockPulumi();
    const container = new DeployedStack('one', { stack: published(false) }).containers.edge;
    expect(await inputsOf(container as pulumi.Resource)).toMatchObject({ dns: ['127.0.0.1'] });
    const service = new DeployedStack('two', { stack: published(false), as: 'services' }).services.edge;
    expect(await inputsOf(service as pulumi.Resource)).toMatchObject({
      taskSpec: { containerSpec: { dnsConfig: { nameservers: ['127.0.0.1'] } } },
    });
    const free = new DeployedStack('three', { stack: published(true) }).containers.edge;
    expect(await inputsOf(free as pulumi.Resource)).not.toHaveProperty('dns');
  });

  test('that the host is reached by what publishes is said at the head', () => {
    expect(published(false).toCompose()).toMatch(/^# What publishes a port has the host as its gateway.*: edge\.$/m);
    expect(stack().toCompose()).not.toContain('gateway');
  });
});
