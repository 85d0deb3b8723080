import { resource } from '../../../lib/engine/resource';
import { reachability } from '../../../lib/reachability';
import { app, cilium, ciliumClusterwide, namespace, pod } from '../objects';

const pods = [pod('web'), pod('api'), pod('db'), pod('client', { namespace: 'lab' }), namespace('lab', { team: 'b' })];
const answer = (policies: Parameters<typeof reachability>[0], from: string, to: string, port = 'TCP/8080') => {
  const reach = reachability([...pods, ...policies]);
  expect(reach.problems).toEqual([]);
  return reach.allows(from, to, port);
};
const allows = (...asked: Parameters<typeof answer>) => answer(...asked).allowed;
const into = (rule: object, more: object = {}) => [cilium({ endpointSelector: app('api'), ingress: [rule], ...more })];
const out = (rule: object, more: object = {}) => [cilium({ endpointSelector: app('web'), egress: [rule], ...more })];
const port = (number: string, protocol = 'TCP') => ({ toPorts: [{ ports: [{ port: number, protocol }] }] });

describe('peers', () => {
  test('endpoints are of the own namespace, unless a selector names another', () => {
    expect(allows(into({ fromEndpoints: [{}] }), 'web', 'api')).toBe(true);
    expect(allows(into({ fromEndpoints: [{}] }), 'client', 'api')).toBe(false);
    expect(allows(into({ fromEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'lab' } }] }), 'client', 'api')).toBe(true);
    expect(allows(into({ fromEndpoints: [{ matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.team': 'b' } }] }), 'client', 'api')).toBe(
      true,
    );
    expect(allows(into({ fromEndpoints: [{ matchLabels: { 'k8s:app': 'web' } }] }), 'web', 'api')).toBe(true);
    expect(allows(into({ fromEndpoints: [{}] }), '203.0.113.7', 'api')).toBe(false);
  });

  test('an empty list is nobody, no list everybody where there are ports, and an empty rule only closes', () => {
    expect(allows(into({ fromEndpoints: [] }), 'web', 'api')).toBe(false);
    expect(allows(into(port('8080')), '203.0.113.7', 'api')).toBe(true);
    expect(allows(into({}), 'web', 'api')).toBe(false);
  });

  test('entities', () => {
    const reached = (entity: string) =>
      ['client', '203.0.113.7', 'remote-node', 'kube-apiserver'].filter((from) => allows(into({ fromEntities: [entity] }), from, 'api'));
    expect(reached('all')).toEqual(['client', '203.0.113.7', 'remote-node', 'kube-apiserver']);
    expect(reached('cluster')).toEqual(['client', 'remote-node', 'kube-apiserver']);
    expect(reached('world')).toEqual(['203.0.113.7']);
    expect(reached('remote-node')).toEqual(['remote-node', 'kube-apiserver']);
    expect(reached('kube-apiserver')).toEqual(['kube-apiserver']);
    expect(reached('none')).toEqual([]);
  });

  test('an API server with addresses of its own is outside of the cluster', () => {
    const reach = (entity: string) =>
      reachability([...pods, ...out({ toEntities: [entity] })], { apiServer: ['203.0.113.1'] }).allows('web', 'kube-apiserver', 'TCP/443')
        .allowed;
    expect([reach('world'), reach('kube-apiserver'), reach('remote-node')]).toEqual([true, true, false]);
  });

  test('blocks are never pods or nodes', () => {
    const everywhere = out({ toCIDR: ['0.0.0.0/0'] });
    expect(allows(everywhere, 'web', '203.0.113.7')).toBe(true);
    expect(allows(everywhere, 'web', 'db')).toBe(false);
    expect(allows(everywhere, 'web', 'remote-node')).toBe(false);
    const set = out({ toCIDRSet: [{ cidr: '203.0.113.0/24', except: ['203.0.113.7/32'] }] });
    expect([allows(set, 'web', '203.0.113.8'), allows(set, 'web', '203.0.113.7')]).toEqual([true, false]);
  });

  test('groups of blocks by name and by label', () => {
    const group = resource({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumCIDRGroup',
      metadata: { name: 'partners', labels: { kind: 'partner' } },
      spec: { externalCIDRs: ['203.0.113.0/24'] },
    });
    expect(allows([group, ...out({ toCIDRSet: [{ cidrGroupRef: 'partners' }] })], 'web', '203.0.113.8')).toBe(true);
    expect(
      allows([group, ...out({ toCIDRSet: [{ cidrGroupSelector: { matchLabels: { kind: 'partner' } } }] })], 'web', '203.0.113.8'),
    ).toBe(true);
    expect(allows([group, ...out({ toCIDRSet: [{ cidrGroupSelector: { matchLabels: { kind: 'other' } } }] })], 'web', '203.0.113.8')).toBe(
      false,
    );
  });

  test('Services are their pods', () => {
    const service = resource({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'api', namespace: 'shop' },
      spec: { selector: { app: 'api' } },
    });
    const to = [service, ...out({ toServices: [{ k8sService: { serviceName: 'api', namespace: 'shop' } }] })];
    expect([allows(to, 'web', 'api'), allows(to, 'web', 'db')]).toEqual([true, false]);
  });

  test('a Service that is not among the objects may be whichever pods of its namespace', () => {
    const to = out({ toServices: [{ k8sService: { serviceName: 'api', namespace: 'shop' } }] });
    expect(reachability([...pods, ...to]).problems).toEqual([]);
    expect(answer(to, 'web', 'db').egress.reasons).toEqual([
      expect.stringMatching(/, where the Service shop\/api, which is not among the objects, leads to it$/),
    ]);
    const elsewhere = out({ toServices: [{ k8sService: { serviceName: 'api', namespace: 'bank' } }] });
    expect(allows(elsewhere, 'web', 'db')).toBe(false);
  });
});

describe('denying and closing', () => {
  test('a denial goes before what any policy allows', () => {
    const denied = [
      ...into({ fromEndpoints: [{}] }),
      cilium({ endpointSelector: app('api'), ingressDeny: [{ fromEndpoints: [app('db')] }] }, 'deny'),
    ];
    expect([allows(denied, 'web', 'api'), allows(denied, 'db', 'api')]).toEqual([true, false]);
    expect(answer(denied, 'db', 'api').ingress.reasons).toEqual(['CiliumNetworkPolicy shop/deny denies it by spec.ingressDeny[0]']);
  });

  test('a denial closes what else is not allowed, unless it is told not to', () => {
    const deny = (more: object) => [cilium({ endpointSelector: app('api'), ingressDeny: [{ fromEndpoints: [app('db')] }], ...more })];
    expect(allows(deny({}), 'web', 'api')).toBe(false);
    expect(allows(deny({ enableDefaultDeny: { ingress: false } }), 'web', 'api')).toBe(true);
    expect(allows(deny({ enableDefaultDeny: { ingress: false } }), 'db', 'api')).toBe(false);
  });

  test('a node is let in, unless it is denied', () => {
    expect(allows(into({ fromEndpoints: [app('web')] }), 'host', 'api')).toBe(true);
    expect(allows([cilium({ endpointSelector: app('api'), ingressDeny: [{ fromEntities: ['host'] }] })], 'host', 'api')).toBe(false);
  });

  test('each direction is closed by its own rules', () => {
    expect(allows(into({ fromEndpoints: [{}] }), 'api', 'db')).toBe(true);
    expect(allows(out({ toEndpoints: [app('api')] }), 'web', 'db')).toBe(false);
  });

  test('a clusterwide policy selects in every namespace, and its rules mean pods of any', () => {
    const policy = [ciliumClusterwide({ endpointSelector: {}, ingress: [{ fromEndpoints: [app('client')] }] })];
    expect([allows(policy, 'client', 'api'), allows(policy, 'web', 'api'), allows(policy, 'web', 'client')]).toEqual([true, false, false]);
  });

  test('of several specs each is a policy', () => {
    const two = resource({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'two', namespace: 'shop' },
      specs: [
        { endpointSelector: app('api'), ingress: [{}] },
        { endpointSelector: app('db'), ingress: [{ fromEndpoints: [app('web')] }] },
      ],
    });
    expect([allows([two], 'web', 'api'), allows([two], 'web', 'db'), allows([two], 'api', 'db')]).toEqual([false, true, false]);
  });
});

