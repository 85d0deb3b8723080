import { baseline, inUserNamespaces, restricted, useUserNamespace } from 'tempered/kubernetes';
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

test('a pod in a namespace of the host cannot have one of its own', () => {
  const because = { reason: 'watches the node', expires: '2999-12-31' };
  const web = deployment(plainChart(), { hostPid: { value: true, ...because } });
  useUserNamespace(web);
  expect(failureOf(() => podSpecOf(web))).toMatch(/^shop\/web: a user namespace cannot be given to this pod: it has hostPID$/m);
});

test('a profile gives one to every pod that can have one', () => {
  const chart = plainChart();
  inUserNamespaces(baseline).applyTo(chart);
  const web = deployment(chart);
  expect(podSpecOf(web)).toMatchObject({ hostUsers: false, containers: [{ image: IMAGE }] });
});
