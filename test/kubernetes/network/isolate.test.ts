import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, Include, Lazy, App as PlainApp, Testing, YamlOutputType } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import {
  App,
  apiServer,
  cidr,
  cilium,
  Deployment,
  type Dialect,
  fqdn,
  ingressController,
  inNamespaces,
  isolate,
  Job,
  kubernetesPolicies,
  monitoring,
  Pod,
  podsIn,
  StatefulSet,
  Workload,
} from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { resource } from '../../../lib/engine/resource';
import { type Reachability, reachability } from '../../../lib/reachability';
import { schemaErrors } from '../crd-schema';
import { IMAGE } from '../rendered';

const listening = { image: IMAGE, portNumber: 8080 };
const named = (name: string, containers = [listening]) => ({ metadata: { name }, containers });

function shop(namespace = 'shop'): Chart {
  return new Chart(new App(), 'shop', { namespace });
}

const policiesIn = (manifests: readonly Json[]): readonly Json[] => manifests.filter(({ kind }) => String(kind).endsWith('NetworkPolicy'));

/** Who reaches whom in all charts of an app, the resolver and Prometheus beside them. */
function reachIn({ node: { root } }: Chart, others: readonly Json[] = []): Reachability {
  const charts = root instanceof PlainApp ? root.charts : [];
  const found = reachability([...charts.flatMap((chart) => Testing.synth(chart)), ...others].map((each) => resource(each)));
  expect(found.problems).toEqual([]);
  return found;
}

const somePod = (namespace: string, name: string, labels: Record<string, string>): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: { containers: [{ name, image: IMAGE }] },
});
const dns = somePod('kube-system', 'dns', { 'k8s-app': 'kube-dns' });
const both: readonly (readonly [string, () => Dialect])[] = [
  ['NetworkPolicy', () => kubernetesPolicies()],
  ['Cilium', () => cilium()],
];

