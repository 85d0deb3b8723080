import { reachability, settingsText } from '../../lib/reachability';
import { app, namespace, pod, policy } from './objects';

const shop = [pod('web'), pod('api'), pod('db')];
const lab = [pod('client', { namespace: 'lab' }), namespace('lab', { team: 'b' })];
const allows = (policies: Parameters<typeof reachability>[0], from: string, to: string, port = 'TCP/8080') =>
  reachability([...shop, ...lab, ...policies]).allows(from, to, port);
const ingress = (...rules: readonly object[]) => policy({ podSelector: app('api'), ingress: rules });
const from = (...peers: readonly object[]) => ingress({ from: peers });

describe('whom a policy selects', () => {
  test('an empty selector is every pod of its namespace, and of no other', () => {
    const closed = policy({ podSelector: {} });
    expect(allows([closed], 'web', 'api').allowed).toBe(false);
    expect(allows([closed], 'web', 'client').allowed).toBe(true);
  });

  test('expressions', () => {
    const expression = (each: object) => [policy({ podSelector: { matchExpressions: [each] } })];
    const closes = (each: object) => !allows(expression(each), 'web', 'api').allowed;
    expect(closes({ key: 'app', operator: 'In', values: ['api', 'x'] })).toBe(true);
    expect(closes({ key: 'app', operator: 'NotIn', values: ['api'] })).toBe(false);
    expect(closes({ key: 'none', operator: 'NotIn', values: ['api'] })).toBe(true);
    expect(closes({ key: 'app', operator: 'Exists' })).toBe(true);
    expect(closes({ key: 'app', operator: 'DoesNotExist' })).toBe(false);
  });

  test('by a label of which Cilium makes no identity, it selects nothing there', () => {
    const first = pod('first', { labels: { 'statefulset.kubernetes.io/pod-name': 'db-0' } });
    const closed = policy({ podSelector: { matchLabels: { 'statefulset.kubernetes.io/pod-name': 'db-0' } } });
    expect(reachability([...shop, first, closed]).allows('web', 'first', 'TCP/1').allowed).toBe(false);
    expect(reachability([...shop, first, closed], { enforcer: 'cilium' }).allows('web', 'first', 'TCP/1').allowed).toBe(true);
  });

  test('a pod in the network of its node is selected by none, and reaches every pod', () => {
    const agent = pod('agent', { spec: { hostNetwork: true } });
    const closed = [agent, policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] })];
    expect(allows(closed, 'agent', 'api').allowed).toBe(true);
    expect(allows([agent, ingress({ from: [{ podSelector: app('web') }] })], 'agent', 'api').allowed).toBe(true);
    expect(allows([agent, policy({ podSelector: {} })], 'web', 'agent').allowed).toBe(true);
  });
});

describe('in which directions it closes', () => {
  const closes = (spec: object) => {
    const { egress, ingress: into } = allows([policy({ podSelector: {}, ...spec })], 'web', 'api');
    return [!into.allowed && 'Ingress', !egress.allowed && 'Egress'].filter(Boolean);
  };

  test.each([
    [{}, ['Ingress']],
    [{ ingress: [] }, ['Ingress']],
    [{ egress: [] }, ['Ingress']],
    [{ egress: [{ ports: [{ port: 1 }] }] }, ['Ingress', 'Egress']],
    [{ policyTypes: ['Egress'] }, ['Egress']],
    [{ policyTypes: ['Ingress', 'Egress'] }, ['Ingress', 'Egress']],
    [{ policyTypes: ['Egress'], ingress: [{ ports: [{ port: 1 }] }] }, ['Egress']],
    [{ policyTypes: ['Ingress'], egress: [{ ports: [{ port: 1 }] }] }, ['Ingress']],
  ])('%j', (spec, expected) => {
    expect(closes(spec)).toEqual(expected);
  });

  test('rules close for Cilium even where policyTypes leaves them out', () => {
    const spec = { podSelector: {}, policyTypes: ['Egress'], ingress: [{ ports: [{ port: 1 }] }] };
    const reach = reachability([...shop, policy(spec)], { enforcer: 'cilium' });
    expect(reach.allows('web', 'api', 'TCP/8080').ingress.allowed).toBe(false);
  });
});

