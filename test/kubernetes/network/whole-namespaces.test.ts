import { ApiObject, Chart, Testing } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import {
  App,
  calico,
  cilium,
  Deployment,
  type Dialect,
  defineProfile,
  isolate,
  istio,
  kubernetesPolicies,
  linkerd,
  restricted,
} from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { type Reachability, reachability } from '../../../lib/reachability';
import { schemaErrors } from '../crd-schema';
import { IMAGE } from '../rendered';
import { istioAllows } from './istio/mesh';

const named = (name: string) => ({ metadata: { name }, containers: [{ image: IMAGE, portNumber: 8080 }] });

const pod = (namespace: string, name: string, labels: Record<string, string> = { app: name }): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: { containers: [{ name, image: IMAGE }] },
});

/** Two pods of `kubectl run` in the namespace, and one elsewhere, beside what the app says. */
function reachIn(app: App, extra: readonly Json[] = []): Reachability {
  const strays = [pod('shop', 'stray'), pod('shop', 'mate'), pod('elsewhere', 'other'), ...extra];
  return reachability([...app.charts.flatMap((chart) => Testing.synth(chart)), ...strays].map((each) => resource(each)));
}

/** Whether pods that nobody isolates are closed, in both directions. */
function closesStrays(app: App): boolean {
  const reach = reachIn(app);
  const open = [
    reach.allows('shop/stray', 'shop/mate', 'TCP/80'),
    reach.allows('elsewhere/other', 'shop/stray', 'TCP/80'),
    reach.allows('shop/stray', '203.0.113.1', 'TCP/443'),
  ].map(({ allowed }) => allowed);
  expect(new Set(open).size).toBe(1);
  return open[0] === false;
}

interface Shop {
  readonly app: App;
  readonly chart: Chart;
  readonly web: Deployment;
  readonly api: Deployment;
}

function shop(stated: { readonly namespace?: string } = { namespace: 'shop' }): Shop {
  const app = new App();
  const chart = new Chart(app, 'shop', stated);
  const [web, api] = [new Deployment(chart, 'web', named('web')), new Deployment(chart, 'api', named('api'))];
  web.connections.allowTo(api, { port: 8080 });
  return { app, chart, web, api };
}

const over = {
  kubernetesPolicies: kubernetesPolicies(),
  cilium: cilium(),
  calico: calico(),
  tier: calico({ tier: { name: 'shop', order: 1 } }),
};
const dialects: Readonly<Record<string, (wholeNamespaces?: boolean) => Dialect>> = {
  NetworkPolicy: (wholeNamespaces) => kubernetesPolicies(wholeNamespaces === undefined ? {} : { wholeNamespaces }),
  Cilium: (wholeNamespaces) => cilium(wholeNamespaces === undefined ? {} : { wholeNamespaces }),
  Calico: (wholeNamespaces) => calico(wholeNamespaces === undefined ? {} : { wholeNamespaces }),
  'Calico in a tier': (wholeNamespaces) =>
    calico({ tier: { name: 'shop', order: 1 }, ...(wholeNamespaces !== undefined && { wholeNamespaces }) }),
  'Istio over Cilium': (wholeNamespaces) => istio({ over: cilium(wholeNamespaces === undefined ? {} : { wholeNamespaces }) }),
  'Linkerd over NetworkPolicy': (wholeNamespaces) =>
    linkerd({ over: kubernetesPolicies(wholeNamespaces === undefined ? {} : { wholeNamespaces }) }),
};

