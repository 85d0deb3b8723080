import type { Json } from '../../../../lib/controls/requirement';
import { type CalicoProps, calico } from '../../../../lib/kubernetes/network/calico';
import type { StatedNetwork } from '../../../../lib/kubernetes/network/stated-network';
import { schemaErrors } from '../../crd-schema';
import { failureOf } from '../../rendered';
import { flow, labels, manifest, namespace, namespacesOf, pods, shop, tcp, workload } from './stated-shop';

const policies = (stated: readonly StatedNetwork[], props: CalicoProps = {}): readonly Json[] =>
  calico(props).policies(stated, 'shop', namespacesOf(stated));
const named = (all: readonly Json[], name: string): Json => all.find(({ metadata }) => metadata.name === name) ?? {};
/** Its name ends in a hash. */
const guardOf = (all: readonly Json[], name: string): Json => all.find(({ metadata }) => metadata.name.startsWith(name)) ?? {};
const web = (more: Partial<StatedNetwork>, props?: CalicoProps): Json =>
  named(policies([workload('web', more)], props), 'default.web-network').spec;

test.each<[string, readonly StatedNetwork[], CalicoProps]>([
  ['of a shop', shop, {}],
  ['in a tier of their own', shop, { tier: { name: 'shop', order: 500 } }],
  ['of a namespace that is not known', shop.map((each) => ({ ...each, namespace: undefined })), { resolver: { nodeLocal: true } }],
  ['with addresses of the API server', shop, { apiServer: ['10.0.0.1/32', 'fd00::1/128'] }],
])('the policies %s are what the schemas say', (_, stated, props) => {
  const all = calico(props).policies(stated, 'shop', namespacesOf(stated));
  expect(all.map(manifest).flatMap(schemaErrors)).toEqual([]);
  const names = all.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(JSON.stringify(all)).not.toContain('"Pass"');
});

describe('the guard of a namespace', () => {
  test('denies the metadata address before any policy can allow it', () => {
    const metadata = guardOf(policies(shop), 'default.shop-shop-metadata');
    expect(metadata).toMatchObject({
      kind: 'GlobalNetworkPolicy',
      clusterScoped: true,
      spec: { namespaceSelector: "projectcalico.org/name == 'shop'", types: ['Egress'] },
    });
    expect(metadata.spec.egress).toEqual([
      { action: 'Deny', destination: { nets: ['169.254.169.254/32'] } },
      { action: 'Deny', destination: { nets: ['fd00:ec2::254/128'] } },
    ]);
    for (const { metadata: other, spec } of policies(shop))
      if (other.name !== metadata.metadata.name && spec.order !== undefined) expect(spec.order).toBeGreaterThan(metadata.spec.order);
  });

  test('closes both directions but for names, and comes last', () => {
    const { spec } = guardOf(policies(shop), 'default.shop-shop-deny');
    expect(spec.types).toEqual(['Ingress', 'Egress']);
    expect(spec.order).toBeUndefined();
    expect(spec.ingress).toBeUndefined();
    expect(
      spec.egress.map(({ action, protocol, destination }: Json) => [action, protocol, destination.namespaceSelector, destination.ports]),
    ).toEqual([
      ['Allow', 'UDP', "kubernetes.io/metadata.name == 'kube-system'", [53]],
      ['Allow', 'TCP', "kubernetes.io/metadata.name == 'kube-system'", [53]],
    ]);
    expect(spec.egress[0].destination.selector).toBe("k8s-app == 'kube-dns' && projectcalico.org/orchestrator == 'k8s'");
  });

  test('reaches the cache of names on each node, where there is one', () => {
    const { spec } = guardOf(policies(shop, { resolver: { nodeLocal: true } }), 'default.shop-shop-deny');
    expect(spec.egress).toContainEqual({ action: 'Allow', protocol: 'UDP', destination: { nets: ['169.254.20.10/32'], ports: [53] } });
  });

  test('is none where the namespace is not known: each workload says it then', () => {
    const all = policies([workload('web', { namespace: undefined })]);
    expect(all.map(({ kind, metadata }) => [kind, metadata])).toEqual([['NetworkPolicy', { name: 'default.web-network' }]]);
    expect(all[0]?.spec.egress[0]).toEqual({ action: 'Deny', destination: { nets: ['169.254.169.254/32'] } });
  });

  test('has a name of its own, however namespaces and charts are called', () => {
    const names = (namespace: string, chart: string): readonly string[] =>
      calico()
        .policies([workload('web', { namespace })], chart, [namespace])
        .flatMap(({ kind, metadata }) => (kind === 'GlobalNetworkPolicy' ? metadata.name : []));
    const all = [...names('a-b', 'c'), ...names('a', 'b-c')];
    expect(all).toHaveLength(4);
    expect(new Set(all).size).toBe(4);
  });

  test('is one for each namespace of the scope', () => {
    const all = policies([workload('web'), workload('ledger', { namespace: 'billing' })]);
    expect(all.filter(({ kind }) => kind === 'GlobalNetworkPolicy').map(({ spec }) => spec.namespaceSelector)).toEqual([
      "projectcalico.org/name == 'shop'",
      "projectcalico.org/name == 'shop'",
      "projectcalico.org/name == 'billing'",
      "projectcalico.org/name == 'billing'",
    ]);
  });
});