describe('ports', () => {
  test.each([
    [{ port: '8080', protocol: 'TCP' }, 'TCP/8080', true],
    [{ port: '8080', protocol: 'TCP' }, 'UDP/8080', false],
    [{ port: '8080' }, 'UDP/8080', true],
    [{ port: '8080', protocol: 'ANY' }, 'SCTP/8080', true],
    [{ port: '8000', endPort: 8090, protocol: 'TCP' }, 'TCP/8085', true],
    [{ port: 'http', protocol: 'TCP' }, 'TCP/8080', true],
    [{ port: 'http', protocol: 'TCP' }, 'TCP/8081', false],
    [{ port: '0', protocol: 'UDP' }, 'UDP/9', true],
  ])('%j and %s: %p', (each, asked, expected) => {
    expect(allows(into({ fromEndpoints: [{}], toPorts: [{ ports: [each] }] }), 'web', 'api', asked)).toBe(expected);
  });

  test('a rule for pings lets no connection through', () => {
    expect(allows(into({ fromEndpoints: [{}], icmps: [{ fields: [{ type: 8 }] }] }), 'web', 'api')).toBe(false);
  });
});

describe('what a rule asks beyond the port', () => {
  const reasons = (rule: object) => answer(into({ fromEndpoints: [{}], ...rule }), 'web', 'api').ingress.reasons;

  test('is told: requests, and mutual authentication', () => {
    const http = { toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }], rules: { http: [{ method: 'GET', path: '/' }] } }] };
    expect(reasons(http)).toEqual(['CiliumNetworkPolicy shop/p allows it by spec.ingress[0], only the HTTP requests of its rule']);
    expect(reasons({ authentication: { mode: 'required' } })).toEqual([
      'CiliumNetworkPolicy shop/p allows it by spec.ingress[0], with mutual authentication',
    ]);
  });
});

