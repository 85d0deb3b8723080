import { Chart, Testing } from 'cdk8s';
import {
  App,
  apiServer,
  calico,
  cilium,
  Deployment,
  type Dialect,
  isolate,
  istio,
  kubernetesPolicies,
  linkerd,
  type Resolver,
} from 'tempered/kubernetes';
import { resource } from '../../../lib/engine/resource';
import { TemperedError } from '../../../lib/errors';
import { reachability } from '../../../lib/reachability';
import { IMAGE } from '../rendered';

const dialects = { kubernetesPolicies, cilium, calico, istio, linkerd };
const each = Object.entries(dialects);

const codeOf = (make: () => Dialect): string => {
  try {
    make();
  } catch (error) {
    if (error instanceof TemperedError) return `${error.code}: ${error.message} (${error.hint})`;
    throw error;
  }
  return 'accepted';
};

test.each(each)('%s reaches the resolver on the port of its pods, and its cache on 53', (name, dialect) => {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  const resolver: Resolver = {
    namespace: 'openshift-dns',
    labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' },
    port: 5353,
    nodeLocal: true,
  };
  isolate(chart, { dialect: dialect({ resolver }) });
  new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [{ image: IMAGE }] });
  const pods = [
    { name: 'dns', labels: resolver.labels },
    { name: 'cache', labels: { 'k8s-app': 'node-local-dns' } },
  ].map((metadata) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, namespace: 'openshift-dns' },
    spec: { containers: [] },
  }));
  const reach = reachability([...Testing.synth(chart), ...pods].map((object) => resource(object)));
  const cache = name === 'cilium' ? 'openshift-dns/cache' : '169.254.20.10';
  for (const protocol of ['UDP', 'TCP']) {
    expect(reach.allows('shop/web', 'openshift-dns/dns', `${protocol}/5353`).allowed).toBe(true);
    expect(reach.allows('shop/web', 'openshift-dns/dns', `${protocol}/53`).allowed).toBe(false);
    expect(reach.allows('shop/web', cache, `${protocol}/53`).allowed).toBe(true);
    expect(reach.allows('shop/web', cache, `${protocol}/5353`).allowed).toBe(false);
  }
});

const WRONG: readonly (readonly [Resolver, RegExp])[] = [
  [{ namespace: 'Kube System!' }, /^invalid-resolver: .*"Kube System!"/],
  [{ labels: { 'a b': '$$' } }, /^invalid-resolver: .*"a b"/],
  [{ labels: { app: "x' || all() || 'y" } }, /^invalid-resolver: .*all\(\)/],
  [{ port: 0 }, /^invalid-resolver: .*no port 0/],
  [{ nodeLocal: 'foo' }, /^invalid-cidr: .*"foo"/],
  [{ nodeLocal: '169.254.20.10/32' }, /^invalid-cidr: .*without a prefix/],
  [{ nodeLocal: '169.254.169.254' }, /^metadata-endpoint: /],
];

describe.each(each)('%s', (name, dialect) => {
  test.each(WRONG)('refuses a resolver that no cluster has: %j', (resolver, expected) => {
    const refusal = codeOf(() => dialect({ resolver }));
    expect(refusal).toMatch(expected);
    expect(refusal).toContain(` ${name}(): `);
  });
});

const BY_ADDRESS = { kubernetesPolicies, calico, istio, linkerd };

describe.each(Object.entries(BY_ADDRESS))('%s', (name, dialect) => {
  test.each([
    ['foo', 'invalid-cidr', 'write it like 10.0.0.10/32'],
    ['10.0.0.10', 'invalid-cidr', 'write 10.0.0.10/32'],
    // As `kubectl get endpoints kubernetes` prints it.
    ['10.0.0.10:6443', 'invalid-cidr', 'write 10.0.0.10/32'],
    ['[2001:db8::1]:6443', 'invalid-cidr', 'write 2001:db8::1/128'],
    ['10.0.0.10/33', 'invalid-cidr', 'write it like'],
    ['169.254.169.254/32', 'metadata-endpoint', ''],
    ['0.0.0.0/0', 'metadata-endpoint', ''],
  ])('refuses %s as a block of the API server', (block, code, hint) => {
    const refusal = codeOf(() => dialect({ apiServer: [block] }));
    expect(refusal).toContain(`${code}: ${name}(): `);
    expect(refusal).toContain(hint);
  });
});

describe.each([
  ['istio', istio],
  ['linkerd', linkerd],
] as const)('%s knows of the cluster what the dialect underneath was told', (name, mesh) => {
  const over = kubernetesPolicies({ resolver: { namespace: 'dns-ns' }, apiServer: ['10.0.0.10/32'] });

  test('and is not told something else', () => {
    expect(codeOf(() => mesh({ over, resolver: { namespace: 'dns-ns' }, apiServer: ['10.0.0.10/32'] }))).toBe('accepted');
    expect(codeOf(() => mesh({ over: cilium(), apiServer: ['10.0.0.10/32'] }))).toBe('accepted');
    for (const [stated, what] of [
      [{ over, resolver: {} }, 'resolver'],
      [{ over: kubernetesPolicies(), resolver: { namespace: 'dns-ns' } }, 'resolver'],
      [{ over, apiServer: ['10.0.0.11/32'] }, 'apiServer'],
    ] as const)
      expect(codeOf(() => mesh(stated))).toContain(`invalid-mesh: ${name}(): ${what} is not what NetworkPolicy underneath was told`);
  });

  test('and makes its own policies by it', () => {
    const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
    isolate(chart, { dialect: mesh({ over, plaintextPorts: [8080] }) });
    const web = new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [{ image: IMAGE, portNumber: 8080 }] });
    web.connections.allowFrom(apiServer());
    const made = Testing.synth(chart).filter(({ apiVersion }) => /istio|linkerd/.test(apiVersion));
    expect(JSON.stringify(made)).toContain('10.0.0.10/32');
    expect(made.filter(({ kind }) => kind === 'Sidecar').map(({ spec }) => spec.egress[0].hosts)).toEqual(
      name === 'istio' ? [['istio-system/*', 'dns-ns/*']] : [],
    );
  });
});

test('Cilium refuses a resolver by labels that it knows no pod by', () => {
  const labels = { 'batch.kubernetes.io/controller-uid': 'd' };
  expect(codeOf(() => cilium({ resolver: { labels } }))).toMatch(/^invalid-resolver: .*controller-uid/);
});