describe.each(both)('a scope that is isolated with %s', (_, dialect) => {
  test('lets nothing in or out of a workload without flows but its questions to the resolver', () => {
    const chart = shop();
    isolate(chart, { dialect: dialect() });
    new Deployment(chart, 'web', named('web'));
    const reach = reachIn(chart, [
      dns,
      somePod('shop', 'other', { app: 'other' }),
      somePod('kube-system', 'proxy', { 'k8s-app': 'kube-proxy' }),
    ]);
    expect(reach.allows('shop/web', 'kube-system/dns', 'UDP/53').allowed).toBe(true);
    expect(reach.allows('shop/web', 'kube-system/dns', 'TCP/53').allowed).toBe(true);
    for (const [from, to, port] of [
      ['shop/web', 'kube-system/dns', 'TCP/443'],
      ['shop/web', 'kube-system/proxy', 'UDP/53'],
      ['shop/web', 'shop/other', 'TCP/8080'],
      ['shop/other', 'shop/web', 'TCP/8080'],
      ['shop/web', '203.0.113.1', 'TCP/443'],
      ['203.0.113.1', 'shop/web', 'TCP/8080'],
      ['shop/web', '203.0.113.1', 'UDP/53'],
    ] as const)
      expect([from, to, port, reach.allows(from, to, port).allowed]).toEqual([from, to, port, false]);
  });

  test('opens a stated flow at both ends, one way and on its port alone', () => {
    const chart = shop();
    isolate(chart, { dialect: dialect() });
    const web = new Deployment(chart, 'web', named('web'));
    const api = new Deployment(chart, 'api', {
      metadata: { name: 'api' },
      containers: [{ image: IMAGE, ports: [{ number: 8080 }, { number: 9090, name: 'metrics' }] }],
    });
    web.connections.allowTo(api, { port: 8080 });
    const reach = reachIn(chart);
    expect(reach.allows('web', 'api', 'TCP/8080').allowed).toBe(true);
    expect(reach.allows('web', 'api', 'TCP/9090').allowed).toBe(false);
    expect(reach.allows('api', 'web', 'TCP/8080').allowed).toBe(false);
  });

  test('means all declared ports where none is said', () => {
    const chart = shop();
    isolate(chart, { dialect: dialect() });
    const web = new Deployment(chart, 'web', named('web'));
    const api = new Deployment(chart, 'api', {
      metadata: { name: 'api' },
      containers: [{ image: IMAGE, ports: [{ number: 8080 }, { number: 5353, protocol: plus.Protocol.UDP }] }],
    });
    web.connections.allowTo(api);
    const reach = reachIn(chart);
    expect(reach.allows('web', 'api', 'TCP/8080').allowed).toBe(true);
    expect(reach.allows('web', 'api', 'UDP/5353').allowed).toBe(true);
    expect(reach.allows('web', 'api', 'TCP/5353').allowed).toBe(false);
  });

  test('closes whatever holds pods: of cdk8s-plus, of Include, and custom resources', () => {
    const chart = shop();
    isolate(chart, { dialect: dialect() });
    new plus.Deployment(chart, 'plain', named('plain'));
    new Job(chart, 'job', named('job'));
    new Pod(chart, 'pod', named('pod'));
    const template = { metadata: { labels: { app: 'raw' } }, spec: { containers: [{ name: 'raw', image: IMAGE }] } };
    new ApiObject(chart, 'raw', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'raw' },
      spec: { selector: { matchLabels: { app: 'raw' } }, template },
    });
    const rollout = { ...template, metadata: { labels: { app: 'rollout' } } };
    new ApiObject(chart, 'rollout', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'rollout' },
      spec: { template: rollout },
    });
    const reach = reachIn(chart, [somePod('shop', 'other', { app: 'other' })]);
    for (const name of ['plain', 'job', 'pod', 'raw', 'rollout']) {
      expect([name, reach.allows(name, 'shop/other', 'TCP/80').allowed]).toEqual([name, false]);
      expect([name, reach.allows('shop/other', name, 'TCP/80').allowed]).toEqual([name, false]);
    }
  });

  test('closes the items of a List, each in its namespace', () => {
    const chart = shop();
    isolate(chart, { dialect: dialect() });
    const item = (name: string, namespace?: string): Json => ({
      ...somePod('', name, { app: name }),
      metadata: { name, namespace, labels: { app: name } },
    });
    new ApiObject(chart, 'list', { apiVersion: 'v1', kind: 'List', items: [item('one'), item('two', 'bank')] });
    const web = new Deployment(chart, 'web', named('web'));
    web.connections.allowTo(podsIn({ namespace: 'bank', labels: { app: 'two' } }), { port: 80 });
    const items = policiesIn(Testing.synth(chart)).map(({ metadata }) => [metadata.namespace, metadata.name]);
    expect(items).toEqual(
      expect.arrayContaining([
        ['shop', 'one-network'],
        ['bank', 'two-network'],
        ['shop', 'web-network'],
      ]),
    );
    const reach = reachability(
      [...policiesIn(Testing.synth(chart)), somePod('shop', 'one', { app: 'one' }), somePod('bank', 'two', { app: 'two' })].map((each) =>
        resource(each),
      ),
    );
    expect(reach.allows('one', '203.0.113.1', 'TCP/80').allowed).toBe(false);
    expect(reach.allows('203.0.113.1', 'two', 'TCP/80').allowed).toBe(false);
  });

  test('opens a flow to another namespace, and to a workload of another app by its labels', () => {
    const chart = shop();
    const bank = new Chart(chart.node.root, 'bank', { namespace: 'bank' });
    isolate(chart.node.root, { dialect: dialect() });
    const web = new Deployment(chart, 'web', named('web'));
    const ledger = new Deployment(bank, 'ledger', named('ledger'));
    web.connections.allowTo(ledger);
    web.connections.allowTo(podsIn({ namespace: 'queues', labels: { app: 'rabbit' } }), { port: 5672 });
    const reach = reachIn(chart, [
      somePod('queues', 'rabbit', { app: 'rabbit' }),
      somePod('queues', 'hare', { app: 'hare' }),
      somePod('shop', 'rabbit', { app: 'rabbit' }),
    ]);
    expect(reach.allows('shop/web', 'bank/ledger', 'TCP/8080').allowed).toBe(true);
    expect(reach.allows('bank/ledger', 'shop/web', 'TCP/8080').allowed).toBe(false);
    expect(reach.allows('shop/web', 'queues/rabbit', 'TCP/5672').allowed).toBe(true);
    expect(reach.allows('shop/web', 'queues/hare', 'TCP/5672').allowed).toBe(false);
    expect(reach.allows('shop/web', 'shop/rabbit', 'TCP/5672').allowed).toBe(false);
  });

  test('gives a workload that a selection covers its half, too', () => {
    const chart = shop();
    const probes = new Chart(chart.node.root, 'monitoring', { namespace: 'monitoring' });
    isolate(chart.node.root, { dialect: dialect() });
    const web = new Deployment(chart, 'web', named('web'));
    new StatefulSet(probes, 'prometheus', {
      metadata: { name: 'prometheus' },
      podMetadata: { labels: { 'app.kubernetes.io/name': 'prometheus' } },
      service: new plus.Service(probes, 'service', { ports: [{ port: 9090 }] }),
      containers: [{ image: IMAGE, portNumber: 9090 }],
    });
    new Deployment(probes, 'grafana', named('grafana'));
    web.connections.allowFrom(monitoring());
    const reach = reachIn(chart);
    expect(reach.allows('monitoring/prometheus', 'shop/web', 'TCP/8080').allowed).toBe(true);
    expect(reach.allows('monitoring/grafana', 'shop/web', 'TCP/8080').allowed).toBe(false);
    expect(reach.allows('monitoring/prometheus', 'monitoring/grafana', 'TCP/8080').allowed).toBe(false);
  });

  test('keeps the metadata address closed, whatever block a flow names', () => {
    const chart = shop();
    isolate(chart, { dialect: dialect() });
    const web = new Deployment(chart, 'web', named('web'));
    web.connections.allowTo(cidr('0.0.0.0/0', ['10.0.0.0/8']), { port: 80 });
    web.connections.allowTo(cidr('::/0'), { port: 80 });
    const reach = reachIn(chart);
    expect(reach.allows('web', '203.0.113.1', 'TCP/80').allowed).toBe(true);
    expect(reach.allows('web', '2001:db8::1', 'TCP/80').allowed).toBe(true);
    for (const metadata of ['169.254.169.254', 'fd00:ec2::254'])
      expect([metadata, reach.allows('web', metadata, 'TCP/80').allowed]).toEqual([metadata, false]);
  });

  test('takes what cdk8s-plus takes: its ports, its isolation, its peers', () => {
    const chart = shop();
    isolate(chart, { dialect: dialect() });
    const web = new Deployment(chart, 'web', named('web'));
    const api = new Deployment(chart, 'api', named('api'));
    const half = new Deployment(chart, 'half', named('half'));
    web.connections.allowTo(api, { ports: [plus.NetworkPolicyPort.tcpRange(8000, 8100)] });
    web.connections.allowTo(half, { isolation: plus.PodConnectionsIsolation.POD });
    web.connections.allowTo(plus.NetworkPolicyIpBlock.ipv4(chart, 'block', '203.0.113.0/24'), { ports: [plus.NetworkPolicyPort.allTcp()] });
    web.connections.allowFrom(plus.Namespaces.select(chart, 'team', { labels: { team: 'shop' } }));
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'friends', labels: { team: 'shop' } } };
    const reach = reachIn(chart, [namespace, somePod('friends', 'friend', {}), somePod('strangers', 'stranger', {})]);
    expect(reach.allows('web', 'api', 'TCP/8050').allowed).toBe(true);
    expect(reach.allows('web', 'api', 'TCP/8200').allowed).toBe(false);
    expect(reach.allows('web', 'half', 'TCP/8080')).toMatchObject({ allowed: false, egress: { allowed: true } });
    expect(reach.allows('web', '203.0.113.1', 'TCP/1').allowed).toBe(true);
    expect(reach.allows('web', '203.0.113.1', 'UDP/1').allowed).toBe(false);
    expect(reach.allows('friends/friend', 'web', 'TCP/8080').allowed).toBe(true);
    expect(reach.allows('strangers/stranger', 'web', 'TCP/8080').allowed).toBe(false);
  });

  test('gives the same however often it is synthesized', () => {
    const chart = shop();
    isolate(chart, { dialect: dialect() });
    const web = new Deployment(chart, 'web', named('web'));
    web.connections.allowFrom(ingressController({ namespace: 'traefik' }));
    const once = policiesIn(Testing.synth(chart));
    expect(policiesIn(Testing.synth(chart))).toEqual(once);
    web.connections.allowTo(inNamespaces('reports'));
    expect(policiesIn(Testing.synth(chart))).not.toEqual(once);
    expect(policiesIn(Testing.synth(chart))).toHaveLength(once.length);
  });
});

