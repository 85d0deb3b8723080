import { inFolder, tempered } from './command-line';

const pod = (name: string, more = '') => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
  labels: { app: ${name} }
spec:
${more}  containers:
    - name: main
      image: registry.example/main
      ports: [{ name: http, containerPort: 8080 }]
`;
const CLOSED = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`;
const POLICIES = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }]
      ports: [{ port: http }]
  egress:
    - to: [{ podSelector: { matchLabels: { app: api } } }]
      ports: [{ port: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: http }]
`;
const SHOP = { 'k8s/web.yaml': pod('web'), 'k8s/api.yaml': pod('api'), 'k8s/closed.yaml': CLOSED, 'k8s/policies.yaml': POLICIES };

test('says of each workload who reaches it and whom it reaches, on which ports and by which rule', async () => {
  inFolder(SHOP);
  const { code, out, err } = await tempered(['audit', '--flows', 'k8s']);
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toBe(`shop/Pod/api
  is reached by
    shop/Pod/web  TCP/8080
      k8s/policies.yaml:20:7  NetworkPolicy shop/api allows it by spec.ingress[0]
  reaches nobody

shop/Pod/web
  is reached by
    namespace ingress-nginx  TCP/8080
      k8s/policies.yaml:8:7  NetworkPolicy shop/web allows it by spec.ingress[0]
  reaches
    shop/Pod/api  TCP/8080
      k8s/policies.yaml:11:7  NetworkPolicy shop/web allows it by spec.egress[0]

2 workloads, 3 policies; 2 closed both ways, 0 open
`);
});

test('names workloads that no policy closes, and exits 1', async () => {
  inFolder({ ...SHOP, 'k8s/other.yaml': pod('other').replace('namespace: shop', 'namespace: lab') });
  const { code, out } = await tempered(['audit', '--flows', 'k8s']);
  expect(code).toBe(1);
  expect(out).toContain(`lab/Pod/other
  is reached by everybody: no policy closes it for ingress
  reaches everybody who lets it in: no policy closes it for egress
