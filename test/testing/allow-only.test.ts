import { Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import {
  apiServer,
  calico,
  cidr,
  cilium as ciliumDialect,
  Deployment,
  type Dialect,
  ingressController,
  isolate,
  istio,
  kubernetesPolicies,
  linkerd,
  monitoring,
} from 'tempered/kubernetes';
import { type FlowText, temperedMatchers } from 'tempered/testing';
import { PodNames } from '../../lib/reachability/pod-names';
import { app, cilium, namespace, pod, policy } from '../reachability/objects';

expect.extend(temperedMatchers);

const closed = policy({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }, 'closed');
const dns = policy(
  {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ],
  },
  'dns',
);
const out = (from: string, to: object, ports: readonly object[] = [{ port: 8080 }]) =>
  policy({ podSelector: app(from), policyTypes: ['Egress'], egress: [{ to: [to], ports }] }, `${from}-out`);
const into = (to: string, from: object, ports: readonly object[] = [{ port: 8080 }]) =>
  policy({ podSelector: app(to), ingress: [{ from: [from], ports }] }, `${to}-into`);
const base = [pod('web'), pod('api'), closed];
const webToApi = [out('web', { podSelector: app('api') }), into('api', { podSelector: app('web') })];
const objects = (...resources: readonly { readonly object: unknown }[]) => resources.map(({ object }) => object);

/** What a matcher says when it does not hold. */
function failure(received: unknown, flows: readonly FlowText[]): string {
  try {
    expect(received).toAllowOnly(flows);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}

test('exactly the stated flows, DNS aside', () => {
  const all = objects(...base, ...webToApi, dns);
  expect(all).toAllowOnly(['web -> api TCP/8080']);
  expect(all).not.toAllowOnly([]);
  expect(all).not.toAllowOnly(['web -> api TCP/8081']);
  expect(() => expect(all).not.toAllowOnly(['web -> api TCP/8080'])).toThrow(/exactly these are let through/);
});

test('DNS counts where it is stated', () => {
  const all = objects(pod('web'), closed, dns);
  expect(all).toAllowOnly([]);
  expect(all).toAllowOnly(['web -> kube-dns UDP/53, TCP/53'], { dns: 'stated' });
  expect(() => expect(all).toAllowOnly([], { dns: 'stated' })).toThrow(
    /web -> namespace kube-system pod k8s-app=kube-dns TCP\/53, UDP\/53/,
  );
  expect(() => expect(objects(pod('web'), closed)).toAllowOnly(['web -> kube-dns UDP/53'], { dns: 'stated' })).toThrow(
    /stated and refused/,
  );
});

test('what is let through beyond them is told with the policies and rules that do it', () => {
  expect(failure(objects(...base, ...webToApi, dns), [])).toBe(`expected only the stated flows to be let through, but
  let through beyond them:
    web -> api TCP/8080
      NetworkPolicy shop/web-out allows it by spec.egress[0]
      NetworkPolicy shop/api-into allows it by spec.ingress[0]`);
});

test('what is refused is told with the end that refuses', () => {
  expect(
    failure(objects(...base, webToApi[0] ?? closed), ['web -> api TCP/8080']),
  ).toBe(`expected only the stated flows to be let through, but
  stated and refused:
    web -> api TCP/8080
      api does not let it in: NetworkPolicy shop/closed selects shop/Pod/api and has no rule from shop/Pod/web on TCP/8080`);
});

test('more ports than stated are told, and ports that are refused', () => {
  const wide = objects(
    ...base,
    out('web', { podSelector: app('api') }, [{ port: 8080, endPort: 8090 }]),
    into('api', { podSelector: app('web') }, []),
  );
  expect(failure(wide, ['web -> api TCP/8080'])).toContain('web -> api TCP/8081-8090\n');
  expect(failure(wide, ['web -> api TCP/8080-8100'])).toContain('web -> api TCP/8080-8100 (only TCP/8091-8100 is refused)');
  expect(wide).toAllowOnly(['web -> api']);
});

test('a workload that nothing closes is open to everybody', () => {
  const message = failure(objects(pod('web')), []);
  expect(message).toContain('namespace * -> web every port\n      no policy closes shop/Pod/web for ingress');
  expect(message).toContain('web -> 169.254.169.254 every port\n      no policy closes shop/Pod/web for egress');
  expect(failure(objects(pod('web')), ['* -> web', 'web -> *', 'web -> fd00:ec2::254'])).toMatch(
    /beyond them:\n {4}web -> 169\.254\.169\.254 every port\n {6}no policy closes [^\n]*$/,
  );
  expect(objects(pod('web'))).toAllowOnly(['* -> web', 'web -> *', 'web -> 169.254.169.254', 'web -> fd00:ec2::254']);
});

test('pods of others are stated by their namespace', () => {
  const ingress = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } },
    podSelector: { matchLabels: { app: 'nginx' } },
  };
  const all = objects(...base, into('web', ingress));
  expect(all).toAllowOnly(['namespace ingress-nginx -> web TCP/8080']);
  expect(all).toAllowOnly(['namespace ingress-nginx pod app=nginx -> web TCP/8080']);
  expect(all).not.toAllowOnly(['namespace ingress-nginx pod app=other -> web TCP/8080']);
  expect(all).not.toAllowOnly(['namespace monitoring -> web TCP/8080']);
  const byLabel = objects(...base, into('web', { namespaceSelector: { matchLabels: { team: 'a' } } }));
  expect(byLabel).toAllowOnly(['namespace team=a -> web TCP/8080']);
  expect(byLabel).not.toAllowOnly(['namespace team=b -> web TCP/8080']);
});