describe('whom a rule means', () => {
  test('without peers, or with none, everybody', () => {
    for (const rule of [{}, { from: [] }, { from: null }]) {
      expect(allows([ingress(rule)], 'client', 'api').allowed).toBe(true);
      expect(allows([ingress(rule)], '203.0.113.7', 'api').allowed).toBe(true);
    }
  });

  test('pods of its own namespace by podSelector, of others by namespaceSelector', () => {
    expect(allows([from({ podSelector: {} })], 'web', 'api').allowed).toBe(true);
    expect(allows([from({ podSelector: {} })], 'client', 'api').allowed).toBe(false);
    expect(allows([from({ podSelector: {} })], '203.0.113.7', 'api').allowed).toBe(false);
    expect(allows([from({ namespaceSelector: {} })], 'client', 'api').allowed).toBe(true);
    expect(allows([from({ namespaceSelector: { matchLabels: { team: 'b' } } })], 'client', 'api').allowed).toBe(true);
    expect(allows([from({ namespaceSelector: { matchLabels: { team: 'b' } } })], 'web', 'api').allowed).toBe(false);
    expect(allows([from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'lab' } } })], 'client', 'api').allowed).toBe(
      true,
    );
  });

  test('both selectors in one peer narrow it, in two they widen it', () => {
    const team = { matchLabels: { team: 'b' } };
    expect(allows([from({ namespaceSelector: team, podSelector: app('web') })], 'client', 'api').allowed).toBe(false);
    expect(allows([from({ namespaceSelector: team }, { podSelector: app('web') })], 'client', 'api').allowed).toBe(true);
    expect(allows([from({ namespaceSelector: team }, { podSelector: app('web') })], 'web', 'api').allowed).toBe(true);
    expect(allows([from({ namespaceSelector: team }, { podSelector: app('web') })], 'db', 'api').allowed).toBe(false);
  });

  test('addresses in a block, less those excepted', () => {
    const block = [from({ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] } })];
    expect(allows(block, '203.0.113.7', 'api').allowed).toBe(true);
    expect(allows(block, '203.0.113.200', 'api').allowed).toBe(false);
    expect(allows(block, '2001:db8::1', 'api').allowed).toBe(false);
  });

  test('a block is pods too, unless Cilium carries it out; what is only possible counts', () => {
    const block = from({ ipBlock: { cidr: '10.0.0.0/8' } });
    expect(allows([block], 'web', 'api').ingress.reasons).toEqual([
      'NetworkPolicy shop/p allows it by spec.ingress[0], where the address is in its block',
    ]);
    const inside = (podCidrs: readonly string[]) => reachability([...shop, block], { podCidrs }).allows('web', 'api', 'TCP/8080').allowed;
    expect(inside(['10.244.0.0/16'])).toBe(true);
    expect(inside(['192.168.0.0/16'])).toBe(false);
    expect(reachability([...shop, block], { enforcer: 'cilium' }).allows('web', 'api', 'TCP/8080').allowed).toBe(false);
  });
});

