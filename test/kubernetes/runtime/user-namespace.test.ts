import { ApiObject, type Chart, JsonPatch } from 'cdk8s';
import { baseline, inUserNamespaces, restricted, useUserNamespace, waive } from 'tempered/kubernetes';
import { failureOf, IMAGE, plainChart, podSpecOf } from '../rendered';
import { deployment } from './workloads';

test.each([
  ['v1.33', {}],
  ['v1.37', {}],
  ['v1.30', { featureGate: true }],
] as const)('%s has user namespaces, given %j', (kubernetesVersion, more) => {
  const web = deployment(plainChart());
  useUserNamespace(web, { kubernetesVersion, ...more });
  expect(podSpecOf(web).hostUsers).toBe(false);
});

test.each([
  ['v1.32', {}],
  ['v1.29', { featureGate: true }],
] as const)('%s has none, given %j', (kubernetesVersion, more) => {
  const web = deployment(plainChart());
  expect(() => useUserNamespace(web, { kubernetesVersion, ...more })).toThrow(/^shop\/web: clusters of Kubernetes v1\.\d\d have no user/);
  expect(() => inUserNamespaces(restricted, { kubernetesVersion, ...more })).toThrow(/^profile restricted: /);
  expect(podSpecOf(web).hostUsers).toBeUndefined();
});

const because = { reason: 'watches the node', expires: '2999-12-31' };

test('a pod in a namespace of the host cannot have one of its own', () => {
  const web = deployment(plainChart(), { hostPid: { value: true, ...because } });
  useUserNamespace(web);
  expect(failureOf(() => podSpecOf(web))).toMatch(/^shop\/web: a user namespace cannot be given to this pod: it has hostPID$/m);
});

test('nor can one in the network of its node', () => {
  const inNetwork = deployment(plainChart(), { hostNetwork: true });
  useUserNamespace(inNetwork);
  expect(failureOf(() => podSpecOf(inNetwork))).toMatch(/it has hostNetwork$/m);
});

test('nor can one with a block device', () => {
  const web = deployment(plainChart());
  ApiObject.of(web).addJsonPatch(
    JsonPatch.add('/spec/template/spec/containers/0/volumeDevices', [{ name: 'disk', devicePath: '/dev/xvda' }]),
  );
  useUserNamespace(web);
  expect(failureOf(() => podSpecOf(web))).toMatch(/^shop\/web: .*a container has a block device/);
});

test('a profile leaves alone what shares a namespace with its node, by a waiver', () => {
  const chart = plainChart();
  inUserNamespaces(restricted).applyTo(chart);
  const agent = deployment(chart, { hostPid: { value: true, ...because } });
  expect(podSpecOf(agent)).toMatchObject({ hostPID: true });
  expect(podSpecOf(agent).hostUsers).toBeUndefined();
});

test('a pod that keeps the users of its node needs a waiver under such a profile', () => {
  const refused = plainChart();
  inUserNamespaces(restricted).applyTo(refused);
  const open = (chart: Chart) => {
    const web = deployment(chart);
    ApiObject.of(web).addJsonPatch(JsonPatch.add('/spec/template/spec/hostUsers', true));
    return web;
  };
  expect(failureOf(() => podSpecOf(open(refused)))).toContain("control: 'user-namespaces'");
  const chart = plainChart();
  inUserNamespaces(restricted).applyTo(chart);
  const web = open(chart);
  waive(web, { control: 'user-namespaces', reason: 'a volume of NFS', expires: '2999-12-31' });
  expect(podSpecOf(web).hostUsers).toBe(true);
});

test('a profile gives one to every pod that can have one', () => {
  const chart = plainChart();
  inUserNamespaces(baseline).applyTo(chart);
  const web = deployment(chart);
  expect(podSpecOf(web)).toMatchObject({ hostUsers: false, containers: [{ image: IMAGE }] });
});
