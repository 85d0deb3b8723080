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
