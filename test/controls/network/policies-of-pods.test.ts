import { policyExample } from '../../../lib/controls/network/policy-example';
import type { Json } from '../../../lib/controls/requirement';
import { cronJobExample, workloadExample } from '../../../lib/controls/workload/workload-examples';
import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { findingsIn, only, placesOf } from '../workload/findings';

const web = (more: Json = {}): Json => workloadExample({ namespace: 'shop', ...more });
const policy = (spec: Json = {}, metadata: Json = {}): Json => policyExample(spec, { namespace: 'shop', ...metadata });

describe('a policy', () => {
  test.each([
    [
      'Job',
      { apiVersion: 'batch/v1', kind: 'Job', spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [] } } } },
    ],
    ['Pod', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [] } }],
    [
      'Rollout',
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { template: { metadata: { labels: { app: 'web' } }, spec: {} } } },
    ],
  ])('selects the pods of a %s by its labels', (_, workload) => {
    const object = { ...workload, metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } } };
    const selecting = (app: string) => policy({ podSelector: { matchLabels: { app } } });
    expect(findingsIn('network-policy', [object, selecting('web')])).toEqual([]);
    expect(findingsIn('network-policy', [object, selecting('api')])).toHaveLength(1);
  });

  test('of another namespace, or of none that is written, selects nothing here', () => {
    expect(placesOf(findingsIn('network-policy', [web(), policyExample()]))).toEqual(['Deployment web spec.template.metadata.labels']);
    expect(placesOf(findingsIn('network-policy', [web(), policy({}, { namespace: 'other' })]))).toHaveLength(1);
  });

  test('selects by the labels of the template, not of the workload', () => {
    const workload = { ...web({ podLabels: { app: 'api' } }), metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } } };
    expect(findingsIn('network-policy', [workload, policy({ podSelector: { matchLabels: { app: 'web' } } })])).toHaveLength(1);
  });

  test('of Cilium, of Calico or of the whole cluster may select the pod too, so that nothing is said', () => {
    for (const other of [
      { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'web', namespace: 'shop' } },
      { apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', metadata: { name: 'web' } },
      { apiVersion: 'projectcalico.org/v3', kind: 'GlobalNetworkPolicy', metadata: { name: 'web' } },
      { apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', metadata: { name: 'web' } },
    ]) {
      for (const control of ['network-policy', 'cloud-metadata-access'] as const) expect(findingsIn(control, [web(), other])).toEqual([]);
    }
    const elsewhere = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'web', namespace: 'other' } };
    expect(findingsIn('network-policy', [web(), elsewhere])).toHaveLength(1);
  });

  test('that selects the pod is judged with all others that do', () => {
    const objects = [web(), policy({ policyTypes: ['Ingress'] }), policy({ policyTypes: ['Egress'] }, { name: 'out' })];
    expect(findingsIn('ingress-and-egress-isolation', objects)).toEqual([]);
    expect(findingsIn('ingress-and-egress-isolation', objects.slice(0, 2)).map(({ expected }) => expected)).toEqual([
      'selected by a policy for Egress',
    ]);
  });
});

describe('a namespace that denies by default', () => {
  const namespace = (name: string): Json => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

  test('does so by policies of its own, each direction by one or by several', () => {
    const found = findingsIn('default-deny', [namespace('shop'), namespace('edge'), policy()]);
    expect(placesOf(found)).toEqual(['Namespace edge metadata.name']);
  });

  test('does not by a policy with a rule, which allows something to all pods', () => {
    expect(findingsIn('default-deny', [namespace('shop'), policy({ egress: [{ ports: [{ port: 53 }] }] })])).toHaveLength(1);
  });
});

test('a pod that no policy can reach is not told twice', () => {
  const onNode = web({ pod: { hostNetwork: true } });
  expect(placesOf(findingsIn('network-policy', [onNode, policy()]))).toEqual(['Deployment web spec.template.spec.hostNetwork']);
  for (const control of ['ingress-and-egress-isolation', 'cloud-metadata-access', 'dns-egress'] as const)
    expect(findingsIn(control, [onNode, policy()])).toEqual([]);
});

test('the pods of a CronJob are named where their labels would be', () => {
  expect(placesOf(findingsIn('network-policy', [cronJobExample({})]))).toEqual([
    'CronJob report spec.jobTemplate.spec.template.metadata.labels',
  ]);
});

test('a waiver of the pod lifts what is said of it', () => {
  const waived = { ...web(), metadata: { name: 'web', namespace: 'shop', annotations: { 'waive.tempered/network-policy': WAIVER } } };
  const report = audit([resource(waived)], { profile: only('network-policy'), today: '2026-01-01' });
  expect(report.findings).toEqual([]);
  expect(report.waived.map(({ finding }) => finding.control)).toEqual(['network-policy']);
  expect(audit([resource(waived)], { profile: only('network-policy'), today: '2026-02-01' }).findings).toHaveLength(1);
});

const WAIVER = JSON.stringify({ reason: 'the policies come with the mesh', expires: '2026-01-31' });

test('a policy of an impossible shape is reported, and judged as far as it can be', () => {
  const odd = policy({ ingress: [{ from: 'everybody' }, {}], egress: [null, { to: [7] }] });
  const { findings, malformed } = audit([resource(odd)], { profile: only('allow-all-network-policy') });
  expect(malformed.map(({ observation }) => observation.path.join('.')).sort()).toEqual([
    'spec.egress.0',
    'spec.egress.1.to.0',
    'spec.ingress.0.from',
  ]);
  expect(placesOf(findings)).toEqual(['NetworkPolicy web spec.ingress.1']);
});
