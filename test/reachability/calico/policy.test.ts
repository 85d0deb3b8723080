import { resource } from '../../../lib/engine/resource';
import { reachability } from '../../../lib/reachability';
import { among, app, calico, calicoGlobal, namespace, pod, policy, read } from '../objects';

const pods = [pod('web'), pod('api'), pod('db'), pod('other', { namespace: 'lab' })];
const allows = (resources: Parameters<typeof reachability>[0], from: string, to: string, port = 'TCP/8080') =>
  reachability([...pods, ...resources]).allows(from, to, port);
const tier = (name: string, spec: object) => resource({ apiVersion: 'projectcalico.org/v3', kind: 'Tier', metadata: { name }, spec });
const allow = (source: object = {}, more: object = {}) => ({ action: 'Allow', source, ...more });

describe('a NetworkPolicy of Calico', () => {
  test('closes what it selects, and lets in what a rule allows', () => {
    const into = calico({
      selector: "app == 'api'",
      ingress: [allow({ selector: "app == 'web'" }, { protocol: 'TCP', destination: { ports: [8080] } })],
    });
    const { allowed, ingress } = allows([into], 'web', 'api');
    expect(allowed).toBe(true);
    expect(ingress.reasons).toEqual(["Calico's NetworkPolicy shop/p allows it by spec.ingress[0]"]);
    expect(allows([into], 'web', 'api', 'TCP/8081').allowed).toBe(false);
    expect(allows([into], 'db', 'api').allowed).toBe(false);
    expect(allows([into], 'api', 'db').allowed).toBe(true);
  });

  test('means its own namespace by a selector, unless it names others', () => {
    const lab = [namespace('lab', { stage: 'test' })];
    expect(allows([calico({ selector: 'all()', ingress: [allow({ selector: 'all()' })] })], 'other', 'api').allowed).toBe(false);
    expect(allows([calico({ ingress: [allow({ notSelector: "app == 'db'" })] })], 'other', 'api').allowed).toBe(false);
    expect(allows([calico({ ingress: [allow({ namespaceSelector: 'all()' })] })], 'other', 'api').allowed).toBe(true);
    expect(allows([calico({ ingress: [allow({ namespaceSelector: "projectcalico.org/name == 'lab'" })] })], 'other', 'api').allowed).toBe(
      true,
    );
    expect(allows([...lab, calico({ ingress: [allow({ namespaceSelector: "stage == 'test'" })] })], 'other', 'api').allowed).toBe(true);
    expect(allows([...lab, calico({ ingress: [allow({ namespaceSelector: "stage != 'test'" })] })], 'other', 'api').allowed).toBe(false);
  });

  test('without any selector in a rule means everybody', () => {
    const open = calico({ selector: 'all()', ingress: [allow()] });
    expect(allows([open], 'other', 'api').allowed).toBe(true);
    expect(allows([open], '203.0.113.7', 'api').allowed).toBe(true);
    expect(allows([calico({ ingress: [allow({ selector: 'all()' })] })], '203.0.113.7', 'api').allowed).toBe(false);
  });

  test('takes its types from its rules', () => {
    expect(allows([calico({})], 'web', 'api').ingress.allowed).toBe(false);
    expect(allows([calico({})], 'web', 'api').egress.allowed).toBe(true);
    const out = [calico({ egress: [{ action: 'Deny', destination: { selector: "app == 'db'" } }] })];
    expect(allows(out, 'web', 'api')).toMatchObject({ egress: { allowed: false }, ingress: { allowed: true } });
    expect(allows([calico({ types: ['Egress'] })], 'web', 'api')).toMatchObject({ egress: { allowed: false }, ingress: { allowed: true } });
  });

  test('stored without the API of Calico, which fills the types in, it means both', () => {
    const stored = resource({
      apiVersion: 'crd.projectcalico.org/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default.p', namespace: 'shop' },
      spec: {},
    });
    expect(allows([stored], 'web', 'other')).toMatchObject({ egress: { allowed: false } });
  });

  test('goes by the first rule that matches', () => {
    const deny = { action: 'Deny', source: { selector: "app == 'web'" } };
    const log = { action: 'Log', source: {} };
    expect(allows([calico({ ingress: [deny, allow()] })], 'web', 'api').ingress.reasons).toEqual([
      "Calico's NetworkPolicy shop/p denies it by spec.ingress[0]",
    ]);
    expect(allows([calico({ ingress: [log, allow(), deny] })], 'web', 'api').allowed).toBe(true);
  });

  test('names the rule that decided, not those behind it', () => {
    const { ingress } = allows([calico({ ingress: [allow({ selector: "app == 'web'" }), allow()] })], 'web', 'api');
    expect(ingress.reasons).toEqual(["Calico's NetworkPolicy shop/p allows it by spec.ingress[0]"]);
  });

  test('goes by order, where none is given last, and by name where it is the same', () => {
    const deny = (name: string, order?: number) => calico({ order, ingress: [{ action: 'Deny' }] }, name);
    const open = (name: string, order?: number) => calico({ order, ingress: [allow()] }, name);
    expect(allows([deny('b', 2), open('a', 10)], 'web', 'api').allowed).toBe(false);
    expect(allows([open('b', 2), deny('a')], 'web', 'api').allowed).toBe(true);
    expect(allows([deny('b', 2), open('a', 2)], 'web', 'api').allowed).toBe(true);
    expect(allows([deny('a'), open('b')], 'web', 'api').allowed).toBe(false);
  });

  test('reads ports in ranges, by name, and those that are not meant', () => {
    const ports = (destination: object, protocol?: string) => [calico({ ingress: [allow({}, { protocol, destination })] })];
    expect(allows(ports({ ports: ['8000:8100', 9000] }, 'TCP'), 'web', 'api').allowed).toBe(true);
    expect(allows(ports({ ports: ['8000:8100', 9000] }, 'TCP'), 'web', 'api', 'TCP/9001').allowed).toBe(false);
    expect(allows(ports({ ports: ['http'] }), 'web', 'api').allowed).toBe(true);
    expect(allows(ports({ ports: ['http'] }), 'web', 'api', 'TCP/8081').allowed).toBe(false);
    expect(allows(ports({ notPorts: [8080] }, 'TCP'), 'web', 'api').allowed).toBe(false);
    expect(allows(ports({ notPorts: [8080] }, 'TCP'), 'web', 'api', 'TCP/1').allowed).toBe(true);
    expect(allows(ports({}, 'udp'), 'web', 'api').allowed).toBe(false);
    expect(allows([calico({ ingress: [allow({}, { notProtocol: 6 })] })], 'web', 'api').allowed).toBe(false);
    expect(allows([calico({ ingress: [allow({}, { notProtocol: 6 })] })], 'web', 'api', 'UDP/53').allowed).toBe(true);
    expect(allows([calico({ ingress: [allow({}, { protocol: 'ICMP', icmp: { type: 8 } })] })], 'web', 'api').allowed).toBe(false);
  });

  test('narrows what it selects by the own end of a rule', () => {
    const into = [calico({ ingress: [{ action: 'Allow', destination: { selector: "app == 'api'" } }] })];
    expect(allows(into, 'web', 'api').allowed).toBe(true);
    expect(allows(into, 'web', 'db').allowed).toBe(false);
  });

  test('knows service accounts by name and by label', () => {
    const builder = pod('builder', { spec: { serviceAccountName: 'ci' } });
    const account = resource({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'ci', namespace: 'shop', labels: { trusted: 'yes' } },
    });
    const by = (serviceAccounts: object) => [builder, account, calico({ selector: "app == 'api'", ingress: [allow({ serviceAccounts })] })];
    expect(allows(by({ names: ['ci'] }), 'builder', 'api').allowed).toBe(true);
    expect(allows(by({ names: ['ci'] }), 'web', 'api').allowed).toBe(false);
    expect(allows(by({ selector: "trusted == 'yes'" }), 'builder', 'api').allowed).toBe(true);
    expect(allows(by({ selector: "trusted == 'yes'", names: ['other'] }), 'builder', 'api').allowed).toBe(false);
    const selected = [builder, account, calico({ serviceAccountSelector: 'has(trusted)' })];
    expect(allows(selected, 'web', 'builder').allowed).toBe(false);
    expect(allows(selected, 'web', 'api').allowed).toBe(true);
  });

  test('finds the pods and the ports of a Service', () => {
    const service = resource({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'api', namespace: 'shop' },
      spec: { selector: { app: 'api' }, ports: [{ port: 80, targetPort: 'http' }] },
    });
    const out = [service, calico({ selector: "app == 'web'", egress: [{ action: 'Allow', destination: { services: { name: 'api' } } }] })];
    expect(allows(out, 'web', 'api').allowed).toBe(true);
    expect(allows(out, 'web', 'api', 'TCP/80').allowed).toBe(false);
    expect(allows(out, 'web', 'db').allowed).toBe(false);
  });

  const toService = (services: object) => calico({ selector: "app == 'web'", egress: [{ action: 'Allow', destination: { services } }] });

  test('knows the Service of the API server, which no manifest holds', () => {
    const closed = calico({ types: ['Ingress', 'Egress'] }, 'closed');
    const kubernetes = resource({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubernetes', namespace: 'default' }, spec: {} });
    for (const around of [[], [kubernetes]]) {
      const reach = reachability([pod('web'), pod('api'), closed, toService({ name: 'kubernetes', namespace: 'default' }), ...around]);
      expect(reach.problems).toEqual([]);
      expect(read(reach.flows())).toEqual(['web -> kube-apiserver TCP/443, TCP/6443']);
    }
  });

  test('takes a Service that is not among the objects for whichever pods of its namespace', () => {
    const out = toService({ name: 'gone', namespace: 'lab' });
    expect(reachability([...pods, out]).problems).toEqual([]);
    expect(allows([out], 'web', 'other').egress.reasons).toEqual([
      "Calico's NetworkPolicy shop/p allows it by spec.egress[0], where the Service lab/gone, which is not among the objects, leads to it",
    ]);
    expect(allows([out], 'web', 'api').allowed).toBe(false);
    const denied = calico({ selector: "app == 'web'", egress: [{ action: 'Deny', destination: { services: { name: 'gone' } } }, allow()] });
    expect(allows([denied], 'web', 'api').allowed).toBe(true);
  });
});

