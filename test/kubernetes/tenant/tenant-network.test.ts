import { Chart, Testing } from 'cdk8s';
import { TenantNamespace, type TenantNetworkProps } from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { resource } from '../../../lib/engine/resource';
import { reachability } from '../../../lib/reachability';
import { schemaErrors } from '../crd-schema';
import { failureOf, IMAGE } from '../rendered';

const pod = (namespace: string, name: string, labels: Record<string, string> = { app: name }): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: { containers: [{ name, image: IMAGE }] },
});
const namespace = (name: string): Json => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
});
const CLUSTER = [
  ...['kube-system', 'traefik', 'monitoring'].map(namespace),
  pod('kube-system', 'dns', { 'k8s-app': 'kube-dns' }),
  pod('traefik', 'traefik'),
  pod('monitoring', 'prometheus'),
  ...['red', 'blue'].flatMap((team) => [pod(team, 'web'), pod(team, 'api')]),
];
/** A policy that a tenant, or somebody by mistake, writes beside: everything is open. */
const OPEN: Json = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'open', namespace: 'red' },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] },
};

function tenantsWith(network: TenantNetworkProps, others: Partial<TenantNetworkProps> = {}): readonly Json[] {
  const chart = new Chart(Testing.app(), 'platform');
  new TenantNamespace(chart, 'red', { owner: 'red', network });
  new TenantNamespace(chart, 'blue', { owner: 'blue', network: { ...network, ...others } });
  return Testing.synth(chart);
}

function reachIn(objects: readonly Json[]) {
  const found = reachability([...objects, ...CLUSTER].map((each) => resource(each)));
  expect(found.problems).toEqual([]);
  return (from: string, to: string, port = 'TCP/8080') => found.allows(from, to, port).allowed;
}

describe.each([undefined, 'cilium', 'calico'] as const)('tenants of a cluster with %s', (plugin) => {
  const dialect = plugin === undefined ? {} : { dialect: plugin };

  test('are closed, but for names', () => {
    const reaches = reachIn(tenantsWith(dialect));
    expect(reaches('red/web', 'kube-system/dns', 'UDP/53')).toBe(true);
    for (const [from, to] of [
      ['red/web', 'red/api'],
      ['red/web', 'blue/web'],
      ['blue/web', 'red/web'],
      ['traefik/traefik', 'red/web'],
      ['red/web', '203.0.113.1'],
      ['red/web', '169.254.169.254'],
    ] as const)
      expect([from, to, reaches(from, to)]).toEqual([from, to, false]);
  });

  test('let in whom they name, and nobody beside', () => {
    const reaches = reachIn(tenantsWith({ ...dialect, ingressFrom: ['traefik'], within: true }));
    expect(reaches('traefik/traefik', 'red/web')).toBe(true);
    expect(reaches('red/web', 'red/api')).toBe(true);
    expect(reaches('monitoring/prometheus', 'red/web')).toBe(false);
    expect(reaches('blue/web', 'red/web')).toBe(false);
    expect(reaches('red/web', 'traefik/traefik')).toBe(false);
  });
});

describe.each(['cilium', 'calico'] as const)('what the policy of %s denies', (dialect) => {
  test('no policy within the tenant opens: other tenants, and the metadata address', () => {
    const reaches = reachIn([...tenantsWith({ dialect }), OPEN]);
    expect(reaches('red/web', '203.0.113.1')).toBe(true);
    expect(reaches('monitoring/prometheus', 'red/web')).toBe(true);
    for (const [from, to] of [
      ['red/web', 'blue/web'],
      ['blue/web', 'red/web'],
      ['red/web', '169.254.169.254'],
      ['red/web', 'fd00:ec2::254'],
    ] as const)
      expect([from, to, reaches(from, to)]).toEqual([from, to, false]);
  });

  test('lies outside of the tenant, and is what its schema says', () => {
    const [policy] = tenantsWith({ dialect }).filter(({ metadata }) => String(metadata.name).endsWith('tenant-red'));
    expect(policy?.metadata).not.toHaveProperty('namespace');
    expect(schemaErrors(policy ?? {})).toEqual([]);
  });

  test('is not the way of a tenant that is let in by its name', () => {
    const both = [...tenantsWith({ dialect }, { ingressFrom: ['red'] }), OPEN];
    const ingress = JSON.stringify(both.find(({ metadata }) => String(metadata.name).endsWith('tenant-blue'))?.spec);
    expect(ingress).toMatch(/blue["'], ?["']red/);
  });
});

describe('the resolver', () => {
  const dnsOf = (network: TenantNetworkProps): readonly Json[] =>
    tenantsWith(network).find(({ metadata }) => metadata.name === 'tenant-allow-dns')?.spec.egress;

  test('is the one that is named, in its namespace and on its port', () => {
    const labels = { 'dns.operator.openshift.io/daemonset-dns': 'default' };
    const [rule] = dnsOf({ resolver: { namespace: 'openshift-dns', labels, port: 5353 } });
    expect(rule?.ports.map(({ port }: Json) => port)).toEqual([5353, 5353]);
    expect(rule?.to).toEqual([
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } },
        podSelector: { matchLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' } },
      },
    ]);
  });

  test('has a cache on each node where that is said', () => {
    const [, cache] = dnsOf({ resolver: { nodeLocal: true, port: 5353 } });
    expect(cache).toMatchObject({ to: [{ ipBlock: { cidr: '169.254.20.10/32' } }], ports: [{ port: 53 }, { port: 53 }] });
    // Cilium redirects to its pods.
    expect(JSON.stringify(dnsOf({ resolver: { nodeLocal: true }, dialect: 'cilium' }))).toContain('node-local-dns');
  });
});

test('a namespace that comes in and can be none is an error with the path of the construct', () => {
  expect(failureOf(() => tenantsWith({ ingressFrom: ["traefik' || all()"] }))).toMatch(/^platform\/red: .*cannot be the namespace/);
});
