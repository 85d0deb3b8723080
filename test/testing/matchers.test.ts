import { Chart, Testing } from 'cdk8s';
import { podSecurityRestricted } from 'tempered';
import { Deployment } from 'tempered/kubernetes';
import { temperedMatchers } from 'tempered/testing';

expect.extend(temperedMatchers);

const container = { name: 'web', image: 'registry.example/web:1.0.0' };
const pod = (spec: object, annotations = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', annotations },
  spec: { containers: [container], ...spec },
});

function hardened(): Chart {
  const chart = new Chart(Testing.app(), 'shop');
  new Deployment(chart, 'web', { replicas: 2, containers: [{ image: container.image, portNumber: 8080 }] });
  return chart;
}

test('a chart, its manifests and one of them can be judged', () => {
  const chart = hardened();
  expect(chart).toPassProfile();
  expect(Testing.synth(chart)).toPassProfile(podSecurityRestricted);
  expect(chart).toHoldControl('read-only-root-filesystem');
  expect(pod({ hostNetwork: false })).toHoldControl('host-network');
});

test('a control that does not hold is told with its place', () => {
  expect(pod({ hostNetwork: true })).not.toHoldControl('host-network');
  expect(() => expect(pod({ hostNetwork: true })).toHoldControl('host-network')).toThrow(/Pod web: spec\.hostNetwork is true, must be/);
});

test('a control that nothing was asked of does not hold', () => {
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };
  expect(() => expect(settings).toHoldControl('privileged')).toThrow(/no object was asked/);
});

test('a waiver that holds counts as passing', () => {
  const waiver = JSON.stringify({ reason: 'reads the traffic', expires: '2999-12-31' });
  expect(pod({ hostNetwork: true }, { 'waive.tempered/host-network': waiver })).toHoldControl('host-network');
});

test('a profile that fails names every finding, advice left out', () => {
  expect(() => expect(pod({ hostPID: true })).toPassProfile(podSecurityRestricted)).toThrow(/seccomp-profile: .*\n.*host-pid: /);
});

test('nothing to judge is an error, whichever way the test is put', () => {
  expect(() => expect([]).toPassProfile()).toThrow(/no Kubernetes object/);
  expect(() => expect([]).not.toPassProfile()).toThrow(/no Kubernetes object/);
});