test('a rule for a namespace covers its workloads too', () => {
  const all = objects(...base, namespace('shop'), into('api', { podSelector: {} }), out('web', { podSelector: app('api') }));
  expect(all).not.toAllowOnly(['web -> api TCP/8080']);
  expect(all).toAllowOnly(['namespace shop -> api TCP/8080']);
});

test('addresses are stated by their block, and the metadata address stands alone', () => {
  const block = (ipBlock: object) => objects(pod('web'), closed, out('web', { ipBlock }, [{ port: 443 }]));
  expect(block({ cidr: '203.0.113.0/24' })).toAllowOnly(['web -> 203.0.113.0/24 TCP/443']);
  expect(block({ cidr: '203.0.113.0/24' })).not.toAllowOnly(['web -> 203.0.113.0/25 TCP/443']);
  expect(block({ cidr: '203.0.113.0/25' })).not.toAllowOnly(['web -> 203.0.113.0/24 TCP/443']);
  const privately = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
  const everywhere = block({ cidr: '0.0.0.0/0', except: [...privately, '169.254.169.254/32'] });
  expect(everywhere).toAllowOnly([`web -> 0.0.0.0/0 except ${privately.join(', ')}, 169.254.169.254 TCP/443`]);
  expect(everywhere).toAllowOnly(['web -> world TCP/443']);
  expect(failure(block({ cidr: '0.0.0.0/0', except: privately }), ['web -> world TCP/443'])).toContain('web -> 169.254.169.254 TCP/443');
});

test('names and the API server', () => {
  const egress = [
    {
      toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s:k8s-app': 'kube-dns' } }],
      toPorts: [{ ports: [{ port: '53', protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }],
    },
    { toFQDNs: [{ matchName: 'api.example.com' }], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] },
    { toEntities: ['kube-apiserver'], toPorts: [{ ports: [{ port: '6443', protocol: 'TCP' }] }] },
  ];
  const all = objects(pod('web'), cilium({ endpointSelector: {}, ingress: [{}], egress }));
  expect(all).toAllowOnly(['web -> fqdn:api.example.com TCP/443', 'web -> kube-apiserver TCP/6443']);
  expect(all).toAllowOnly(['web -> fqdn:api.example.com', 'web -> kube-apiserver']);
  expect(all).not.toAllowOnly(['web -> fqdn:api.example.org TCP/443', 'web -> kube-apiserver']);
});

test('a chart is judged as it renders', () => {
  const chart = new Chart(Testing.app(), 'shop');
  new Deployment(chart, 'web', { containers: [{ image: 'registry.example/web:1.0.0', portNumber: 8080 }] });
  expect(chart).not.toAllowOnly([]);
});

test('a chart that states its flows lets through exactly these', () => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  isolate(chart);
  const image = 'registry.example/web:1.4.2';
  const web = new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [{ image, portNumber: 8080 }] });
  const api = new Deployment(chart, 'api', { metadata: { name: 'api' }, containers: [{ image, portNumber: 8080 }] });
  web.connections.allowTo(api, { port: 8080 });
  expect(chart).toAllowOnly(['web -> api TCP/8080']);
  expect(chart).not.toAllowOnly([]);
});