describe('the scope', () => {
  test('that is nearest to a workload decides', () => {
    const chart = shop();
    isolate(chart.node.root, { dialect: kubernetesPolicies() });
    const web = new Deployment(chart, 'web', named('web'));
    const api = new Deployment(chart, 'api', named('api'));
    isolate(api, { dialect: cilium() });
    web.connections.allowTo(api);
    expect(policiesIn(Testing.synth(chart)).map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
      ['NetworkPolicy', 'web-network'],
      ['CiliumNetworkPolicy', 'api-network'],
      ['NetworkPolicy', 'shop-default-deny'],
    ]);
  });

  test('may be isolated after the flows were stated: nothing of cdk8s-plus is left', () => {
    const chart = shop();
    const web = new Deployment(chart, 'web', { ...named('web'), isolate: true });
    const api = new Deployment(chart, 'api', named('api'));
    web.connections.allowTo(api);
    isolate(chart);
    expect(policiesIn(Testing.synth(chart)).map(({ metadata }) => metadata.name)).toEqual([
      'web-network',
      'api-network',
      'shop-default-deny',
    ]);
  });

  test('leaves to cdk8s-plus what is in none', () => {
    const make = (isolated: boolean): readonly Json[] => {
      const app = new App();
      const [chart, other] = [new Chart(app, 'shop', { namespace: 'shop' }), new Chart(app, 'bank', { namespace: 'bank' })];
      if (isolated) isolate(other);
      const web = new Deployment(chart, 'web', named('web'));
      const api = new Deployment(chart, 'api', named('api'));
      web.connections.isolate();
      web.connections.allowTo(api, { port: 8080 });
      return policiesIn(Testing.synth(chart));
    };
    const plain = new Chart(new PlainApp(), 'shop', { namespace: 'shop' });
    const web = new plus.Deployment(plain, 'web', named('web'));
    web.connections.isolate();
    web.connections.allowTo(new plus.Deployment(plain, 'api', named('api')), { ports: [plus.NetworkPolicyPort.tcp(8080)] });
    const expected = policiesIn(Testing.synth(plain)).map(({ spec }) => spec);
    expect(expected).toHaveLength(3);
    expect(make(false).map(({ spec }) => spec)).toEqual(expected);
    expect(make(true).map(({ spec }) => spec)).toEqual(expected);
  });

  test('gives an end outside of it the policy that cdk8s-plus gives it', () => {
    const app = new App();
    const [chart, other] = [new Chart(app, 'shop', { namespace: 'shop' }), new Chart(app, 'bank', { namespace: 'bank' })];
    isolate(chart);
    const web = new Deployment(chart, 'web', named('web'));
    const ledger = new Deployment(other, 'ledger', named('ledger'));
    ledger.connections.isolate();
    web.connections.allowTo(ledger);
    const reach = reachIn(chart);
    expect(reach.allows('shop/web', 'bank/ledger', 'TCP/8080').allowed).toBe(true);
    expect(reach.allows('bank/ledger', 'shop/web', 'TCP/8080').allowed).toBe(false);
  });

  test('of a plain App is isolated as well, and manifests of others are', () => {
    const chart = new Chart(new PlainApp(), 'shop', { namespace: 'shop' });
    isolate(chart);
    new Include(chart, 'guestbook', { url: 'examples/guestbook/guestbook.yaml' });
    const manifests = Testing.synth(chart);
    const workloads = manifests.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => `${metadata.name}-network`);
    expect(workloads.length).toBeGreaterThan(0);
    expect(policiesIn(manifests).map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(workloads));
  });
});

