import { Deployment, ExternalSecret, SecretReference } from 'tempered/kubernetes';
import { failureOf, IMAGE, plainChart, podSpecOf, rendered } from '../rendered';

function example() {
  const chart = plainChart();
  const store = { kind: 'SecretStore', name: 'store' } as const;
  const external = (id: string) => new ExternalSecret(chart, id, { store, data: { password: { key: id } } });
  const web = new Deployment(chart, 'web', { containers: [{ image: IMAGE, portNumber: 8080 }] });
  const [container] = web.containers;
  if (container === undefined) throw new Error('no container');
  return { external, web, container };
}

test('a secret is mounted as files, read-only and 0440, for the group of the pod', () => {
  const { external, web, container } = example();
  const database = external('database');
  SecretReference.fromExternalSecret(database).mountInto(web, container, { path: '/secrets/database', rotation: 'reread' });
  const spec = podSpecOf(web);
  expect(spec.volumes).toEqual([{ name: expect.any(String), secret: { secretName: database.name, defaultMode: 0o440 } }]);
  expect(spec.containers[0].volumeMounts).toEqual([{ name: spec.volumes[0].name, mountPath: '/secrets/database', readOnly: true }]);
  // Without a group the files would be root's, and the program could not read them.
  expect(spec.securityContext.fsGroup).toEqual(expect.any(Number));
  expect(rendered(web).metadata.annotations).toBeUndefined();
});

test('restart has Reloader watch each secret once', () => {
  const { external, web, container } = example();
  const [one, two] = [external('one'), external('two')];
  SecretReference.fromExternalSecret(one).mountInto(web, container, { path: '/secrets/one', rotation: 'restart' });
  SecretReference.fromExternalSecret(two).mountInto(web, container, { path: '/secrets/two', rotation: 'restart' });
  SecretReference.fromExternalSecret(one).mountInto(web, container, { path: '/secrets/again', rotation: 'restart' });
  expect(rendered(web).metadata.annotations).toMatchObject({ 'secret.reloader.stakater.com/reload': `${one.name},${two.name}` });
});

test('a path that is not absolute is refused, by the workload', () => {
  const { external, web, container } = example();
  const reference = SecretReference.fromExternalSecret(external('database'));
  const mounted = (path: string) => failureOf(() => reference.mountInto(web, container, { path, rotation: 'reread' }));
  expect(mounted('secrets')).toBe('shop/web: "secrets" is no folder to mount a secret at');
  expect(mounted('/a/../b')).toContain('no folder');
});