describe('which blocks may hold pods', () => {
  const toPods = (ipBlock: object, options = {}) => {
    const egress = [{ to: [{ ipBlock }] }];
    return reachability([...shop, policy({ podSelector: app('web'), policyTypes: ['Egress'], egress })], options);
  };
  const reaches = (ipBlock: object, to = 'api', options = {}) => toPods(ipBlock, options).allows('web', to, 'TCP/8080').allowed;
  const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

  test.each([
    ['10.244.0.0/16', true],
    ['10.244.3.0/24', true],
    ['172.20.0.0/14', true],
    ['100.64.0.0/12', true],
    ['fd00:10:244::/56', true],
    ['0.0.0.0/0', true],
    ['8.0.0.0/6', true],
    ['10.0.0.10/32', false],
    ['10.0.0.0/25', false],
    ['fd00:10:244::a/128', false],
    ['203.0.113.0/24', false],
    ['100.0.0.0/10', false],
    ['2001:db8::/32', false],
  ])('%s, where nobody says where they are: %p', (cidr, expected) => {
    expect(reaches({ cidr })).toBe(expected);
    expect(reaches({ cidr }, 'namespace *')).toBe(expected);
    expect(reaches({ cidr }, 'kube-apiserver')).toBe(expected);
    expect(reaches({ cidr }, 'host')).toBe(expected);
  });

  test('the internet less what is private holds none, and one that leaves out less than that does', () => {
    expect(reaches({ cidr: '0.0.0.0/0', except: PRIVATE })).toBe(false);
    expect(reaches({ cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/13', '192.168.0.0/16'] })).toBe(true);
  });

  test('what is said of the cluster goes before', () => {
    expect(reaches({ cidr: '10.244.0.0/16' }, 'api', { podCidrs: ['10.0.0.0/16'] })).toBe(false);
    expect(reaches({ cidr: '10.0.0.7/32' }, 'api', { podCidrs: ['10.0.0.0/16'] })).toBe(true);
    expect(reaches({ cidr: '10.0.0.10/32' }, 'kube-apiserver', { apiServer: ['10.0.0.10'] })).toBe(true);
    expect(reaches({ cidr: '10.0.0.0/16' }, 'kube-apiserver', { apiServer: ['10.1.0.10'] })).toBe(false);
  });

  test('an address that is known to be the API server is no host outside', () => {
    const flows = (options: object) =>
      toPods({ cidr: '10.0.0.10/32' }, options)
        .flows()
        .filter(({ from, to }) => from.name === 'shop/Pod/web' && to.kind === 'outsider')
        .map(({ to }) => to.name);
    expect(flows({})).toEqual(['10.0.0.10']);
    expect(flows({ apiServer: ['10.0.0.10/32'] })).toEqual(['kube-apiserver']);
  });

  test('what is taken for granted of them is told, with the options that would say it', () => {
    const assumed = (ipBlock: object, options = {}) =>
      toPods(ipBlock, options).assumptions.map(({ text, options: say }) => text + settingsText(say, (option) => option));
    expect(assumed({ cidr: '203.0.113.0/24' })).toEqual([]);
    expect(assumed({ cidr: '203.0.113.0/24', except: ['203.0.113.7/32'] })).toEqual([]);
    expect(assumed({ cidr: '10.0.0.10/32' })).toEqual([
      '10.0.0.10/32, less than one node has for its pods, is taken for hosts outside: not pods, not the API server; say podCidrs or apiServer',
    ]);
    expect(assumed({ cidr: '10.0.0.10/32' }, { podCidrs: ['10.244.0.0/16'] })).toEqual([
      expect.stringMatching(/hosts outside: not the API server; say apiServer$/),
    ]);
    expect(assumed({ cidr: '10.244.0.0/16', except: ['10.244.0.7/32'] })).toEqual([
      expect.stringMatching(/^where pods and the API server may be is not known: .*; say podCidrs or apiServer$/),
    ]);
    expect(assumed({ cidr: '10.0.0.0/16' }, { podCidrs: ['10.0.0.0/16'], apiServer: ['10.1.0.1'] })).toEqual([]);
    expect(assumed({ cidr: '10.0.0.0/16' }, { enforcer: 'cilium' })).toEqual([]);
  });
});

describe('which ports a rule means', () => {
  const on = (port: object) => [ingress({ ports: [port] })];
  test.each([
    [{ port: 8080 }, 'TCP/8080', true],
    [{ port: 8080 }, 'UDP/8080', false],
    [{ port: 8080 }, 'TCP/8081', false],
    [{ port: 8080, protocol: 'SCTP' }, 'SCTP/8080', true],
    [{ port: 8000, endPort: 8090 }, 'TCP/8090', true],
    [{ port: 8000, endPort: 8090 }, 'TCP/8091', false],
    [{ port: 'http' }, 'TCP/8080', true],
    [{ port: 'http' }, 'TCP/8081', false],
    [{ port: 'http', protocol: 'UDP' }, 'UDP/8080', false],
    [{ protocol: 'UDP' }, 'UDP/1', true],
    [{ protocol: 'UDP' }, 'TCP/1', false],
    [{}, 'TCP/1', true],
    [{}, 'UDP/1', false],
  ])('%j and %s: %p', (port, asked, expected) => {
    expect(allows(on(port), 'web', 'api', asked).allowed).toBe(expected);
  });

  test('a name is the port of each pod by itself', () => {
    const other = pod('other', { labels: { app: 'api' }, ports: [{ name: 'http', containerPort: 9090 }] });
    const reach = reachability([...shop, other, ...on({ port: 'http' })]);
    expect(reach.allows('web', 'other', 'TCP/9090').allowed).toBe(true);
    expect(reach.allows('web', 'other', 'TCP/8080').allowed).toBe(false);
    expect(reach.allows('web', 'api', 'TCP/8080').allowed).toBe(true);
  });
});

describe('the recipes that everybody starts from', () => {
  const denyAll = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'deny-all');

  test('policies add up: what one allows, no other takes away', () => {
    const allowAll = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] }, 'allow-all');
    expect(allows([denyAll], 'web', 'api').allowed).toBe(false);
    expect(allows([denyAll, allowAll], 'web', 'api').allowed).toBe(true);
  });

  test('DNS under a default deny', () => {
    const dns = pod('coredns', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } });
    const peer = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    };
    const out = policy(
      { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [peer], ports: [{ protocol: 'UDP', port: 53 }] }] },
      'dns',
    );
    expect(allows([dns, denyAll, out], 'web', 'coredns', 'UDP/53').allowed).toBe(true);
    expect(allows([dns, denyAll, out], 'web', 'coredns', 'TCP/53').allowed).toBe(false);
    expect(allows([dns, denyAll, out], 'web', '203.0.113.53', 'UDP/53').allowed).toBe(false);
  });
});