test.each(Object.values(YamlOutputType).filter((each) => typeof each === 'string'))('policies are in every output: %s', (name) => {
  const yamlOutputType = YamlOutputType[name as keyof typeof YamlOutputType];
  for (const make of [App, PlainApp]) {
    const outdir = mkdtempSync(join(tmpdir(), 'tempered-isolate-'));
    const app = new make({ outdir, yamlOutputType });
    isolate(app);
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    new Deployment(chart, 'web', named('web'));
    app.synth();
    const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
    const text = files.map((file) => readFileSync(join(outdir, file), 'utf8')).join('---\n');
    rmSync(outdir, { recursive: true });
    expect(text.match(/kind: NetworkPolicy/g)).toHaveLength(2);
    expect(app.synthYaml().match(/kind: NetworkPolicy/g)).toHaveLength(2);
  }
});

describe('Cilium', () => {
  function policyOf(state: (web: Deployment, chart: Chart) => void, name = 'web-network', dialect = cilium()): Json {
    const chart = shop();
    isolate(chart, { dialect });
    state(new Deployment(chart, 'web', named('web')), chart);
    const found = policiesIn(Testing.synth(chart)).find(({ metadata }) => metadata.name === name);
    expect(schemaErrors(found ?? {})).toEqual([]);
    return found?.spec;
  }

  test('reads names of the DNS, through the proxy that a DNS rule asks for', () => {
    const { egress } = policyOf((web) => {
      web.connections.allowTo(fqdn('api.example.com'), { port: 443 });
      web.connections.allowTo(fqdn('*.Example.org.'), { port: 443 });
    });
    expect(egress[0].toPorts[0].rules).toEqual({ dns: [{ matchPattern: '*' }] });
    expect(egress.slice(1)).toEqual([
      { toFQDNs: [{ matchName: 'api.example.com' }], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] },
      { toFQDNs: [{ matchPattern: '*.example.org' }], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] },
    ]);
  });

  test('sends no question to the proxy where no flow goes to a name', () => {
    const { egress } = policyOf((web) => web.connections.allowTo(cidr('203.0.113.0/24')));
    expect(egress[0].toPorts[0].rules).toBeUndefined();
  });

  test('reads HTTP once, where it arrives', () => {
    const state = (web: Deployment, chart: Chart): void =>
      web.connections.allowTo(new Deployment(chart, 'api', named('api')), {
        http: { methods: ['GET', 'HEAD'], paths: ['/items/*', '/v1.0'] },
      });
    expect(policyOf(state).egress[1].toPorts).toEqual([{ ports: [{ port: '8080', protocol: 'TCP' }] }]);
    const [{ rules }] = policyOf(state, 'api-network').ingress[0].toPorts;
    expect(rules.http.map(({ method }: Json) => method)).toEqual(['GET', 'GET', 'HEAD', 'HEAD']);
    const allows = (path: string): boolean => rules.http.some(({ path: expression }: Json) => new RegExp(`^(?:${expression})$`).test(path));
    expect(['/items/1', '/items/1?a=b', '/v1.0', '/v1.0?a=b'].map(allows)).toEqual([true, true, true, true]);
    expect(['/items', '/v1x0', '/v1.0/x', '/admin?x=/items/', '/x/items/1'].map(allows)).toEqual([false, false, false, false, false]);
  });

  test('reads HTTP where it leaves, if the destination does not', () => {
    const { egress } = policyOf((web) => web.connections.allowTo(fqdn('api.example.com'), { port: 80, http: { paths: ['/'] } }));
    expect(egress[1].toPorts[0].rules.http).toHaveLength(1);
  });

  test('knows the API server without an address', () => {
    const { egress, ingress } = policyOf((web) => {
      web.connections.allowTo(apiServer());
      web.connections.allowFrom(apiServer());
    });
    expect(egress[1].toEntities).toEqual(['kube-apiserver']);
    expect(egress[1].toPorts[0].ports.map(({ port }: Json) => port)).toEqual(['443', '6443']);
    expect(ingress).toEqual([{ fromEntities: ['kube-apiserver'], toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }] }] }]);
  });

  test('makes pods prove who they are, if asked to', () => {
    const { ingress } = policyOf(
      (web) => {
        web.connections.allowFrom(ingressController({ namespace: 'traefik' }));
        web.connections.allowFrom(cidr('203.0.113.0/24'));
      },
      'web-network',
      cilium({ mutualAuthentication: true }),
    );
    expect(ingress.map(({ authentication }: Json) => authentication)).toEqual([{ mode: 'required' }, undefined]);
  });
});