describe('names', () => {
  const dns = (pattern: string) => ({
    toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system' } }],
    toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }], rules: { dns: [{ matchPattern: pattern }] } }],
  });
  const named = (names: object, ...others: readonly object[]) => [
    cilium({ endpointSelector: app('web'), egress: [{ toFQDNs: [names], ...port('443') }, ...others] }),
  ];

  test('are learned from the answers that a DNS rule lets Cilium see, and else match nothing', () => {
    expect(allows(named({ matchName: 'api.example.com' }, dns('*')), 'web', 'fqdn:api.example.com', 'TCP/443')).toBe(true);
    expect(answer(named({ matchName: 'api.example.com' }), 'web', 'fqdn:api.example.com', 'TCP/443').egress.reasons).toEqual([
      'CiliumNetworkPolicy shop/p would allow it by spec.egress[0], but no DNS rule lets Cilium learn the addresses',
    ]);
    expect(allows(named({ matchName: 'api.example.com' }, dns('*.example.org')), 'web', 'fqdn:api.example.com', 'TCP/443')).toBe(false);
  });

  test.each([
    [{ matchName: 'API.example.com.' }, 'api.example.com', true],
    [{ matchName: 'example.com' }, 'api.example.com', false],
    [{ matchPattern: '*.example.com' }, 'api.example.com', true],
    [{ matchPattern: '*.example.com' }, 'a.b.example.com', false],
    [{ matchPattern: '*.example.com' }, 'example.com', false],
    [{ matchPattern: '**.example.com' }, 'a.b.example.com', true],
    [{ matchPattern: '**.example.com' }, 'example.com', false],
    [{ matchPattern: '**.*.example.com' }, 'a.b.example.com', true],
    [{ matchPattern: 'api-*.example.com' }, 'api-1.example.com', true],
    [{ matchPattern: 'api-*.example.com' }, 'api-.example.com', true],
    [{ matchPattern: '*-*-*.example.com' }, 'a-b.example.com', false],
    [{ matchPattern: `${'*-'.repeat(100)}x.com` }, `${'-'.repeat(240)}.com`, false],
    [{ matchPattern: '*' }, 'a.b.c', true],
  ])('%j and %s: %p', (selector, name, expected) => {
    expect(allows(named(selector, dns('*')), 'web', `fqdn:${name}`, 'TCP/443')).toBe(expected);
  });
});

test.each([
  [{}, 'spec.endpointSelector'],
  [{ endpointSelector: {} }, 'spec.ingress'],
  [{ endpointSelector: {}, ingress: [{ fromEndpointz: [] }] }, 'spec.ingress.0.fromEndpointz'],
  [{ endpointSelector: {}, ingress: [{ fromEndpoints: [{}], fromCIDR: ['10.0.0.0/8'] }] }, 'spec.ingress.0.fromCIDR'],
  [{ endpointSelector: {}, ingress: [{ fromEntities: ['internet'] }] }, 'spec.ingress.0.fromEntities'],
  [{ endpointSelector: {}, ingress: [{ toPorts: [{ ports: [{ protocol: 'TCP' }] }] }] }, 'spec.ingress.0.toPorts.0.ports.0.port'],
  [{ endpointSelector: {}, egress: [{ toCIDR: ['10.0.0.0/33'] }] }, 'spec.egress.0.toCIDR'],
])('%j is a problem', (spec, path) => {
  expect(reachability([...pods, cilium(spec)]).problems.map((problem) => problem.path.join('.'))).toContain(path);
});