`);
  expect(out).toContain('3 workloads, 3 policies; 2 closed both ways, 1 open\n');
});

test('prints JSON with the members that programs rely on', async () => {
  inFolder(SHOP);
  const { code, out } = await tempered(['audit', '--flows', 'k8s', '--format', 'json']);
  expect(code).toBe(0);
  const { flows, ...rest } = JSON.parse(out);
  expect(rest).toEqual({ open: [], assumptions: [], errors: [], summary: { workloads: 2, policies: 3, flows: 2, open: 0 } });
  expect(flows[0]).toEqual({
    from: { name: 'shop/Pod/web', kind: 'workload' },
    to: { name: 'shop/Pod/api', kind: 'workload' },
    text: 'TCP/8080',
    ports: [
      {
        protocol: 'TCP',
        first: 8080,
        last: 8080,
        egress: {
          reasons: ['NetworkPolicy shop/web allows it by spec.egress[0]'],
          rules: [{ file: 'k8s/policies.yaml', line: 11, column: 7 }],
        },
        ingress: {
          reasons: ['NetworkPolicy shop/api allows it by spec.ingress[0]'],
          rules: [{ file: 'k8s/policies.yaml', line: 20, column: 7 }],
        },
      },
    ],
  });
  expect(flows[1]).toMatchObject({ from: { name: 'namespace ingress-nginx', kind: 'pods' }, to: { name: 'shop/Pod/web' } });
});

test('JSON without a flow is JSON', async () => {
  inFolder({ 'pod.yaml': pod('web'), 'closed.yaml': CLOSED });
  const { out } = await tempered(['audit', '--flows', '.', '--format', 'json']);
  expect(JSON.parse(out).flows).toEqual([]);
});

test('draws a flowchart', async () => {
  inFolder({ ...SHOP, 'k8s/other.yaml': pod('other').replace('namespace: shop', 'namespace: lab') });
  const { out } = await tempered(['audit', '--flows', 'k8s', '--format', 'mermaid']);
  expect(out).toMatch(/^flowchart LR\n/);
  const ids = Object.fromEntries([...out.matchAll(/^ *(n\d+)[([]+"([^"]+)"/gm)].map(([, id, name]) => [name, id]));
  expect(out).toContain(`  ${ids.web} -->|"TCP/8080"| ${ids.api}\n`);
  expect(out).toContain(`  ${ids['namespace ingress-nginx']} -->|"TCP/8080"| ${ids.web}\n`);
  expect(out).toContain(`  ${ids['everybody else']} -.->|"no policy"| ${ids.other}\n`);
});

test('a rule for everybody is told as that, with the metadata address', async () => {
  inFolder({
    ...SHOP,
    'k8s/out.yaml': CLOSED.replace('closed', 'out').replace('policyTypes: [Ingress, Egress]', 'policyTypes: [Egress]\n  egress: [{}]'),
  });
  const { out } = await tempered(['audit', '--flows', 'k8s']);
  expect(out).toContain('    everybody else, the metadata address too  every port\n');
  const { out: picture } = await tempered(['audit', '--flows', 'k8s', '--format', 'mermaid']);
  expect(picture).toContain('(["everybody else, the metadata address too"])');
});

test('a policy that cannot be judged is an error with its place; the rest is said', async () => {
  inFolder({
    ...SHOP,
    'k8s/bad.yaml': CLOSED.replace('name: closed', 'name: bad').replace('policyTypes: [Ingress, Egress]', 'ingres: []'),
  });
  const { code, out, err } = await tempered(['audit', '--flows', 'k8s']);
  expect(code).toBe(2);
  expect(err).toBe('k8s/bad.yaml:6:3: NetworkPolicy shop/bad: spec.ingres is no field of this kind; the policy was left out\n');
  expect(out).toContain('shop/Pod/web');
});

test('no workload is an error, not a clean bill', async () => {
  inFolder({ 'closed.yaml': CLOSED });
  const { code, err } = await tempered(['audit', '--flows', 'closed.yaml']);
  expect(code).toBe(2);
  expect(err).toMatch(/^closed\.yaml:1:1: there is no workload in it/);
});

test('what runs in the network of its node is named so, and is no finding of policies', async () => {
  inFolder({ 'agent.yaml': pod('agent', '  hostNetwork: true\n') });
  const { code, out } = await tempered(['audit', '--flows', 'agent.yaml']);
  expect(code).toBe(0);
  expect(out).toContain('it runs in the network of its node');
  expect(out).toContain('1 workload, 0 policies; 0 closed both ways, 0 open, 1 in the network of its node\n');
});

test('takes who carries policies out, and where pods are', async () => {
  const block = CLOSED.replace('closed', 'block').replace(
    'policyTypes: [Ingress, Egress]',
    'policyTypes: [Egress]\n  egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }]',
  );
  inFolder({ 'web.yaml': pod('web'), 'api.yaml': pod('api'), 'block.yaml': block });
  const reaches = async (...options: readonly string[]) => {
    const { out } = await tempered(['audit', '--flows', '.', '--format', 'json', ...options]);
    return JSON.parse(out).flows.some(
      (each: { from: { name: string }; to: { name: string } }) => each.from.name === 'shop/Pod/web' && each.to.name === 'shop/Pod/api',
    );
  };
  expect(await reaches()).toBe(true);
  expect(await reaches('--enforcer', 'cilium')).toBe(false);
  expect(await reaches('--pod-cidr', '192.168.0.0/16')).toBe(false);
});

const out = (name: string, ...to: readonly string[]) =>
  CLOSED.replace('closed', name).replace(
    'policyTypes: [Ingress, Egress]',
    `policyTypes: [Egress]\n  egress: [{ to: [${to.join(', ')}], ports: [{ port: 443 }] }]`,
  );

test('a block is named with what is not in it, and as a whole where its parts are reached alike', async () => {
  const block = out('block', '{ ipBlock: { cidr: 198.51.100.0/22, except: [198.51.100.0/24] } }');
  inFolder({ 'web.yaml': pod('web'), 'closed.yaml': CLOSED, 'block.yaml': block });
  const { out: text } = await tempered(['audit', '--flows', '.']);
  expect(text).toContain('    198.51.100.0/22 except 198.51.100.0/24  TCP/443\n');
  const { out: json } = await tempered(['audit', '--flows', '.', '--format', 'json']);
  expect(JSON.parse(json).flows[0].to).toEqual({ name: '198.51.100.0/22 except 198.51.100.0/24', kind: 'addresses' });
  const both = out('block', '{ ipBlock: { cidr: 198.51.100.0/22 } }');
  const other = `${out('other', '{ ipBlock: { cidr: 198.51.100.0/24 } }').replace('podSelector: {}', 'podSelector: { matchLabels: { app: other } }')}`;
  inFolder({ 'web.yaml': pod('web'), 'closed.yaml': CLOSED, 'block.yaml': both, 'other.yaml': other });
  const { out: whole } = await tempered(['audit', '--flows', '.']);
  expect(whole).toContain('    198.51.100.0/22  TCP/443\n');
  expect(whole).not.toContain('198.51.100.0/24');
});

test('all addresses are named as such, and the metadata address beside them', async () => {
  inFolder({
    'web.yaml': pod('web'),
    'closed.yaml': CLOSED,
    'all.yaml': out('all', '{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16] } }'),
  });
  const { out: text } = await tempered(['audit', '--flows', '.', '--enforcer', 'cilium']);
  expect(text).toContain('    0.0.0.0/0 except 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16; 169.254.169.254  TCP/443\n');
});

test('what is taken for granted is said, with the flag that would say it', async () => {
  const server = { 'web.yaml': pod('web'), 'closed.yaml': CLOSED, 'server.yaml': out('server', '{ ipBlock: { cidr: 10.0.0.10/32 } }') };
  inFolder(server);
  const { out: text } = await tempered(['audit', '--flows', '.']);
  expect(text).toContain('    10.0.0.10  TCP/443\n');
  expect(text).toMatch(/^taken for granted: 10\.0\.0\.10\/32, .* hosts outside: .*; say --pod-cidr or --api-server$/m);
  const { out: known } = await tempered(['audit', '--flows', '.', '--pod-cidr', '10.244.0.0/16', '--api-server', '10.0.0.10']);
  expect(known).toContain('    kube-apiserver  TCP/443\n');
  expect(known).not.toContain('taken for granted');
  const { out: json } = await tempered(['audit', '--flows', '.', '--format', 'json']);
  expect(JSON.parse(json).assumptions).toEqual([expect.stringContaining('10.0.0.10/32')]);
  const { out: picture } = await tempered(['audit', '--flows', '.', '--format', 'mermaid']);
  expect(picture).toMatch(/^%% taken for granted: 10\.0\.0\.10\/32/m);
});

test('pods in a block of private addresses are reached, unless it is said where they are', async () => {
  inFolder({ 'web.yaml': pod('web'), 'block.yaml': out('block', '{ ipBlock: { cidr: 10.244.0.0/16 } }'), 'api.yaml': pod('api') });
  const { out: text } = await tempered(['audit', '--flows', '.']);
  expect(text).toMatch(/shop\/Pod\/api.*TCP\/443\n.*where the address is in its block/);
  expect(text).toMatch(/^taken for granted: where pods and the API server may be is not known/m);
});

test.each([
  ['calic', "option '--enforcer <enforcer>' argument 'calic' is invalid. Did you mean calico? It is one of kubernetes, cilium, calico."],
  ['foo', "option '--enforcer <enforcer>' argument 'foo' is invalid. It is one of kubernetes, cilium, calico."],
])('an enforcer %s is refused', async (enforcer, message) => {
  inFolder(SHOP);
  const { code, err } = await tempered(['audit', 'k8s', '--flows', '--enforcer', enforcer]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('policies of two enforcers ask for the flag that says which', async () => {
  const calico = 'apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: { name: c, namespace: shop }\nspec: {}\n';
  const cilium = calico.replace('projectcalico.org/v3', 'cilium.io/v2').replace('kind: N', 'kind: CiliumN');
  inFolder({
    'web.yaml': pod('web'),
    'calico.yaml': calico,
    'cilium.yaml': cilium.replace('{}', '{ endpointSelector: {}, ingress: [{}] }'),
  });
  const { err } = await tempered(['audit', '--flows', '.']);
  expect(err).toMatch(/stands beside policies of Cilium: .*; the policy was left out; say --enforcer\n$/);
});

test.each([
  ['--format', 'mermaid'],
  ['--enforcer', 'calico'],
  ['--api-server', '10.0.0.10'],
])('%s %s without --flows is refused', async (...options) => {
  inFolder(SHOP);
  const { code, err } = await tempered(['audit', 'k8s', ...options]);
  expect(code).toBe(2);
  expect(err).toContain('add --flows');
});