describe('addresses', () => {
  const out = (destination: object) => calico({ selector: "app == 'web'", egress: [{ action: 'Allow', destination }] });
  const set = (kind: string, name: string, nets: readonly string[], labels: object) =>
    resource({
      apiVersion: 'projectcalico.org/v3',
      kind,
      metadata: { name, labels, ...(kind === 'NetworkSet' && { namespace: 'shop' }) },
      spec: { nets },
    });

  test('are taken from nets less those that are not meant', () => {
    const policies = [out({ nets: ['0.0.0.0/0'], notNets: ['169.254.169.254/32', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] })];
    expect(allows(policies, 'web', '203.0.113.7').allowed).toBe(true);
    expect(allows(policies, 'web', '169.254.169.254').allowed).toBe(false);
    expect(allows(policies, 'web', 'api').allowed).toBe(false);
  });

  test('are found by the labels of a set, of the same namespace or of none', () => {
    const partners = set('GlobalNetworkSet', 'partners', ['203.0.113.0/24'], { role: 'partner' });
    const own = set('NetworkSet', 'own', ['198.51.100.0/24'], { role: 'partner' });
    expect(allows([partners, own, out({ selector: "role == 'partner'" })], 'web', '198.51.100.1').allowed).toBe(true);
    expect(allows([partners, own, out({ selector: "role == 'partner'" })], 'web', '203.0.113.1').allowed).toBe(false);
    const global = [partners, own, out({ selector: "role == 'partner'", namespaceSelector: 'global()' })];
    expect(allows(global, 'web', '203.0.113.1').allowed).toBe(true);
    expect(allows(global, 'web', '198.51.100.1').allowed).toBe(false);
    expect(among(reachability([...pods, ...global]), 'web', '203.0.113.0/24', 'world').filter((each) => each.startsWith('web'))).toEqual([
      'web -> 203.0.113.0/24 every port',
    ]);
  });

  test('outside are in what a selector does not match', () => {
    const into = (source: object) => [calicoGlobal({ selector: "app == 'api'", ingress: [allow(source)] })];
    expect(allows(into({ notSelector: "app == 'db'" }), '203.0.113.7', 'api').allowed).toBe(true);
    expect(allows(into({ selector: "app != 'db'" }), '203.0.113.7', 'api').allowed).toBe(false);
    expect(allows(into({ notSelector: "app == 'db'" }), 'db', 'api').allowed).toBe(false);
  });

  test('of one version only where a rule says so', () => {
    const into = [calico({ ingress: [allow({}, { ipVersion: 6 })] })];
    expect(allows(into, '203.0.113.7', 'api').allowed).toBe(false);
    expect(allows(into, '2001:db8::1', 'api').allowed).toBe(true);
  });
});

