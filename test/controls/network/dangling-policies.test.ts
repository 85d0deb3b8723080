import { policyExample } from '../../../lib/controls/network/policy-example';
import type { Json } from '../../../lib/controls/requirement';
import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { findingsIn, placesOf } from '../workload/findings';

const web = workloadExample({ namespace: 'shop' });
const from = (...peers: readonly Json[]): Json => policyExample({ ingress: [{ from: peers }] }, { namespace: 'shop' });
const app = (name: string): Json => ({ matchLabels: { app: name } });
const named = (name: string): Json => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
const places = (...objects: readonly Json[]) => placesOf(findingsIn('dangling-network-policy', objects));

const FIRST_PEER = 'NetworkPolicy web spec.ingress.0.from.0.podSelector';

describe('a peer', () => {
  test('without a namespace is looked for in that of the policy', () => {
    const elsewhere = workloadExample({ name: 'api', namespace: 'edge', podLabels: { app: 'api' } });
    expect(places(from({ podSelector: app('api') }), web, elsewhere)).toEqual([FIRST_PEER]);
  });

  test('in a namespace by its name is looked for there', () => {
    const api = workloadExample({ name: 'api', namespace: 'edge', podLabels: { app: 'api' } });
    const peer = { namespaceSelector: named('edge'), podSelector: app('api') };
    expect(places(from(peer), web, api)).toEqual([]);
    expect(places(from({ ...peer, podSelector: app('wed') }), web, api)).toEqual([FIRST_PEER]);
  });

  test('in one of several namespaces by name needs to be in one only', () => {
    const api = workloadExample({ name: 'api', namespace: 'edge', podLabels: { app: 'api' } });
    const both = { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop', 'edge'] }] };
    expect(places(from({ namespaceSelector: both, podSelector: app('api') }), web, api)).toEqual([]);
    expect(places(from({ namespaceSelector: both, podSelector: app('wed') }), web, api)).toEqual([FIRST_PEER]);
  });

  test.each([
    ['of which nothing is read', named('kube-system')],
    ['by other labels, which namespaces nobody here knows may have', { matchLabels: { team: 'web' } }],
    ['of whatever name', {}],
  ])('in a namespace %s is not judged', (_, namespaceSelector) => {
    expect(places(from({ namespaceSelector, podSelector: app('wed') }), web)).toEqual([]);
  });

  test('is known by labels that only a controller adds', () => {
    const set = workloadExample({ kind: 'StatefulSet', namespace: 'shop' });
    const first = { matchLabels: { app: 'web', 'statefulset.kubernetes.io/pod-name': 'web-0' } };
    expect(places(from({ podSelector: first }), set)).toEqual([]);
  });
});

test('where an operator makes the pods, their labels are its own', () => {
  const policy = policyExample({ podSelector: app('prometheus') }, { namespace: 'shop' });
  const operated = { apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', metadata: { name: 'k8s', namespace: 'shop' } };
  expect(places(policy, web)).toEqual(['NetworkPolicy web spec.podSelector']);
  expect(places(policy, web, operated)).toEqual([]);
});
