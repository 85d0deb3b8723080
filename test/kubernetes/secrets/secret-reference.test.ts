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
  type SecretMountProps,
  SecretReference,
  type SecretRotation,
  StatefulSet,
  VaultAgent,
  Volume,
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

test('a path that is no folder of its own is refused, by the workload', () => {
  const { external, web, container } = example();
  const reference = SecretReference.fromExternalSecret(external('database'));
  const mounted = (path: string) => failureOf(() => reference.mountInto(web, container, { path, rotation: 'reread' }));
  for (const path of ['secrets', '/a/../b', '/a:b', 'postgres://shop:hunter2@db'])
    expect(mounted(path)).toBe('shop/web: a secret is mounted at a folder, by its absolute path');
  // An API server refuses two mounts at one path.
  reference.mountInto(web, container, { path: '/secrets', rotation: 'reread' });
  expect(mounted('/secrets/')).toBe('shop/web: something is mounted at /secrets of the container main already');
  container.mount('/cache', Volume.fromEmptyDir(web, 'cache', 'cache'));
  expect(mounted('/cache')).toContain('something is mounted at /cache');
  const agent = SecretReference.fromVaultAgent(new VaultAgent({ role: 'it' }), { key: { secretPath: 'a', key: 'a' } });
  const mountAgent = () => agent.mountInto(web, container, { path: '/secrets', rotation: 'reread' });
  expect(failureOf(mountAgent)).toContain('something is mounted at /secrets');
});

test('a container of another workload is refused: volume and rotation would be those of two workloads', () => {
  const { external, web } = example();
  const reference = SecretReference.fromExternalSecret(external('database'));
  const other = new Deployment(web, 'other').addContainer({ name: 'api', image: IMAGE });
  const wrong = 'shop/web: the container api is not one of this workload';
  expect(failureOf(() => reference.mountInto(web, other, { path: '/secrets', rotation: 'restart' }))).toBe(wrong);
  const why = { reason: 'reads nothing else', expires: '2099-12-31' };
  const set = () => reference.intoEnvironment(web, other, { variables: { A: 'password' }, rotation: 'restart', ...why });
  expect(failureOf(set)).toBe(wrong);
});

test('a rotation that is none is refused where nothing is compiled: it would mean that nothing happens', () => {
  const { external, web, container } = example();
  const reference = SecretReference.fromExternalSecret(external('database'));
  for (const rotation of [undefined, 'restrat']) {
    const props = { path: '/secrets', rotation } as SecretMountProps;
    const wanted = 'shop/web: how a rotated value arrives must be one of "reread", "restart", "next-rollout"';
    expect(failureOf(() => reference.mountInto(web, container, props))).toBe(wanted);
  }
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

test.each<[string, (chart: Chart, containers: ContainerProps[]) => IConstruct, 'restart' | 'next-rollout']>([
  ['Deployment', (chart, containers) => new Deployment(chart, 'it', { containers }), 'restart'],
  ['StatefulSet', (chart, containers) => new StatefulSet(chart, 'it', { containers }), 'restart'],
  ['DaemonSet', (chart, containers) => new DaemonSet(chart, 'it', { containers }), 'restart'],
  ['Job', (chart, containers) => new Job(chart, 'it', { containers }), 'next-rollout'],
  ['CronJob', (chart, containers) => new CronJob(chart, 'it', { containers, schedule: Cron.daily() }), 'next-rollout'],
])('also where the container is an option of a %s itself', (_, make, rotation) => {
  const chart = plainChart();
  const store = { kind: 'SecretStore', name: 'store' } as const;
  const from = SecretReference.fromExternalSecret(new ExternalSecret(chart, 'database', { store, data: { password: { key: 'a' } } }));
  const agent = SecretReference.fromVaultAgent(new VaultAgent({ role: 'it' }), { key: { secretPath: 'a', key: 'a' } });
  const workload = make(chart, [
    {
      image: IMAGE,
      portNumber: 8080,
      secrets: [
        { from, path: '/secrets/database', rotation },
        { from: agent, path: '/secrets/agent', rotation: 'next-rollout' },
      ],
    },
  ]);
  const { containers, volumes } = podSpecOf(workload);
  expect(containers[0].volumeMounts).toEqual([{ name: volumes[0].name, mountPath: '/secrets/database', readOnly: true }]);
  expect(JSON.stringify(rendered(workload))).toContain('"vault.hashicorp.com/agent-inject-file-key":"key"');
  const annotations = Object.keys(rendered(workload).metadata.annotations ?? {});
  expect(annotations.includes('secret.reloader.stakater.com/reload')).toBe(rotation === 'restart');
});

test('a job is not restarted: Reloader would run it once more', () => {
  const { external } = example();
  const from = SecretReference.fromExternalSecret(external('database'));
  const containers = [{ image: IMAGE, secrets: [{ from, path: '/secrets', rotation: 'restart' }] }] as const;
  expect(failureOf(() => new Job(plainChart(), 'it', { containers: [...containers] }))).toBe(
    'shop/it: Reloader would run the Job a second time',
  );
  const nightly = () => new CronJob(plainChart(), 'it', { containers: [...containers], schedule: Cron.daily() });
  expect(failureOf(nightly)).toBe('shop/it: Reloader would run the CronJob at once');
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

  // As advice the control would let it pass, and the variable would be there for ever.
  test('with a waiver that has ended, or without a reason, fails by its workload', () => {
    const { external, web, container } = example();
    const reference = SecretReference.fromExternalSecret(external('database'));
    const set = (given: { reason: string; expires: string }) => () =>
      reference.intoEnvironment(web, container, { variables: { A: 'password' }, rotation: 'restart', ...given });
    expect(failureOf(set({ ...because, expires: '2020-01-01' }))).toBe('shop/web: the waiver of secret-in-env ended on 2020-01-01');
    expect(failureOf(set({ ...because, reason: '' }))).toBe('shop/web: a waiver of secret-in-env needs a "reason"');
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
