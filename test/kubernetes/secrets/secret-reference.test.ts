import { type Chart, Cron } from 'cdk8s';
import type { IConstruct } from 'constructs';
import fc from 'fast-check';
import {
  type ContainerProps,
  CronJob,
  DaemonSet,
  Deployment,
  ExternalSecret,
  Job,
  Pod,
  SecretReference,
  type SecretRotation,
  StatefulSet,
  VaultAgent,
} from 'tempered/kubernetes';
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

test('a Secret that something else makes is mounted alike', () => {
  const { web, container } = example();
  const made = SecretReference.fromSecretName(web, 'made', 'made-by-an-operator');
  made.mountInto(web, container, { path: '/secrets/made', rotation: 'restart' });
  expect(podSpecOf(web).volumes).toEqual([{ name: expect.any(String), secret: { secretName: 'made-by-an-operator', defaultMode: 0o440 } }]);
  expect(failureOf(() => SecretReference.fromSecretName(web, 'other', 'Not A Name'))).toContain('shop/web/other: the name of a Secret');
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

test('a container may state its secrets among its options', () => {
  const { external, web } = example();
  const database = SecretReference.fromExternalSecret(external('database'));
  web.addContainer({ name: 'second', image: IMAGE, secrets: [{ from: database, path: '/secrets/database', rotation: 'restart' }] });
  web.addInitContainer({ name: 'first', image: IMAGE, secrets: [{ from: database, path: '/secrets', rotation: 'next-rollout' }] });
  const { containers, initContainers, volumes } = podSpecOf(web);
  expect(volumes).toHaveLength(1);
  const { name } = volumes[0];
  expect(containers[1].volumeMounts).toEqual([{ name, mountPath: '/secrets/database', readOnly: true }]);
  expect(initContainers[0].volumeMounts).toEqual([{ name, mountPath: '/secrets', readOnly: true }]);
});

test.each<[string, (chart: Chart, containers: ContainerProps[]) => IConstruct]>([
  ['Deployment', (chart, containers) => new Deployment(chart, 'it', { containers })],
  ['StatefulSet', (chart, containers) => new StatefulSet(chart, 'it', { containers })],
  ['DaemonSet', (chart, containers) => new DaemonSet(chart, 'it', { containers })],
  ['Job', (chart, containers) => new Job(chart, 'it', { containers })],
  ['CronJob', (chart, containers) => new CronJob(chart, 'it', { containers, schedule: Cron.daily() })],
])('also where the container is an option of a %s itself', (_, make) => {
  const chart = plainChart();
  const store = { kind: 'SecretStore', name: 'store' } as const;
  const from = SecretReference.fromExternalSecret(new ExternalSecret(chart, 'database', { store, data: { password: { key: 'a' } } }));
  const agent = SecretReference.fromVaultAgent(new VaultAgent({ role: 'it' }), { key: { secretPath: 'a', key: 'a' } });
  const workload = make(chart, [
    {
      image: IMAGE,
      portNumber: 8080,
      secrets: [
        { from, path: '/secrets/database', rotation: 'restart' },
        { from: agent, path: '/secrets/agent', rotation: 'next-rollout' },
      ],
    },
  ]);
  const { containers, volumes } = podSpecOf(workload);
  expect(containers[0].volumeMounts).toEqual([{ name: volumes[0].name, mountPath: '/secrets/database', readOnly: true }]);
  expect(JSON.stringify(rendered(workload))).toContain('"vault.hashicorp.com/agent-inject-file-key":"key"');
  expect(rendered(workload).metadata.annotations).toHaveProperty(['secret.reloader.stakater.com/reload']);
});

test('a Pod reads again, or never: nobody makes another one in its place', () => {
  const { external } = example();
  const from = SecretReference.fromExternalSecret(external('database'));
  const made = (rotation: SecretRotation) =>
    new Pod(plainChart(), 'it', { containers: [{ image: IMAGE, secrets: [{ from, path: '/secrets', rotation }] }] });
  expect(podSpecOf(made('reread')).containers[0].volumeMounts).toHaveLength(1);
  expect(failureOf(() => made('restart'))).toBe('shop/it: nobody makes another Pod in its place');
});

test('a rollout that somebody else starts needs nothing in the manifest', () => {
  const { external, web, container } = example();
  SecretReference.fromExternalSecret(external('database')).mountInto(web, container, { path: '/secrets', rotation: 'next-rollout' });
  expect(rendered(web).metadata.annotations).toBeUndefined();
});

describe('a variable', () => {
  const because = { reason: 'the image reads nothing else', expires: '2099-12-31' } as const;

  test('is set only with a reason and an end, which stand in the manifest', () => {
    const { external, web, container } = example();
    const database = external('database');
    const variables = { DB_PASSWORD: 'password' };
    SecretReference.fromExternalSecret(database).intoEnvironment(web, container, { variables, rotation: 'restart', ...because });
    const { metadata, spec } = rendered(web);
    const [main] = spec.template.spec.containers;
    expect(main.env).toEqual([{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: database.name, key: 'password' } } }]);
    expect(metadata.annotations).toMatchObject({
      'secret.reloader.stakater.com/reload': database.name,
      'waive.tempered/secret-in-env': expect.stringContaining(because.reason),
    });
  });

  test('without them does not compile, and fails', () => {
    const { external, web, container } = example();
    const reference = SecretReference.fromExternalSecret(external('database'));
    const props = { variables: { DB_PASSWORD: 'password' }, rotation: 'restart' } as const;
    // @ts-expect-error no reason and no end
    expect(failureOf(() => reference.intoEnvironment(web, container, props))).toContain('a waiver of secret-in-env');
    // @ts-expect-error a variable is never read again
    const rotation: Parameters<typeof reference.intoEnvironment>[2]['rotation'] = 'reread';
    expect(rotation).toBeDefined();
  });

  test('of a name or a key that cannot be is refused', () => {
    const { external, web, container } = example();
    const reference = SecretReference.fromExternalSecret(external('database'));
    const set = (variables: Record<string, string>) =>
      failureOf(() => reference.intoEnvironment(web, container, { variables, rotation: 'restart', ...because }));
    expect(set({ 'DB-PASSWORD': 'password' })).toContain('the name of a variable is made of letters');
    expect(set({ DB_PASSWORD: 'pasword' })).toMatch(/^shop\/web: the variable DB_PASSWORD is set to a key that .* does not have$/);
  });

  test('that was set to the value in place of its key does not show it', () => {
    const { external, web, container } = example();
    const reference = SecretReference.fromExternalSecret(external('database'));
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (value) => {
        const set = (variables: Record<string, string>) => () =>
          reference.intoEnvironment(web, container, { variables, rotation: 'restart', ...because });
        expect(failureOf(set({ DB_PASSWORD: value }))).not.toContain(value);
        expect(failureOf(set({ [`-${value}`]: 'password' }))).not.toContain(value);
      }),
    );
    expect(JSON.stringify(rendered(web))).not.toContain('DB_PASSWORD');
  });
});