describe('a GlobalNetworkPolicy', () => {
  test('selects in every namespace, or in those that it names', () => {
    expect(allows([calicoGlobal({ selector: "app == 'other'" })], 'web', 'other').allowed).toBe(false);
    const lab = calicoGlobal({ namespaceSelector: "projectcalico.org/name == 'lab'" });
    expect(allows([lab], 'web', 'other').allowed).toBe(false);
    expect(allows([lab], 'web', 'api').allowed).toBe(true);
  });

  test('a rule means pods of every namespace', () => {
    const into = calicoGlobal({ selector: "app == 'api'", ingress: [allow({ selector: "app == 'other'" })] });
    expect(allows([into], 'other', 'api').allowed).toBe(true);
  });

  test('selects no pod in the network of its node', () => {
    expect(
      allows([pod('agent', { spec: { hostNetwork: true } }), calicoGlobal({ selector: 'all()' })], 'web', 'agent').ingress.allowed,
    ).toBe(true);
  });

  test('for the traffic of host endpoints is a problem, not an answer', () => {
    const { problems } = reachability([...pods, calicoGlobal({ selector: 'all()', preDNAT: true, applyOnForward: true })]);
    expect(problems.map(({ path }) => path.join('.'))).toEqual(['spec.preDNAT']);
  });
});

