import { resource } from '../../lib/engine/resource';
import { reachability } from '../../lib/reachability';

const pod = (name: string, port = 8080) =>
  resource({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels: { app: name } },
    spec: { containers: [{ name: 'main', image: 'main', ports: [{ name: 'http', containerPort: port }] }] },
  });
const policy = (spec: object) =>
  resource({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'shop' }, spec });
const cilium = (spec: object) =>
  resource({ apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'c', namespace: 'shop' }, spec });
const pods = [pod('web'), pod('api'), pod('db')];
const app = (name: string) => ({ matchLabels: { app: name } });

test('without a policy everybody reaches everybody', () => {
  expect(reachability(pods).allows('web', 'api', 'TCP/1').allowed).toBe(true);
});

test('a selected pod is reached by the peers of a rule only, on its named port only', () => {
  const reach = reachability([
    ...pods,
    policy({ podSelector: app('api'), ingress: [{ from: [{ podSelector: app('web') }], ports: [{ port: 'http' }] }] }),
  ]);
  expect(reach.allows('web', 'api', 'TCP/8080').ingress.reasons).toEqual(['NetworkPolicy shop/p allows it by spec.ingress[0]']);
  expect(reach.allows('web', 'api', 'TCP/8081').allowed).toBe(false);
  expect(reach.allows('db', 'api', 'TCP/8080').allowed).toBe(false);
  expect(reach.allows('api', 'db', 'TCP/8080').allowed).toBe(true);
});

test('the metadata address is closed by an exception of the block', () => {
  const to = [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }];
  const reach = reachability([...pods, policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to }] })]);
  expect(reach.allows('web', '169.254.169.254', 'TCP/80').allowed).toBe(false);
  expect(reach.allows('web', '203.0.113.7', 'TCP/80').allowed).toBe(true);
});

test('a denying rule of Cilium goes before an allowing one', () => {
  const both = {
    endpointSelector: app('api'),
    ingress: [{ fromEndpoints: [{}] }],
    ingressDeny: [{ fromEndpoints: [app('db')] }],
  };
  const reach = reachability([...pods, cilium(both)]);
  expect(reach.problems).toEqual([]);
  expect(reach.allows('web', 'api', 'TCP/8080').allowed).toBe(true);
  expect(reach.allows('db', 'api', 'TCP/8080').allowed).toBe(false);
});

test('a misspelt field is a problem with its path', () => {
  const { problems } = reachability([...pods, policy({ podSelector: {}, ingress: [{ form: [] }] })]);
  expect(problems.map(({ path }) => path)).toEqual([['spec', 'ingress', 0, 'form']]);
});