describe('a chart whose objects have names with a hash', () => {
  const containers = [{ image: 'registry.example/web:1.4.2', portNumber: 8080 }];
  function shop() {
    const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
    isolate(chart);
    const front = new Construct(chart, 'front');
    const back = new Construct(chart, 'back');
    const [web, api, other] = [
      new Deployment(front, 'web', { containers }),
      new Deployment(chart, 'api', { containers }),
      new Deployment(back, 'web', { containers }),
    ];
    web.connections.allowTo(api, { port: 8080 });
    return { chart, web, api, other };
  }

  test('knows its workloads by the ids and the paths of their constructs', () => {
    const { chart, web, api } = shop();
    expect(chart).toAllowOnly(['front/web -> api TCP/8080']);
    expect(chart).toAllowOnly(['shop/front/web -> shop/api TCP/8080']);
    expect(chart).toAllowOnly([`${web.name} -> ${api.name} TCP/8080`]);
    expect(chart).not.toAllowOnly(['back/web -> api TCP/8080']);
  });

  test('is told by them', () => {
    const { chart, api } = shop();
    expect(failure(chart, [])).toContain(`\n    front/web -> api TCP/8080\n`);
    expect(failure(chart, ['front/web -> api TCP/8080', 'back/web -> api TCP/8080'])).toContain('back/web does not let it out');
    expect(() => expect(chart).toAllowOnly(['web -> api TCP/8080'])).toThrow('web may be front/web or back/web');
    const unknown = () => expect(chart).toAllowOnly(['front/web -> apii TCP/8080']);
    expect(unknown).toThrow('there is no workload apii');
    expect(unknown).toThrow(expect.objectContaining({ hint: expect.stringMatching(/^there are front\/web, back\/web, api;/) }));
    expect(api.name).not.toBe('api');
  });

  test('is known by their names alone where it is a list of manifests', () => {
    const { chart, web, api } = shop();
    expect(Testing.synth(chart)).toAllowOnly([`${web.name} -> ${api.name} TCP/8080`]);
    expect(() => expect(Testing.synth(chart)).toAllowOnly(['front/web -> api TCP/8080'])).toThrow(/there is no workload front\/web/);
  });
});

describe('an app', () => {
  const containers = [{ image: 'registry.example/web:1.4.2', portNumber: 8080 }];

  test('is all of its charts, whose workloads go by their paths', () => {
    const app = Testing.app();
    const [front, back] = [new Chart(app, 'front', { namespace: 'front' }), new Chart(app, 'back', { namespace: 'back' })];
    isolate(app);
    const web = new Deployment(front, 'web', { containers });
    web.connections.allowTo(new Deployment(back, 'api', { containers }), { port: 8080 });
    expect(app).toAllowOnly(['web -> api TCP/8080']);
    expect(app).toAllowOnly(['front/web -> back/api TCP/8080']);
    expect(app).not.toAllowOnly([]);
  });

  test('without a chart is nothing to judge', () => {
    expect(() => expect(Testing.app()).toAllowOnly([])).toThrow(/there is no Kubernetes object/);
  });
});

describe('what need not be stated', () => {
  const containers = [{ image: 'registry.example/web:1.4.2', portNumber: 8080 }];
  function shop(dialect: Dialect) {
    const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
    isolate(chart, { dialect });
    const web = new Deployment(chart, 'web', { containers });
    web.connections.allowTo(new Deployment(chart, 'api', { containers }), { port: 8080 });
    return chart;
  }

  test('the cache of a node', () => {
    expect(shop(kubernetesPolicies({ resolver: { nodeLocal: true } }))).toAllowOnly(['web -> api TCP/8080']);
  });

  test('flows that are implied, such as those to a resolver of another name', () => {
    const chart = shop(kubernetesPolicies({ resolver: { namespace: 'names', labels: { app: 'dns' } } }));
    expect(chart).not.toAllowOnly(['web -> api TCP/8080']);
    expect(chart).toAllowOnly(['web -> api TCP/8080'], { implied: ['* -> namespace names TCP/53, UDP/53'] });
    expect(chart).not.toAllowOnly(['web -> api TCP/8080'], { implied: ['* -> namespace names TCP/53'] });
    expect(chart).not.toAllowOnly(['web -> api TCP/8080'], { implied: ['* -> namespace other'] });
  });

  test.each([
    ['sidecars of Istio', istio({ over: kubernetesPolicies() })],
    ['an ambient mesh of Istio', istio({ mode: 'ambient', over: kubernetesPolicies() })],
    ['Linkerd', linkerd({ over: kubernetesPolicies() })],
  ])('what %s needs, where it is implied', (_, dialect) => {
    const chart = shop(dialect);
    expect(chart).toAllowOnly(['web -> api TCP/8080'], { mesh: 'implied' });
    expect(chart).not.toAllowOnly(['web -> api TCP/8080']);
    expect(chart).not.toAllowOnly([], { mesh: 'implied' });
    expect(failure(chart, [])).toMatch(/TCP\/(15012|15008|4143)/);
  });
});