describe('tiers', () => {
  const security = tier('security', { order: 100 });
  const inTier = (ingress: readonly object[], facts: object = {}) =>
    calicoGlobal({ tier: 'security', selector: "app == 'api'", types: ['Ingress'], ingress, ...facts });

  test('close what they select and do not let through at their end', () => {
    const below = calico({ ingress: [allow()] });
    expect(allows([security, inTier([]), below], 'web', 'api').allowed).toBe(false);
    expect(allows([security, inTier([]), below], 'web', 'db').allowed).toBe(true);
    expect(allows([tier('security', { order: 100, defaultAction: 'Pass' }), inTier([]), below], 'web', 'api').allowed).toBe(true);
  });

  test('pass to the next, and behind the last to the namespace, which is open', () => {
    const pass = inTier([{ action: 'Pass', source: { selector: "app == 'web'" } }]);
    expect(allows([security, pass], 'web', 'api').allowed).toBe(true);
    expect(allows([security, pass], 'db', 'api').allowed).toBe(false);
    expect(allows([security, pass, calico({})], 'web', 'api').allowed).toBe(false);
  });

  test('that pass skip the rest of their own policies', () => {
    const first = inTier([{ action: 'Pass' }], { order: 1 });
    const second = calicoGlobal(
      { tier: 'security', order: 2, selector: 'all()', types: ['Ingress'], ingress: [{ action: 'Deny' }] },
      'second',
    );
    expect(allows([security, first, second], 'web', 'api').allowed).toBe(true);
    expect(allows([security, first, second], 'web', 'db').allowed).toBe(false);
  });

  test('decide before the tiers behind them', () => {
    expect(allows([security, inTier([allow()]), calico({ ingress: [{ action: 'Deny' }] })], 'web', 'api').allowed).toBe(true);
    const late = [tier('security', { order: 2_000_000 }), inTier([allow()]), calico({ ingress: [{ action: 'Deny' }] })];
    expect(allows(late, 'web', 'api').allowed).toBe(false);
  });

  test('that are not among the objects go before the default one, and close, which is said', () => {
    const reach = reachability([...pods, inTier([allow({ selector: "app == 'web'" })], {}), calico({ ingress: [{ action: 'Deny' }] })]);
    expect(reach.problems).toEqual([]);
    expect(reach.allows('web', 'api', 'TCP/8080').allowed).toBe(true);
    expect(reach.allows('db', 'api', 'TCP/8080').allowed).toBe(false);
    expect(reach.assumptions.map(({ text }) => text)).toEqual([expect.stringMatching(/^where the Tier security stands is not known/)]);
  });

  test('that are not among the objects are one tier for all of their policies', () => {
    const first = inTier([allow({ selector: "app == 'web'" })], { order: 1 });
    const second = calicoGlobal(
      { tier: 'security', order: 2, types: ['Ingress'], ingress: [allow({ selector: "app == 'db'" })] },
      'second',
    );
    expect(allows([first, second], 'db', 'api').allowed).toBe(true);
  });
});

