import { reachability } from '../../lib/reachability';
import { app, calico, clusterPolicy, namespace, pod, policy, read } from './objects';

const pods = [
  pod('web'),
  pod('api'),
  pod('other', { namespace: 'lab' }),
  namespace('shop', { stage: 'live' }),
  namespace('lab', { stage: 'test' }),
];
const everywhere = { namespaces: {} };
const inShop = { pods: { namespaceSelector: { matchLabels: { stage: 'live' } }, podSelector: {} } };
const rule = (action: string, more: object = {}) => ({ action, from: [everywhere], ...more });
const admin = (ingress: readonly object[], facts: object = {}, name = 'admin') =>
  clusterPolicy({ tier: 'Admin', priority: 10, subject: everywhere, ingress, ...facts }, name);
const baseline = (ingress: readonly object[], facts: object = {}) =>
  clusterPolicy({ tier: 'Baseline', priority: 10, subject: everywhere, ingress, ...facts }, 'baseline');
const allows = (policies: Parameters<typeof reachability>[0], from: string, to: string, port = 'TCP/8080') =>
  reachability([...pods, ...policies]).allows(from, to, port);

test('of the tier Admin decides before NetworkPolicies', () => {
  const open = policy({ podSelector: {}, ingress: [{}] });
  const closed = policy({ podSelector: {} });
  expect(allows([open, admin([rule('Deny')])], 'web', 'api').ingress.reasons).toEqual([
    'ClusterNetworkPolicy admin denies it by spec.ingress[0]',
  ]);
  expect(allows([closed, admin([rule('Accept')])], 'web', 'api').allowed).toBe(true);
});

test('of the tier Baseline speaks where no NetworkPolicy selects', () => {
  expect(allows([baseline([rule('Deny')])], 'web', 'api').allowed).toBe(false);
  expect(allows([baseline([rule('Deny')]), policy({ podSelector: app('api'), ingress: [{}] })], 'web', 'api').allowed).toBe(true);
  expect(allows([baseline([rule('Accept')]), policy({ podSelector: app('api') })], 'web', 'api').allowed).toBe(false);
});

test('passes to NetworkPolicies, past the rest of its tier', () => {
  const later = admin([rule('Deny')], { priority: 20 }, 'later');
  expect(allows([admin([rule('Pass')]), later], 'web', 'api').allowed).toBe(true);
  expect(allows([admin([rule('Pass')]), later, policy({ podSelector: {} })], 'web', 'api').allowed).toBe(false);
  expect(allows([admin([rule('Pass')]), baseline([rule('Deny')])], 'web', 'api').allowed).toBe(false);
});

describe('where Cilium carries it out', () => {
  const asCilium = (policies: Parameters<typeof reachability>[0], from: string, to: string) =>
    reachability([...pods, ...policies], { enforcer: 'cilium' }).allows(from, to, 'TCP/8080').allowed;

  test('the tier Baseline opens what a NetworkPolicy closes', () => {
    const open = [baseline([rule('Accept')]), policy({ podSelector: app('api') })];
    expect(asCilium(open, 'web', 'api')).toBe(true);
    expect(asCilium([baseline([rule('Pass')]), policy({ podSelector: app('api') })], 'web', 'api')).toBe(false);
  });

  test('namespaces that lack a label are everything that lacks it, the world too', () => {
    const deny = [admin([rule('Deny', { from: [{ namespaces: { matchExpressions: [{ key: 'none', operator: 'DoesNotExist' }] } }] })])];
    expect(asCilium(deny, '203.0.113.7', 'api')).toBe(false);
    expect(allows(deny, '203.0.113.7', 'api').allowed).toBe(true);
  });

  test('networks are never pods', () => {
    const deny = clusterPolicy({
      tier: 'Admin',
      priority: 1,
      subject: inShop,
      egress: [{ action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] }],
    });
    expect(asCilium([deny], 'web', 'api')).toBe(true);
    expect(asCilium([deny], 'web', '203.0.113.7')).toBe(false);
  });
});

test('closes nothing that no rule matches', () => {
  expect(allows([admin([rule('Accept', { from: [inShop] })])], 'other', 'api').allowed).toBe(true);
});

test('goes by priority and then by the order of its rules', () => {
  const deny = admin([rule('Deny')], { priority: 5 }, 'deny');
  expect(allows([admin([rule('Accept')]), deny], 'web', 'api').allowed).toBe(false);
  expect(allows([admin([rule('Accept'), rule('Deny')])], 'web', 'api').allowed).toBe(true);
});