test('where namespaces are not closed as a whole, each workload says itself what the guard would', () => {
  const stated = [workload('web', { egress: [flow(pods('api'), [tcp(8080)])] })];
  expect(policies(stated, { wholeNamespaces: false }).map(({ kind }) => kind)).toEqual(['NetworkPolicy']);
  const { egress, ingress } = web({ egress: [flow(pods('api'), [tcp(8080)])] }, { wholeNamespaces: false });
  expect(ingress).toBeUndefined();
  expect(egress.map(({ action, destination: { nets, ports } }: Json) => [action, nets ?? ports])).toEqual([
    ['Deny', ['169.254.169.254/32']],
    ['Deny', ['fd00:ec2::254/128']],
    ['Allow', [53]],
    ['Allow', [53]],
    ['Allow', [8080]],
  ]);
  const tiered = named(policies(stated, { wholeNamespaces: false, tier: { name: 'shop' } }), 'shop.web-network').spec;
  expect([tiered.ingress.at(-1), tiered.egress.at(-1)]).toEqual([{ action: 'Deny' }, { action: 'Deny' }]);
});

describe('a workload', () => {
  test('that states nothing is closed both ways', () => {
    expect(web({})).toEqual({
      tier: 'default',
      order: 500,
      selector: "app == 'web' && projectcalico.org/orchestrator == 'k8s'",
      types: ['Ingress', 'Egress'],
    });
  });

  test('lets in the pods of its own namespace by labels and account', () => {
    expect(web({ ingress: [flow(pods('api'), [tcp(8080)])] }).ingress).toEqual([
      {
        action: 'Allow',
        protocol: 'TCP',
        source: { selector: "app == 'api' && projectcalico.org/orchestrator == 'k8s'", serviceAccounts: { names: ['api'] } },
        destination: { ports: [8080] },
      },
    ]);
  });

  test('lets in a whole namespace, and means its pods only', () => {
    expect(web({ ingress: [flow(namespace('monitoring'))] }).ingress).toEqual([
      {
        action: 'Allow',
        source: {
          selector: "projectcalico.org/orchestrator == 'k8s'",
          namespaceSelector: "kubernetes.io/metadata.name == 'monitoring'",
        },
      },
    ]);
  });

  test('has a rule for each protocol, ranges as text', () => {
    const ports = [
      tcp(80),
      { protocol: 'UDP', port: 53 } as const,
      tcp(9000, 9010),
      tcp(81, 81),
      { protocol: 'SCTP', port: 38412 } as const,
    ];
    const { egress } = web({ egress: [flow({ kind: 'cidr', cidr: '10.1.0.0/16', except: ['10.1.2.0/24'] }, ports)] });
    const nets = { nets: ['10.1.0.0/16'], notNets: ['10.1.2.0/24'] };
    expect(egress).toEqual([
      { action: 'Allow', protocol: 'TCP', destination: { ...nets, ports: [80, '9000:9010', 81] } },
      { action: 'Allow', protocol: 'UDP', destination: { ...nets, ports: [53] } },
      { action: 'Allow', protocol: 'SCTP', destination: { ...nets, ports: [38412] } },
    ]);
  });

  test('says every operator of a selector in the words of Calico', () => {
    const expressions = [
      { key: 'tier', operator: 'In', values: ['a', 'b'] },
      { key: 'env', operator: 'NotIn', values: ['dev'] },
      { key: 'app.kubernetes.io/name', operator: 'Exists', values: [] },
      { key: 'legacy', operator: 'DoesNotExist', values: [] },
    ] as const;
    const peer = pods('', { pods: labels({}), namespaces: { labels: { team: 'x' }, expressions }, serviceAccount: undefined });
    expect(web({ egress: [flow(peer)] }).egress[0].destination.namespaceSelector).toBe(
      "team == 'x' && tier in {'a', 'b'} && env not in {'dev'} && has(app.kubernetes.io/name) && !has(legacy)",
    );
    expect(web({ egress: [flow({ ...peer, namespaces: labels({}) })] }).egress[0].destination.namespaceSelector).toBe('all()');
  });

  test('reaches the API server by its Service, or by addresses where these are given', () => {
    const egress = [flow({ kind: 'api-server' })];
    expect(web({ egress }).egress).toEqual([{ action: 'Allow', destination: { services: { name: 'kubernetes', namespace: 'default' } } }]);
    expect(web({ egress }, { apiServer: ['10.0.0.1/32', 'fd00::1/128'] }).egress).toEqual([
      { action: 'Allow', protocol: 'TCP', destination: { nets: ['10.0.0.1/32'], ports: [443, 6443] } },
      { action: 'Allow', protocol: 'TCP', destination: { nets: ['fd00::1/128'], ports: [443, 6443] } },
    ]);
    expect(web({ ingress: [flow({ kind: 'api-server' }, [tcp(8443)])] }, { apiServer: ['10.0.0.1/32'] }).ingress).toEqual([
      { action: 'Allow', protocol: 'TCP', source: { nets: ['10.0.0.1/32'] }, destination: { ports: [8443] } },
    ]);
  });

  test('is called by the API server on its own ports', () => {
    expect(web({ ingress: [flow({ kind: 'api-server' }, [tcp(8443)])] }).ingress).toEqual([
      {
        action: 'Allow',
        protocol: 'TCP',
        source: { services: { name: 'kubernetes', namespace: 'default' } },
        destination: { ports: [8443] },
      },
    ]);
  });
});