test.each([
  [{ podSelector: {}, ingress: [{ from: [{}] }] }, 'spec.ingress.0.from.0.podSelector'],
  [{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }] }, 'spec.ingress.0.from.0.ipBlock'],
  [{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.1' } }] }] }, 'spec.ingress.0.from.0.ipBlock.cidr'],
  [
    { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/8'] } }] }] },
    'spec.ingress.0.from.0.ipBlock.except',
  ],
  [
    { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }] }] },
    'spec.ingress.0.from.0.ipBlock.except',
  ],
  [
    { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.1'] } }] }] },
    'spec.ingress.0.from.0.ipBlock.except',
  ],
  [{ podSelector: {}, ingress: [{ ports: [{ port: '80-90' }] }] }, 'spec.ingress.0.ports.0.port'],
  [{ podSelector: {}, ingress: [{ ports: [{ port: 'a-name-that-is-too-long' }] }] }, 'spec.ingress.0.ports.0.port'],
  [{ podSelector: {}, ingress: [{ ports: [{ port: 'HTTP' }] }] }, 'spec.ingress.0.ports.0.port'],
  [{ podSelector: {}, ingress: [{ ports: [{ port: 70_000 }] }] }, 'spec.ingress.0.ports.0.port'],
  [{ podSelector: {}, ingress: [{ ports: [{ port: 'http', endPort: 90 }] }] }, 'spec.ingress.0.ports.0.endPort'],
  [{ podSelector: {}, ingress: [{ ports: [{ port: 80, protocol: 'tcp' }] }] }, 'spec.ingress.0.ports.0.protocol'],
  [{ podSelector: { app: 'x' } }, 'spec.podSelector.app'],
  [{ podSelector: { matchExpressions: [{ key: 'a', operator: 'in', values: ['b'] }] } }, 'spec.podSelector.matchExpressions.0.operator'],
  [{ podSelector: {}, policyTypes: ['ingress'] }, 'spec.policyTypes'],
])('%j is a problem', (spec, path) => {
  expect(reachability([...shop, policy(spec)]).problems.map((problem) => problem.path.join('.'))).toContain(path);
});