test('selects and names pods by their namespaces and labels', () => {
  const policies = [admin([rule('Deny', { from: [inShop] })], { subject: { pods: { namespaceSelector: {}, podSelector: app('api') } } })];
  expect(allows(policies, 'web', 'api').allowed).toBe(false);
  expect(allows(policies, 'other', 'api').allowed).toBe(true);
  expect(allows(policies, 'web', 'other').allowed).toBe(true);
  expect(allows([...policies, pod('agent', { spec: { hostNetwork: true } })], 'web', 'agent').allowed).toBe(true);
});

test('reads protocols, ports, ranges and names', () => {
  const deny = (...protocols: readonly object[]) => [admin([rule('Deny', { protocols })])];
  expect(allows(deny({ tcp: { destinationPort: { number: 8080 } } }), 'web', 'api').allowed).toBe(false);
  expect(allows(deny({ udp: { destinationPort: { number: 8080 } } }), 'web', 'api').allowed).toBe(true);
  expect(allows(deny({ tcp: { destinationPort: { range: { start: 8000, end: 8100 } } } }), 'web', 'api').allowed).toBe(false);
  expect(allows(deny({ destinationNamedPort: 'http' }), 'web', 'api').allowed).toBe(false);
  expect(allows(deny({ destinationNamedPort: 'http' }), 'web', 'api', 'TCP/8081').allowed).toBe(true);
});

test('networks are pods too, by their addresses; names are of their whole domain', () => {
  const out = (to: readonly object[], action = 'Deny') =>
    clusterPolicy({ tier: 'Admin', priority: 1, subject: inShop, egress: [{ action, to }] });
  expect(allows([out([{ networks: ['0.0.0.0/0'] }])], 'web', 'api').allowed).toBe(false);
  expect(allows([out([{ networks: ['203.0.113.0/24'] }])], 'web', '203.0.113.7').allowed).toBe(false);
  const closed = policy({ podSelector: {}, policyTypes: ['Egress'] });
  const names = [closed, out([{ domainNames: ['*.example.com'] }], 'Accept')];
  expect(allows(names, 'web', 'fqdn:a.b.example.com').allowed).toBe(true);
  expect(allows(names, 'web', 'fqdn:example.com').allowed).toBe(false);
  expect(read(reachability([...pods, ...names]).flows()).filter((each) => each.startsWith('web'))).toEqual([
    'web -> fqdn:*.example.com every port',
  ]);
});

test('stands before and behind the tiers of Calico', () => {
  expect(allows([calico({ ingress: [{ action: 'Allow' }] }), admin([rule('Deny')])], 'web', 'api').allowed).toBe(false);
  expect(allows([calico({ ingress: [{ action: 'Pass' }] }), baseline([rule('Deny')])], 'web', 'api').allowed).toBe(false);
});

test.each([
  [{ tier: 'Admin', priority: 1001, subject: everywhere }, 'spec.priority'],
  [{ tier: 'Middle', priority: 1, subject: everywhere }, 'spec.tier'],
  [{ tier: 'Admin', priority: 1, subject: { ...everywhere, ...inShop } }, 'spec.subject.pods'],
  [{ tier: 'Admin', priority: 1, subject: everywhere, ingress: [{ action: 'Deny' }] }, 'spec.ingress.0.from'],
  [{ tier: 'Admin', priority: 1, subject: everywhere, ingress: [{ action: 'Allow', from: [everywhere] }] }, 'spec.ingress.0.action'],
  [
    { tier: 'Admin', priority: 1, subject: everywhere, ingress: [{ action: 'Deny', from: [{ networks: ['10.0.0.0/8'] }] }] },
    'spec.ingress.0.from.0.networks',
  ],
  [
    { tier: 'Admin', priority: 1, subject: everywhere, egress: [{ action: 'Deny', to: [{ domainNames: ['a.example'] }] }] },
    'spec.egress.0.to.0.domainNames',
  ],
  [
    {
      tier: 'Admin',
      priority: 1,
      subject: everywhere,
      ingress: [rule('Deny', { protocols: [{ tcp: { destinationPort: { range: { start: 9, end: 8 } } } }] })],
    },
    'spec.ingress.0.protocols.0.tcp.destinationPort.range.start',
  ],
])('%j is a problem', (spec, path) => {
  expect(reachability([...pods, clusterPolicy(spec)]).problems.map((problem) => problem.path.join('.'))).toContain(path);
});

test('the kinds that came before it are named, not passed over', () => {
  const before = policy({});
  const old = {
    ...before,
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    group: 'policy.networking.k8s.io',
    version: 'v1alpha1',
    kind: 'AdminNetworkPolicy',
  };
  expect(reachability([...pods, old]).problems).toHaveLength(1);
});
