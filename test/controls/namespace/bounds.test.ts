import { boundsExample, namespaceExample, podInNamespace } from '../../../lib/controls/namespace/namespace-examples';
import type { Json } from '../../../lib/controls/requirement';
import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { audit } from '../../../lib/engine/audit';
import { harden } from '../../../lib/engine/harden';
import { Inventory } from '../../../lib/engine/inventory';
import { resource } from '../../../lib/engine/resource';
import { findingsIn, only, placesOf } from '../workload/findings';

const HARD = { 'requests.cpu': '4', 'requests.memory': '8Gi', 'limits.cpu': '8', 'limits.memory': '16Gi' };
const ENFORCE = 'pod-security.kubernetes.io/enforce';

describe('what bounds a namespace', () => {
  test('may stand in a file that was not given, so that only what is known from inside is asked', () => {
    expect(findingsIn('resource-quota', [namespaceExample()])).toEqual([]);
    expect(findingsIn('limit-range', [namespaceExample()])).toEqual([]);
    for (const inside of [podInNamespace(), { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'shop' } }])
      expect(findingsIn('resource-quota', [namespaceExample(), inside])).toHaveLength(1);
    const other = podInNamespace('api');
    expect(findingsIn('resource-quota', [namespaceExample(), other])).toEqual([]);
  });

  test('is what all its quotas say together', () => {
    const [requests, limits] = [
      boundsExample('ResourceQuota', { hard: { cpu: '4', memory: '8Gi' } }),
      boundsExample('ResourceQuota', { hard: { 'limits.cpu': '8', 'limits.memory': '16Gi' } }),
    ];
    expect(findingsIn('resource-quota', [namespaceExample(), requests]).map(({ expected }) => expected)).toEqual([
      'a namespace with a ResourceQuota on `limits.cpu`, `limits.memory`',
    ]);
    expect(findingsIn('resource-quota', [namespaceExample(), requests, limits])).toEqual([]);
  });

  test('is not that of another namespace, and is not asked of the namespaces of the system', () => {
    const elsewhere = boundsExample('ResourceQuota', { hard: HARD }, 'api');
    expect(findingsIn('resource-quota', [namespaceExample(), podInNamespace(), elsewhere])).toHaveLength(1);
    expect(findingsIn('resource-quota', [namespaceExample({}, 'kube-system'), podInNamespace('kube-system')])).toEqual([]);
  });
});

describe('the labels of Pod Security', () => {
  const hardened = (namespace: Json, ...inside: readonly Json[]) => {
    const resources = [namespace, ...inside].map((each) => resource(each));
    const [first] = resources;
    if (first === undefined) throw new Error('a namespace');
    const { resource: result, findings } = harden(first, { profile: only('pod-security-labels'), neighbours: new Inventory(resources) });
    return { labels: result.object.metadata.labels ?? {}, left: findings.map(({ fix }) => fix.op) };
  };

  test('are filled in where nobody lives who could not', () => {
    expect(hardened(namespaceExample(), podInNamespace())).toMatchObject({ labels: { [ENFORCE]: 'restricted' }, left: [] });
  });

  test('are left to a person where a workload is waived from a part of them, in whatever kind', () => {
    const annotations = { 'waive.tempered/host-network': JSON.stringify({ reason: 'a node agent', expires: '2099-01-01' }) };
    const agent = workloadExample({ kind: 'DaemonSet', name: 'agent', namespace: 'shop' });
    const waived = { ...agent, metadata: { ...agent.metadata, annotations } };
    const { labels, left } = hardened(namespaceExample(), waived);
    expect(labels).not.toHaveProperty([ENFORCE]);
    expect(left).toEqual(['manual']);
    const elsewhere = { ...waived, metadata: { ...waived.metadata, namespace: 'agents' } };
    expect(hardened(namespaceExample(), elsewhere).labels).toHaveProperty([ENFORCE], 'restricted');
  });

  test('are at the level that the profile says, which a stricter one passes', () => {
    const asked = (level: string) =>
      findingsIn('pod-security-labels', [namespaceExample({ [ENFORCE]: level })], { parameters: { enforce: 'baseline' } });
    expect([asked('restricted'), asked('baseline'), asked('privileged')].map(({ length }) => length)).toEqual([0, 0, 1]);
  });
});

describe('the default namespace', () => {
  test('is where what says no namespace ends up, if the profile says that namespaces are final', () => {
    const objects = [podInNamespace(''), namespaceExample(), { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'web' } }];
    expect(findingsIn('default-namespace', objects)).toEqual([]);
    expect(placesOf(findingsIn('default-namespace', objects, { parameters: { final: true } }))).toEqual(['Pod web metadata.namespace']);
  });
});

test('a waiver of the Namespace lifts what is said of it, until its day', () => {
  const annotations = { 'waive.tempered/pod-security-labels': JSON.stringify({ reason: 'node agents', expires: '2026-06-30' }) };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'agents', annotations } };
  const at = (today: string) => audit([resource(namespace)], { profile: only('pod-security-labels'), today }).findings.length;
  expect([at('2026-06-30'), at('2026-07-01')]).toEqual([0, 1]);
});
