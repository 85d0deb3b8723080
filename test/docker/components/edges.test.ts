import { parse } from 'yaml';
import { ContainerService, Stack } from '../../../lib/docker';

function stack() {
  const made = new Stack('shop');
  const image = `registry.example/app@sha256:${'a1'.repeat(32)}`;
  const web = new ContainerService(made, 'web', { image });
  web.connections.allowTo(new ContainerService(made, 'api', { image, listens: [8080] }), { port: 8080 });
  new ContainerService(made, 'hermit', { image });
  return made;
}

test('the host has no address on the network of a flow', () => {
  expect(parse(stack().toCompose()).networks['web-to-api'].driver_opts).toEqual({ 'com.docker.network.bridge.inhibit_ipv4': 'true' });
});

test('a service without a flow has no network in Compose, and in a Swarm one where it is alone, with no way out', () => {
  expect(parse(stack().toCompose()).services.hermit.network_mode).toBe('none');
  const { services, networks } = parse(stack().toSwarm());
  expect(services.hermit.networks).toEqual(['hermit-alone']);
  expect(networks['hermit-alone']).toMatchObject({ driver: 'overlay', internal: true });
  expect(Object.keys(networks)).toEqual(['web-to-api', 'hermit-alone']);
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
