import fc, { type Arbitrary } from 'fast-check';
import { isObject, type Json } from '../../lib/controls/requirement';
import { resource } from '../../lib/engine/resource';
import { reachability } from '../../lib/reachability';
import { ciliumPolicy, clusterNetworkPolicy, network, networkPolicy } from './arbitrary-network';
import { calico, calicoGlobal, pod } from './objects';

const junk: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, '', 'x', 'http', '10.0.0.0/8', -1, 0, 65_536, 1.5, true, [], {}, [null], [[]], [{}], { a: 'b' }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The same with one value in it replaced. */
function spoiled(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step = 0, ...rest] = steps;
  if (Array.isArray(value) && value.length > 0)
    return value.map((each, index) => (index === step % value.length ? spoiled(each, rest, by) : each));
  if (!isObject(value) || Object.keys(value).length === 0 || steps.length === 0) return by;
  const keys = Object.keys(value);
  const key = keys[step % keys.length] ?? '';
  return { ...value, [key]: spoiled(value[key], rest, by) };
}

const rule = {
  action: 'Allow',
  protocol: 'TCP',
  source: { selector: "app == 'web'", nets: ['10.0.0.0/8'] },
  destination: { ports: [80, '1:2', 'http'] },
};
const spec = {
  order: 1,
  tier: 'default',
  selector: 'has(app)',
  types: ['Ingress', 'Egress'],
  ingress: [rule],
  egress: [{ ...rule, notProtocol: 'UDP' }],
};
const valid: Arbitrary<Json> = fc.oneof(
  networkPolicy,
  ciliumPolicy,
  clusterNetworkPolicy.map((each) => ({ ...each, spec: { ...Object(each.spec), priority: 1 } })),
  fc.constantFrom(calico(spec).object, calicoGlobal(spec).object),
);

test('a policy with anything in it is answered: read as it is, or told as a problem and left out', () => {
  fc.assert(
    fc.property(
      network(networkPolicy),
      valid,
      fc.array(fc.nat(9), { minLength: 1, maxLength: 8 }),
      junk,
      ({ pods, namespaces }, policy, steps, by) => {
        const broken = { ...policy, metadata: { name: 'p', ...Object(policy.metadata) }, spec: spoiled(policy.spec, steps, by) };
        const of = reachability([...namespaces, ...pods, broken].map((each) => resource(each)));
        of.flows();
        expect(of.policies + Math.min(of.problems.length, 1)).toBe(1);
      },
    ),
    { numRuns: 600 },
  );
});

test('objects around policies with anything in them, too', () => {
  const kinds = [
    ['v1', 'Service'],
    ['v1', 'Namespace'],
    ['v1', 'ServiceAccount'],
    ['projectcalico.org/v3', 'Tier'],
    ['projectcalico.org/v3', 'NetworkSet'],
    ['cilium.io/v2', 'CiliumCIDRGroup'],
    ['v1', 'Pod'],
  ] as const;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), junk, junk, ([apiVersion, kind], metadata, about) => {
      const odd = { apiVersion, kind, metadata: isObject(metadata) ? { name: 'odd', ...metadata } : metadata, spec: about };
      reachability([pod('web'), resource(odd), calico(spec)]).flows();
    }),
    { numRuns: 400 },
  );
});

test('a selector longer than the API takes is refused, and one of many alternatives is read in time', () => {
  const deep = `${'('.repeat(20_000)}all()${')'.repeat(20_000)}`;
  expect(reachability([pod('web'), calico({ selector: deep })]).problems.map(({ message }) => message)).toEqual([
    'must not have more than 1024 characters',
  ]);
  const nested = `${'('.repeat(500)}all()${')'.repeat(500)}`;
  const wide = Array(50).fill('(has(a) || has(b))').join(' && ');
  const source = { selector: wide };
  expect(reachability([pod('web'), calico({ selector: nested, ingress: [{ action: 'Allow', source }] })]).flows().length).toBeGreaterThan(
    0,
  );
});

describe('policies of kinds that are not read', () => {
  const of = (apiVersion: string, kind: string) =>
    reachability([pod('web'), resource({ apiVersion, kind, metadata: { name: 'p', namespace: 'shop' }, spec: { podSelector: {} } })]);

  test.each([
    ['crd.antrea.io/v1beta1', 'NetworkPolicy'],
    ['crd.antrea.io/v1beta1', 'ClusterNetworkPolicy'],
    ['networking.gke.io/v1alpha1', 'FQDNNetworkPolicy'],
    ['networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy'],
    ['network.openshift.io/v1', 'EgressNetworkPolicy'],
    ['k8s.ovn.org/v1', 'EgressFirewall'],
    ['extensions/v1beta1', 'NetworkPolicy'],
    ['networking.k8s.io/v1beta1', 'NetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy'],
  ])('%s %s: the answer would not be the whole, and says so', (apiVersion, kind) => {
    const { problems, policies } = of(apiVersion, kind);
    expect(problems.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual([
      'kind is a network policy of a kind or a version that reachability does not read',
    ]);
    expect(policies).toBe(0);
  });

  test.each([
    ['security.istio.io/v1', 'AuthorizationPolicy'],
    ['policy.linkerd.io/v1beta3', 'Server'],
  ])('%s %s: what a mesh refuses is no part of the answer, which says so', (apiVersion, kind) => {
    const { problems, assumptions } = of(apiVersion, kind);
    expect(problems).toEqual([]);
    expect(assumptions.map(({ text }) => text)).toEqual([
      `what a mesh refuses is no part of the answer: not read are ${kind} (${apiVersion.split('/')[0]})`,
    ]);
  });

  test('what only says what it would do is passed over, and so are objects of other kinds', () => {
    for (const [apiVersion, kind] of [
      ['projectcalico.org/v3', 'StagedNetworkPolicy'],
      ['cilium.io/v2', 'CiliumEgressGatewayPolicy'],
      ['kyverno.io/v1', 'ClusterPolicy'],
    ] as const)
      expect(of(apiVersion, kind)).toMatchObject({ problems: [], assumptions: [] });
  });
});