describe('beside NetworkPolicies of Kubernetes', () => {
  const kubernetes = policy({ podSelector: app('api'), ingress: [{ from: [{ podSelector: app('web') }] }] });

  test('which have the order 1000', () => {
    const deny = (order: number) => calico({ order, selector: "app == 'api'", ingress: [{ action: 'Deny' }] }, 'deny');
    expect(allows([kubernetes, deny(500)], 'web', 'api').allowed).toBe(false);
    expect(allows([kubernetes, deny(1500)], 'web', 'api').allowed).toBe(true);
  });

  test('what they do not match is asked of those behind them, and closed at the end of the tier', () => {
    const late = calico({ order: 2000, ingress: [allow({ selector: "app == 'db'" })] }, 'late');
    expect(allows([kubernetes, late], 'db', 'api').allowed).toBe(true);
    expect(allows([kubernetes, late], 'api', 'api').allowed).toBe(false);
  });

  test('those of two enforcers need to be told apart', () => {
    const ofCilium = resource({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'c', namespace: 'shop' },
      spec: { endpointSelector: {}, ingress: [{}] },
    });
    expect(reachability([...pods, ofCilium, calico({})]).problems.map(({ options }) => options)).toEqual([['enforcer']]);
    const asCalico = reachability([...pods, ofCilium, calico({ ingress: [allow()] })], { enforcer: 'calico' });
    expect(asCalico.problems).toEqual([]);
    expect(asCalico.allows('web', 'api', 'TCP/1').allowed).toBe(true);
  });
});

test('a staged policy does nothing yet', () => {
  const staged = { ...calico({}), kind: 'StagedNetworkPolicy' };
  expect(allows([staged], 'web', 'api').allowed).toBe(true);
  expect(reachability([...pods, staged]).problems).toEqual([]);
});

test('a source port is not known before a connection is made: it may be', () => {
  const into = [
    calico({ ingress: [{ action: 'Deny', protocol: 'TCP', source: { ports: [53] } }, allow({ ports: [1024] }, { protocol: 'TCP' })] }),
  ];
  const { allowed, ingress } = allows(into, 'web', 'api');
  expect(allowed).toBe(true);
  expect(ingress.reasons).toEqual(["Calico's NetworkPolicy shop/p allows it by spec.ingress[1], where it comes from a port of its rule"]);
});

test('pods that a selector names and that are not among the objects are flows of their own', () => {
  const source = { selector: "app == 'prometheus'", namespaceSelector: "kubernetes.io/metadata.name == 'monitoring'" };
  const both = [calico({ selector: "app == 'api'", types: ['Ingress', 'Egress'], ingress: [allow(source)] })];
  expect(read(reachability([pod('api'), ...both]).flows())).toEqual(['namespace monitoring pod app=prometheus -> api every port']);
});

test.each([
  [{ selector: "app = 'x'" }, 'spec.selector'],
  [{ ingress: [{}] }, 'spec.ingress.0.action'],
  [{ ingress: [{ action: 'Allow', destination: { ports: [80] } }] }, 'spec.ingress.0.destination.ports'],
  [{ ingress: [{ action: 'Allow', protocol: 'TCP', destination: { ports: ['80:x:y'] } }] }, 'spec.ingress.0.destination.ports'],
  [{ ingress: [{ action: 'Allow', protocol: 'HTTP' }] }, 'spec.ingress.0.protocol'],
  [{ ingress: [{ action: 'Allow', source: { net: ['10.0.0.0/8'] } }] }, 'spec.ingress.0.source.net'],
  [{ ingress: [{ action: 'Allow', source: { nets: ['10.0.0.0/40'] } }] }, 'spec.ingress.0.source.nets'],
  [{ ingress: [{ action: 'Allow', source: { services: { namespace: 'shop' } } }] }, 'spec.ingress.0.source.services.name'],
  [{ types: ['ingress'] }, 'spec.types'],
])('%j is a problem', (spec, path) => {
  expect(reachability([...pods, calico(spec)]).problems.map((problem) => problem.path.join('.'))).toEqual([path]);
});