describe('the same statement', () => {
  const image = 'registry.example/web:1.4.2';
  const ports = [
    { number: 8080, name: 'http' },
    { number: 9090, name: 'metrics' },
  ];
  const flows: readonly FlowText[] = [
    'namespace traefik -> web TCP/8080',
    'web -> api TCP/8080',
    'namespace monitoring -> api TCP/9090',
    'api -> 203.0.113.0/24 TCP/443',
  ];

  test.each([
    ['kubernetesPolicies', kubernetesPolicies()],
    ['calico', calico()],
    ['cilium', ciliumDialect()],
  ])('in the dialect %s lets through the same', (_, dialect) => {
    const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
    isolate(chart, { dialect });
    const web = new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [{ image, ports }] });
    const api = new Deployment(chart, 'api', { metadata: { name: 'api' }, containers: [{ image, ports }] });
    web.connections.allowFrom(ingressController({ namespace: 'traefik' }), { port: 'http' });
    web.connections.allowTo(api, { port: 8080 });
    api.connections.allowFrom(monitoring(), { port: 'metrics' });
    api.connections.allowTo(cidr('203.0.113.0/24'), { port: 443 });
    expect(chart).toAllowOnly(flows);
    expect(chart).not.toAllowOnly(flows.slice(1));
  });
});

test('names are looked up for each stated flow, and not again for each that is let through', () => {
  const named = jest.spyOn(PodNames.prototype, 'named');
  const all = Array.from({ length: 30 }, (_, index) => `app-${index}`);
  const policies = all.flatMap((each) => [into(each, { podSelector: app('web') }), out('web', { podSelector: app(each) })]);
  const flows = all.map((each): FlowText => `web -> ${each} TCP/8080`);
  const objectsOfAll = objects(pod('web'), ...all.map((each) => pod(each)), closed, ...policies);
  expect(objectsOfAll).toAllowOnly(flows);
  expect(named.mock.calls.length).toBeLessThan(10 * flows.length);
  named.mockRestore();
});

test('the API server by its addresses is stated with the option that says them, which the message names', () => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  isolate(chart, { dialect: kubernetesPolicies({ apiServer: ['10.0.0.10/32'] }) });
  const image = 'registry.example/web:1.4.2';
  const web = new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [{ image, portNumber: 8080 }] });
  web.connections.allowTo(apiServer(), { port: 6443 });
  expect(chart).toAllowOnly(['web -> kube-apiserver TCP/6443'], { apiServer: ['10.0.0.10'] });
  expect(failure(chart, ['web -> kube-apiserver TCP/6443'])).toMatch(
    /taken for granted:\n {4}10\.0\.0\.10\/32, .* not the API server; say `podCidrs` or `apiServer`$/,
  );
});

test('the API server by its Service, as the dialect of Calico writes it', () => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  isolate(chart, { dialect: calico() });
  const image = 'registry.example/web:1.4.2';
  const web = new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [{ image, portNumber: 8080 }] });
  web.connections.allowTo(apiServer());
  expect(chart).toAllowOnly(['web -> kube-apiserver TCP/443, TCP/6443']);
  expect(chart).not.toAllowOnly([]);
});

test('what cannot be judged is an error, not a pass', () => {
  const misspelt = objects(pod('web'), policy({ podSelector: {}, ingress: [{ form: [] }] }));
  expect(() => expect(misspelt).not.toAllowOnly([])).toThrow(/NetworkPolicy shop\/p: spec\.ingress\[0\]\.form is no field of this kind/);
});

test.each<[FlowText, RegExp]>([
  ['web -> api tcp/80', /is no flow/],
  ['web -> api TCP/80 UDP/81', /is no flow/],
  ['web -> api TCP/70000', /TCP\/70000 is no port/],
  ['web -> apii TCP/80', /there is no workload apii/],
])('%s is an error', (flow, message) => {
  expect(() => expect(objects(...base)).toAllowOnly([flow])).toThrow(message);
});

test('without an arrow it does not compile', () => {
  // @ts-expect-error
  expect(() => expect(objects(...base)).toAllowOnly(['web to api'])).toThrow(/is no flow/);
});