describe('a tier', () => {
  test('is made with an order, drops what nobody allowed, and every policy is in it by name and field', () => {
    const all = policies(shop, { tier: { name: 'shop', order: 500 } });
    expect(all.filter(({ kind }) => kind === 'Tier')).toEqual([
      expect.objectContaining({ metadata: { name: 'shop' }, spec: { order: 500, defaultAction: 'Deny' }, clusterScoped: true }),
    ]);
    for (const { kind, metadata, spec } of all)
      if (kind !== 'Tier') {
        expect(spec.tier).toBe('shop');
        expect(metadata.name).toMatch(/^shop\.[-a-z0-9]+$/);
      }
  });

  test('of others is not made, and the guard denies itself what the tier may pass on', () => {
    const all = policies(shop, { tier: { name: 'platform' } });
    expect(all.filter(({ kind }) => kind === 'Tier')).toEqual([]);
    const { spec } = guardOf(all, 'platform.shop-shop-deny');
    expect(spec.ingress).toEqual([{ action: 'Deny' }]);
    expect(spec.egress.at(-1)).toEqual({ action: 'Deny' });
  });

  test.each([
    [{ name: 'Shop' }, 'no DNS label'],
    [{ name: 'a.b' }, 'no DNS label'],
    [{ name: 'kube-admin' }, "Calico's own"],
    [{ name: 'default', order: 5 }, 'is there in every cluster'],
    [{ name: 'shop', order: 1_000_000 }, 'asked after the default tier'],
    [{ name: 'shop', order: Number.NaN }, 'asked after the default tier'],
  ])('that Calico would refuse is an error: %j', (tier, wrong) => {
    expect(failureOf(() => calico({ tier }))).toContain(wrong);
  });
});

test('a name that cannot stand in a tier is changed, and stays apart from others', () => {
  const long = 'a'.repeat(253);
  const all = policies([workload('a.b', { name: 'a.b' }), workload('a-b', { name: 'a-b' }), workload('long', { name: long })]);
  const names = all.filter(({ spec }) => spec.order === 500).map(({ metadata }) => metadata.name);
  expect(new Set(names).size).toBe(3);
  for (const name of names) {
    // Of Calico, libcalico-go/lib/validator/v3/validator.go
    expect(name).toMatch(/^([a-z0-9]([-a-z0-9]*[a-z0-9])?)(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)?$/);
    expect(name.length).toBeLessThanOrEqual(253);
  }
});

test('has no words for names of the DNS, and says who has', () => {
  const { wrong, hint } = calico().inexpressible(flow({ kind: 'fqdn', fqdn: 'api.example' }), 'egress') ?? { wrong: '', hint: '' };
  expect(wrong).toContain('api.example');
  expect(wrong).toContain('Calico Enterprise');
  expect(hint).toContain('cidr()');
  for (const peer of [pods('api'), { kind: 'api-server' } as const]) expect(calico().inexpressible(flow(peer), 'egress')).toBeUndefined();
});

test('addresses of the API server that are none are an error', () => {
  expect(failureOf(() => calico({ apiServer: ['10.0.0.1/32', '10.0.0.2'] }))).toContain('"10.0.0.2" of apiServer is no block of addresses');
});
