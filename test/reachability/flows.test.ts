import { type Resource, resource } from '../../lib/engine/resource';
import { reachability } from '../../lib/reachability';
import { among, app, cilium, namespace, pod, policy, read } from './objects';

const pods = [pod('web'), pod('api')];
const closed = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'closed');

test('under a default deny both ways there is no flow at all', () => {
  expect(read(reachability([...pods, closed]).flows())).toEqual([]);
});

test('a flow needs both of its ends', () => {
  const out = policy(
    { podSelector: app('web'), policyTypes: ['Egress'], egress: [{ to: [{ podSelector: app('api') }], ports: [{ port: 8080 }] }] },
    'out',
  );
  const into = policy({ podSelector: app('api'), ingress: [{ from: [{ podSelector: app('web') }], ports: [{ port: 'http' }] }] }, 'into');
  expect(read(reachability([...pods, closed, out]).flows())).toEqual([]);
  const reach = reachability([...pods, closed, out, into]);
  expect(read(reach.flows())).toEqual(['web -> api TCP/8080']);
  const [flow] = reach.flows();
  expect(flow?.ports[0]?.egress.reasons).toEqual(['NetworkPolicy shop/out allows it by spec.egress[0]']);
  expect(flow?.ports[0]?.ingress.rules).toEqual([{ resource: into, path: ['spec', 'ingress', 0] }]);
});

test('ranges that touch are one in the text, and apart where other rules let them through', () => {
  const ingress = [{ ports: [{ port: 8000, endPort: 8079 }, { port: 8080 }] }, { ports: [{ port: 8081, endPort: 8090 }] }];
  const reach = reachability([...pods, policy({ podSelector: app('api'), ingress })]);
  expect(among(reach, 'web', 'api')).toContain('web -> api TCP/8000-8090');
  const ports = reach.flows().find(({ from, to }) => from.name === 'shop/Pod/web' && to.name === 'shop/Pod/api')?.ports;
  expect(ports?.map(({ first, last }) => [first, last])).toEqual([
    [8000, 8080],
    [8081, 8090],
  ]);
});

test('the world is divided by the blocks that policies name, and the metadata address stands alone', () => {
  const to = [{ ipBlock: { cidr: '0.0.0.0/0', except: ['203.0.113.0/24'] } }];
  const reach = reachability([
    ...pods,
    closed,
    policy({ podSelector: app('web'), policyTypes: ['Egress'], egress: [{ to, ports: [{ port: 443 }] }] }),
  ]);
  const left = '0.0.0.0/0 except 203.0.113.0/24, 169.254.169.254';
  expect(among(reach, 'web', 'world', '203.0.113.0/24', '169.254.169.254', left)).toEqual([
    `web -> ${left} TCP/443`,
    'web -> 169.254.169.254 TCP/443',
  ]);
  expect(reach.allows('web', left, 'TCP/443').allowed).toBe(true);
});

test('a rule for a whole namespace is a flow from pods that are not among the objects', () => {
  const anyOfIt = policy({ podSelector: app('api'), ingress: [{ from: [{ podSelector: {} }] }] });
  expect(read(reachability([...pods, closed, anyOfIt]).flows())).toEqual(['namespace shop -> api every port']);
});

test('a selector that no workload answers to is a flow of its own', () => {
  const from = [
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } }, podSelector: app('prometheus') },
    { namespaceSelector: { matchLabels: { team: 'a' } } },
  ];
  const reach = reachability([...pods, closed, policy({ podSelector: app('api'), ingress: [{ from, ports: [{ port: 8080 }] }] })]);
  expect(read(reach.flows())).toEqual(['namespace monitoring pod app=prometheus -> api TCP/8080', 'namespace team=a -> api TCP/8080']);
});

test('a rule for namespaces means those, too, that are not among the objects', () => {
  const team = [pod('client', { namespace: 'lab' }), namespace('lab', { team: 'b' })];
  const into = policy({ podSelector: app('api'), ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'b' } } }] }] });
  expect(read(reachability([...pods, ...team, closed, into]).flows()).filter((each) => / -> api /.test(each))).toEqual([
    'lab/Pod/client -> api every port',
    'namespace lab -> api every port',
    'namespace team=b -> api every port',
  ]);
});