test("a workload of one's own states flows like those of cdk8s-plus", () => {
  class Rollout extends Workload {
    public readonly resourceType = 'rollouts';
    protected readonly apiObject: ApiObject;
    public constructor(chart: Chart, id: string) {
      super(chart, id, { containers: [listening] });
      const metadata = { name: id };
      const template = Lazy.any({ produce: () => ({ metadata: this.podMetadata.toJson(), spec: this._toPodSpec() }) });
      this.apiObject = new ApiObject(this, 'Resource', {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        metadata,
        spec: { template },
      });
    }
  }
  const chart = shop();
  isolate(chart);
  const web = new Rollout(chart, 'web');
  web.connections.allowTo(new Deployment(chart, 'api', named('api')), { port: 8080 });
  const reach = reachIn(chart);
  expect(reach.allows('web', 'api', 'TCP/8080').allowed).toBe(true);
  expect(reach.allows('api', 'web', 'TCP/8080').allowed).toBe(false);
  for (const workload of [web, new plus.Deployment(chart, 'plain', named('plain'))]) expect(workload).toBeInstanceOf(Workload);
});

test('the cache for names on each node is reached where there is one', () => {
  const chart = shop();
  isolate(chart, { dialect: kubernetesPolicies({ resolver: { nodeLocal: true } }) });
  new Deployment(chart, 'web', named('web'));
  const reach = reachIn(chart);
  expect(reach.allows('web', '169.254.20.10', 'UDP/53').allowed).toBe(true);
  expect(reach.allows('web', '169.254.20.11', 'UDP/53').allowed).toBe(false);
});
