import { policyExample } from '../../../lib/controls/network/policy-example';
import type { Json } from '../../../lib/controls/requirement';
import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { findingsIn } from '../workload/findings';

const web = workloadExample({ namespace: 'shop' });
const PORTS = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }));
const dns = (peer: Json, ports: readonly Json[] = PORTS): Json => policyExample({ egress: [{ to: [peer], ports }] }, { namespace: 'shop' });
const resolver = { matchLabels: { 'k8s-app': 'kube-dns' } };
const missing = (...objects: readonly Json[]) => findingsIn('dns-egress', objects).map(({ expected }) => /UDP|TCP/.exec(expected)?.[0]);

describe('the resolver of the cluster', () => {
  test('is reached by UDP and by TCP, each by whatever policy', () => {
    const [udp, tcp] = PORTS.map((port) => dns({ namespaceSelector: {}, podSelector: resolver }, [port]));
    expect(missing(web, udp as Json)).toEqual(['TCP']);
    expect(missing(web, tcp as Json)).toEqual(['UDP']);
    expect(missing(web, udp as Json, tcp as Json)).toEqual([]);
  });

  test('is found by the labels that its Namespace has, where that is read', () => {
    const policy = dns({ namespaceSelector: { matchLabels: { role: 'system' } } });
    const system = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', labels: { role: 'system' } } };
    expect(missing(web, policy)).toEqual(['UDP', 'TCP']);
    expect(missing(web, policy, system)).toEqual([]);
  });

  test('is in the namespace of the pod only where both are the same', () => {
    const policy = { ...dns({ podSelector: resolver }), metadata: { name: 'dns', namespace: 'kube-system' } };
    expect(missing(workloadExample({ namespace: 'kube-system' }), policy)).toEqual([]);
    expect(missing(web, dns({ podSelector: resolver }))).toEqual(['UDP', 'TCP']);
  });

  test('is reached by the names that CoreDNS gives its ports', () => {
    const ports = [
      { protocol: 'UDP', port: 'dns' },
      { protocol: 'TCP', port: 'dns-tcp' },
    ];
    expect(missing(web, dns({ namespaceSelector: {} }, ports))).toEqual([]);
    expect(missing(web, dns({ namespaceSelector: {} }, [{ protocol: 'UDP', port: 'http' }]))).toEqual(['UDP', 'TCP']);
  });

  test('may be behind a block of addresses that names the port, not behind any block', () => {
    expect(missing(web, dns({ ipBlock: { cidr: '10.96.0.10/32' } }))).toEqual([]);
    expect(missing(web, dns({ ipBlock: { cidr: '203.0.113.0/24' } }, []))).toEqual(['UDP', 'TCP']);
    expect(missing(web, dns({ ipBlock: { cidr: '0.0.0.0/0' } }, []))).toEqual([]);
  });
});

test('a pod that no policy closes is not asked, nor one where policies of other dialects are read', () => {
  expect(missing(web)).toEqual([]);
  const other = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'dns', namespace: 'shop' } };
  expect(missing(web, policyExample({}, { namespace: 'shop' }), other)).toEqual([]);
});