test('where no policy is, strangers of the own namespace reach it as those of any other', () => {
  expect(read(reachability([pod('web')]).flows())).toEqual(
    expect.arrayContaining(['namespace shop -> web every port', 'namespace * -> web every port']),
  );
});

test('a rule for every namespace lets in a stranger', () => {
  const reach = reachability([...pods, closed, policy({ podSelector: app('api'), ingress: [{ from: [{ namespaceSelector: {} }] }] })]);
  expect(read(reach.flows())).toContain('namespace * -> api every port');
});

test('a name is a destination of its own, with what lets Cilium learn it', () => {
  const dns = {
    toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': 'kube-dns' } }],
    toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }], rules: { dns: [{ matchPattern: '*' }] } }],
  };
  const egress = [dns, { toFQDNs: [{ matchName: 'api.example.com' }], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] }];
  expect(read(reachability([pod('web'), cilium({ endpointSelector: {}, ingress: [{}], egress })]).flows())).toEqual([
    'web -> namespace kube-system pod k8s-app=kube-dns UDP/53',
    'web -> fqdn:api.example.com TCP/443',
  ]);
});

test('workloads that no policy closes are named', () => {
  const reach = reachability([...pods, policy({ podSelector: app('api') })]);
  expect(reach.isolation.map(({ pod: { name }, ingress, egress }) => [name, ingress, egress])).toEqual([
    ['shop/Pod/web', false, false],
    ['shop/Pod/api', true, false],
  ]);
});

describe('what a cluster lists', () => {
  const container = { name: 'main', image: 'main', ports: [{ containerPort: 8080 }] };
  const made = (apiVersion: string, kind: string, name: string, owner: object | undefined, labels: object = {}) => {
    const own = { app: 'web', ...labels };
    const spec = { containers: [container] };
    return resource({
      apiVersion,
      kind,
      metadata: { name, namespace: 'shop', labels: own, ...(owner !== undefined && { ownerReferences: [owner] }) },
      spec: kind === 'Pod' ? spec : { template: { metadata: { labels: own }, spec } },
    });
  };
  const ofDeployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true };
  const ofReplicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d9', controller: true };
  const hash = { 'pod-template-hash': '5d9' };
  const deployment = made('apps/v1', 'Deployment', 'web', undefined);
  const replicaSet = made('apps/v1', 'ReplicaSet', 'web-5d9', ofDeployment, hash);
  const running = made('v1', 'Pod', 'web-5d9-x2x', ofReplicaSet, hash);
  const names = (...resources: readonly Resource[]) => reachability(resources).pods.map(({ name }) => name);

  test('is one workload with what it has made', () => {
    expect(names(deployment, replicaSet, running)).toEqual(['shop/Deployment/web']);
    expect(names(running, replicaSet)).toEqual(['shop/ReplicaSet/web-5d9']);
    expect(names(running, deployment)).toEqual(['shop/Deployment/web']);
    expect(reachability([deployment, replicaSet, running]).end('web').name).toBe('shop/Deployment/web');
  });

  test('is several where the one that made it is not there, or its labels are others by now', () => {
    expect(names(running)).toEqual(['shop/Pod/web-5d9-x2x']);
    const taken = made('v1', 'Pod', 'web-5d9-x2x', ofReplicaSet, { ...hash, app: 'debug' });
    expect(names(deployment, replicaSet, taken)).toEqual(['shop/Deployment/web', 'shop/Pod/web-5d9-x2x']);
    const [one, other] = ['one', 'other'].map((name, index, all) =>
      made('v1', 'Pod', name, { apiVersion: 'v1', kind: 'Pod', name: all[1 - index] }),
    ) as [Resource, Resource];
    expect(names(one, other)).toEqual(['shop/Pod/one', 'shop/Pod/other']);
    const itself = made('apps/v1', 'Deployment', 'web', ofDeployment);
    expect(names(itself, replicaSet)).toEqual(['shop/Deployment/web', 'shop/ReplicaSet/web-5d9']);
  });
});