describe.each(Object.entries(dialects))('%s', (title, dialect) => {
  // A cluster has one network plugin.
  const beside = Object.entries(over).filter(
    ([name]) => !(title.includes('Cilium') ? /calico|tier/ : /Calico/.test(title) ? /cilium/ : /^$/).test(name),
  );

  test('closes the pods of a namespace that nobody isolates, where its chart is isolated', () => {
    const { app, chart } = shop();
    isolate(chart, { dialect: dialect() });
    expect(closesStrays(app)).toBe(true);
    const reach = reachIn(app, [pod('kube-system', 'dns', { 'k8s-app': 'kube-dns' })]);
    expect(reach.allows('shop/web', 'shop/api', 'TCP/8080').allowed).toBe(true);
    expect(reach.allows('shop/web', 'kube-system/dns', 'UDP/53').allowed).toBe(true);
    expect(reach.allows('elsewhere/other', 'kube-system/dns', 'UDP/53').allowed).toBe(true);
    for (const each of Testing.synth(chart))
      if (/cilium|calico|istio|linkerd/.test(each.apiVersion)) expect(schemaErrors(each)).toEqual([]);
  });

  test.each<readonly [string, (shop: Shop, dialect: Dialect) => void]>([
    ['a single workload is isolated', ({ api }, it) => isolate(api, { dialect: it })],
    [
      'only some workloads of the chart are isolated',
      ({ api, web }, it) => [api, web].forEach((workload) => void isolate(workload, { dialect: it })),
    ],
    [
      'the app has pods there that it does not isolate',
      ({ app, chart }, it) => {
        isolate(chart, { dialect: it });
        new plus.Deployment(new Chart(app, 'legacy', { namespace: 'shop' }), 'old', named('old'));
      },
    ],
  ])('leaves such pods alone where %s', (_title, state) => {
    const made = shop();
    state(made, dialect());
    expect(closesStrays(made.app)).toBe(false);
  });

  test('leaves such pods alone if told to, and closes the workloads all the same', () => {
    const { app, chart } = shop();
    isolate(chart, { dialect: dialect(false) });
    expect(closesStrays(app)).toBe(false);
    const reach = reachIn(app);
    expect(reach.allows('shop/web', 'shop/api', 'TCP/8080').allowed).toBe(true);
    for (const [from, to] of [
      ['shop/stray', 'shop/api'],
      ['shop/api', 'shop/stray'],
      ['shop/api', '169.254.169.254'],
    ] as const)
      expect([from, to, reach.allows(from, to, 'TCP/8080').allowed]).toEqual([from, to, false]);
  });

  test('closes no namespace that the chart does not state, nor one of the cluster', () => {
    for (const { app, chart } of [shop({ namespace: 'kube-system' }), shop({})]) {
      isolate(app, { dialect: dialect() });
      new ApiObject(chart, 'agent', { ...pod('shop', 'agent'), apiVersion: 'v1', kind: 'Pod' });
      expect(closesStrays(app)).toBe(false);
      const reach = reachIn(app, [pod('kube-system', 'dns', { 'k8s-app': 'kube-dns' })]);
      expect(reach.allows('elsewhere/other', 'kube-system/dns', 'UDP/53').allowed).toBe(true);
      expect(reach.allows('shop/agent', 'shop/stray', 'TCP/80').allowed).toBe(false);
    }
  });

  test.each(beside)('leaves the flows of a workload that %s isolates in their place', (_name, inner) => {
    const { app, chart, api } = shop();
    isolate(chart, { dialect: dialect() });
    isolate(api, { dialect: inner });
    const reach = reachIn(app);
    expect(reach.allows('shop/web', 'shop/api', 'TCP/8080').allowed).toBe(true);
    expect(reach.allows('shop/api', 'shop/web', 'TCP/8080').allowed).toBe(false);
    expect(reach.allows('shop/stray', 'shop/api', 'TCP/8080').allowed).toBe(false);
  });
});

test('a workload beside the mesh is not closed by what the mesh says of the namespace', () => {
  const { chart, api } = shop();
  isolate(chart, { dialect: istio() });
  isolate(api, { dialect: kubernetesPolicies() });
  const { podMetadata } = api;
  const labels = { [plus.Pod.ADDRESS_LABEL]: podMetadata.getLabel(plus.Pod.ADDRESS_LABEL) ?? '' };
  const question = { from: { address: '10.0.0.1' }, to: { namespace: 'shop', labels }, port: 8080 };
  const mesh = Testing.synth(chart).filter(({ apiVersion }) => /istio/.test(apiVersion));
  expect(istioAllows(mesh, question)).toBe(true);
});

test('two charts of one namespace each deny by a policy of their own, so that either can be applied alone', () => {
  const { app } = shop();
  new Deployment(new Chart(app, 'till', { namespace: 'shop' }), 'till', named('till'));
  isolate(app);
  const denials = app.charts.map((chart) =>
    Testing.synth(chart).flatMap(({ metadata }) => (/deny$/.test(metadata.name) ? metadata.name : [])),
  );
  expect(denials).toEqual([['shop-default-deny'], ['till-default-deny']]);
});

test('whoever isolates a chart and makes its Namespace passes the control that asks for a denial of everything', () => {
  const found = (isIsolated: boolean): readonly string[] => {
    const { app, chart } = shop();
    if (isIsolated) isolate(app);
    new plus.Namespace(chart, 'namespace', { metadata: { name: 'shop' } });
    const profile = defineProfile({ name: 'closed', extends: restricted, controls: { 'default-deny': 'fail' } });
    return audit(
      Testing.synth(chart).map((each) => resource(each)),
      { profile, today: '2026-01-01' },
    ).findings.flatMap(({ control }) => (control === 'default-deny' ? control : []));
  };
  expect([found(false), found(true)]).toEqual([['default-deny'], []]);
});

test.each(Object.entries(dialects))('%s keeps the names of objects within what an API server takes', (_, dialect) => {
  const app = new App();
  const chart = new Chart(app, 'shop-'.repeat(20), { namespace: 'shop' });
  isolate(chart, { dialect: dialect() });
  for (const last of ['a', 'b']) new Deployment(chart, last, named(`${'long-'.repeat(50)}${last}`));
  const names = Testing.synth(chart).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { metadata } of Testing.synth(chart))
    expect(metadata.name).toMatch(/^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9][-a-z0-9]*[a-z0-9])*$/);
});
