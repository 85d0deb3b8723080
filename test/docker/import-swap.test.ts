import * as plain from '@pulumi/docker';
import * as docker from '../../lib/docker';

/** Hardened here: the rest of @pulumi/docker is as it is. */
const OURS = ['Container', 'Image', 'Network', 'RegistryImage', 'RemoteImage', 'Secret', 'Service', 'ServiceConfig', 'Volume'];

test('a program that changes its import finds everything that it had', () => {
  const missing = Object.keys(plain).filter((name) => !(name in docker));
  expect(missing).toEqual([]);
});

test.each(Object.keys(plain))('%s is the one of @pulumi/docker, or ours', (name) => {
  const [theirs, ours] = [Reflect.get(plain, name), Reflect.get(docker, name)] as const;
  if (OURS.includes(name)) expect(Object.getPrototypeOf(ours)).toBe(theirs);
  else expect(ours).toBe(theirs);
});

test('types, options of a provider and states among them', () => {
  const upload: docker.types.input.ContainerUpload = { file: '/etc/app.conf' };
  const host: docker.ProviderArgs = { host: 'ssh://builder.example' };
  const state: docker.ContainerState = { image: 'web' };
  expect([upload.file, host.host, state.image]).toEqual(['/etc/app.conf', 'ssh://builder.example', 'web']);
});
