import { ApiObject, Chart, App as PlainApp, Testing } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import {
  App,
  apiServer,
  cidr,
  cilium,
  connectionsOf,
  Deployment,
  type Dialect,
  fqdn,
  inNamespaces,
  isolate,
  kubernetesPolicies,
  podsIn,
} from 'tempered/kubernetes';
import { TemperedError } from '../../../lib/errors';
import { IMAGE } from '../rendered';

const listening = { image: IMAGE, ports: [{ number: 8080, name: 'http' }] };

interface Shop {
  readonly chart: Chart;
  readonly web: Deployment;
  readonly api: Deployment;
}

/** The error that stating flows ends in, at once or at synthesis; with its hint. */
function errorOf(
  state: (shop: Shop) => void,
  dialect: Dialect | 'none' = kubernetesPolicies(),
  namespace = 'shop',
): { code: string; text: string } {
  const chart = new Chart(new App(), 'shop', { namespace });
  if (dialect !== 'none') isolate(chart, { dialect });
  const web = new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [listening] });
  const api = new Deployment(chart, 'api', { metadata: { name: 'api' }, containers: [listening] });
  try {
    state({ chart, web, api });
    Testing.synth(chart);
  } catch (error) {
    if (!TemperedError.is(error)) throw error;
    return { code: error.code, text: `${error.message} (${error.hint})` };
  }
  throw new Error('an error was expected');
}

test.each<readonly [string, string, RegExp, (shop: Shop) => void]>([
  [
    'to a workload of another app',
    'unknown-peer',
    /^shop\/web: .*other\/api, which is in another app.*podsIn/,
    ({ web }) => web.connections.allowTo(new Deployment(new Chart(new App(), 'other'), 'api', { containers: [listening] })),
  ],
  [
    'to a port that the target does not declare',
    'undeclared-port',
    /^shop\/web: .*8081, which no container of api declares.*TCP\/8080 \(http\)/,
    ({ web, api }) => web.connections.allowTo(api, { port: 8081 }),
  ],
  [
    'to a port of another protocol',
    'undeclared-port',
    /UDP\/8080/,
    ({ web, api }) => web.connections.allowTo(api, { port: 8080, protocol: 'UDP' }),
  ],
  [
    'to a range without a declared port',
    'undeclared-port',
    /9000-9100/,
    ({ web, api }) => web.connections.allowTo(api, { port: { from: 9000, to: 9100 } }),
  ],
  [
    'to a port of cdk8s-plus that is not declared',
    'undeclared-port',
    /TCP\/9090/,
    ({ web, api }) => web.connections.allowTo(api, { ports: [plus.NetworkPolicyPort.tcp(9090)] }),
  ],
  [
    'to a named port that does not exist',
    'undeclared-port',
    /the port grpc, .*TCP\/8080 \(http\)/,
    ({ web, api }) => web.connections.allowTo(api, { port: 'grpc' }),
  ],
  [
    'into a named port that does not exist',
    'undeclared-port',
    /the port grpc, which no container of web/,
    ({ web, api }) => web.connections.allowFrom(api, { port: 'grpc' }),
  ],
  [
    'to a named port outside of the app',
    'unknown-port',
    /number of the port/,
    ({ web }) => web.connections.allowTo(inNamespaces('queues'), { port: 'amqp' }),
  ],
  [
    'to a workload that was taken out of the tree',
    'unknown-peer',
    /^shop\/web: .*shop\/api, which is no longer in the tree/,
    ({ web, api, chart }) => {
      web.connections.allowTo(api);
      chart.node.tryRemoveChild('api');
    },
  ],
  [
    'to a Service',
    'unknown-peer',
    /^shop\/web: .*shop\/service, which is no end.*the workload/,
    // @ts-expect-error the type says it as well
    ({ web, chart }) => web.connections.allowTo(new plus.Service(chart, 'service', { ports: [{ port: 80 }] })),
  ],
  // @ts-expect-error the type says it as well
  ['to a name of something', 'unknown-peer', /"api"/, ({ web }) => web.connections.allowTo('api')],
  // @ts-expect-error the type says it as well
  ['to nothing', 'unknown-peer', /undefined/, ({ web }) => web.connections.allowTo(undefined)],
  [
    'of an object to nothing',
    'unknown-peer',
    /^shop\/raw: .*undefined/,
    // @ts-expect-error the type says it as well
    ({ chart }) => connectionsOf(raw(chart, 'raw', { app: 'raw' })).allowTo(undefined),
  ],
  [
    'to a list of ports with nothing in it, which policies take for every port',
    'no-port',
    /^shop\/web: .*empty list of ports/,
    // @ts-expect-error the type says it as well
    ({ web, api }) => web.connections.allowTo(api, { port: [] }),
  ],
  [
    'to such a list in the words of cdk8s-plus',
    'no-port',
    /empty list of ports/,
    ({ web }) => web.connections.allowTo(cidr('203.0.113.0/24'), { ports: [] }),
  ],
  ['to a port that is none', 'invalid-port', /the port 70000/, ({ web, api }) => web.connections.allowTo(api, { port: 70_000 })],
  [
    'to a range the wrong way round',
    'invalid-port',
    /9000-8000/,
    ({ web, api }) => web.connections.allowTo(api, { port: { from: 9000, to: 8000 } }),
  ],
  [
    'to a workload that declares no port',
    'no-port',
    /declare no port.*portNumber/,
    ({ web, chart }) => web.connections.allowTo(new Deployment(chart, 'mute', { containers: [{ image: IMAGE }] })),
  ],
  [
    'to a name, which NetworkPolicy has no words for',
    'inexpressible-flow',
    /^shop\/web: .*name of the DNS.*cidr\(\).*cilium\(\)/,
    ({ web }) => web.connections.allowTo(fqdn('api.example.com')),
  ],
  [
    'of HTTP, which NetworkPolicy has no words for',
    'inexpressible-flow',
    /is of HTTP, and NetworkPolicy/,
    ({ web, api }) => web.connections.allowTo(api, { http: { methods: ['GET'] } }),
  ],
  [
    'to the API server without its addresses',
    'inexpressible-flow',
    /API server.*kubectl get endpoints/,
    ({ web }) => web.connections.allowTo(apiServer()),
  ],
  ['to a name that is an address', 'invalid-fqdn', /192\.0\.2\.1.*cidr\(\)/, ({ web }) => web.connections.allowTo(fqdn('192.0.2.1'))],
  ['to a URL', 'invalid-fqdn', /https:/, ({ web }) => web.connections.allowTo(fqdn('https://api.example.com'))],
  [
    'to a Service by its name',
    'invalid-fqdn',
    /Service of the cluster/,
    ({ web }) => web.connections.allowTo(fqdn('api.shop.svc.cluster.local')),
  ],
  [
    'to a Service in a cluster of another domain',
    'invalid-fqdn',
    /Service of the cluster/,
    ({ web }) => web.connections.allowTo(fqdn('api.shop.svc.k8s.example.net')),
  ],
  ['to a Service by its short name', 'invalid-fqdn', /with api, .*podsIn/, ({ web }) => web.connections.allowTo(fqdn('api'))],
  [
    'to a block that is none',
    'invalid-cidr',
    /203\.0\.113\.1, which is no block/,
    ({ web }) => web.connections.allowTo(cidr('203.0.113.1')),
  ],
  [
    'to a block with an exception elsewhere',
    'invalid-cidr',
    /does not lie in it/,
    ({ web }) => web.connections.allowTo(cidr('203.0.113.0/24', ['198.51.100.0/25'])),
  ],
  [
    'to the metadata address',
    'metadata-endpoint',
    /hands out credentials.*workload identity/,
    ({ web }) => web.connections.allowTo(cidr('169.254.169.254/32')),
  ],
  ['to a block of one zone', 'invalid-cidr', /fe80::1%eth0\/64/, ({ web }) => web.connections.allowTo(cidr('fe80::1%eth0/64'))],
  ['to a block with an odd prefix', 'invalid-cidr', /\/08/, ({ web }) => web.connections.allowTo(cidr('10.0.0.0/08'))],
  [
    'to the metadata address in the clothes of IPv6',
    'invalid-cidr',
    /no block/,
    ({ web }) => web.connections.allowTo(cidr('::ffff:169.254.169.254/128')),
  ],
  [
    'to a namespace of an impossible name',
    'invalid-namespace',
    /"Foo_Bar"/,
    ({ web }) => web.connections.allowTo(podsIn({ namespace: 'Foo_Bar' })),
  ],
  ['to a namespace of no name', 'invalid-namespace', /""/, ({ web }) => web.connections.allowTo(podsIn({ namespace: '' }))],
  ['from every namespace by a star', 'invalid-namespace', /"\*"/, ({ web }) => web.connections.allowFrom(inNamespaces('shop', '*'))],
  [
    "from what would be a selector of Calico's own",
    'invalid-namespace',
    /all\(\)/,
    ({ web }) => web.connections.allowFrom(inNamespaces("x' || all() || 'y")),
  ],
  [
    'to pods by an impossible label',
    'invalid-label',
    /app="a b"/,
    ({ web }) => web.connections.allowTo(podsIn({ namespace: 'queues', labels: { app: 'a b' } })),
  ],
  [
    'to pods of cdk8s-plus by an impossible key',
    'invalid-label',
    /"a b"/,
    ({ web, chart }) => web.connections.allowTo(plus.Pods.select(chart, 'odd', { labels: { 'a b': 'c' } })),
  ],
  [
    'to namespaces of no name',
    'empty-peer',
    /^shop\/web: .*selects nothing/,
    ({ web, chart }) => web.connections.allowTo(plus.Namespaces.select(chart, 'none', { names: [] })),
  ],
  [
    'to pods with labels that none can have',
    'empty-peer',
    /selects nothing/,
    ({ web, chart }) =>
      web.connections.allowTo(
        plus.Pods.select(chart, 'none', { labels: { app: 'a' }, expressions: [plus.LabelExpression.doesNotExist('app')] }),
      ),
  ],
  [
    'to an object without pods',
    'empty-peer',
    /ConfigMap.*holds no pods/,
    ({ web, chart }) => web.connections.allowTo(new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' })),
  ],
  [
    'of an object without pods',
    'empty-peer',
    /^shop\/map: /,
    ({ web, chart }) => connectionsOf(new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' })).allowTo(web),
  ],
])('a flow %s is an error with the path of the construct', (_, code, text, state) => {
  const error = errorOf(state);
  expect(error.text).toMatch(text);
  expect(error.code).toBe(code);
});

test.each(['/items?id=1', '/a/*/b', '/a#b', 'items', '/café', '/a b', '*/x'])('the path %s, which no request has, is an error', (path) => {
  const { code, text } = errorOf(({ web, api }) => web.connections.allowTo(api, { http: { paths: [path] } }), cilium());
  expect([code, text]).toEqual(['invalid-path', expect.stringContaining(path)]);
});

test('a name that is a Service of a namespace of the app is an error, unless it ends with a dot', () => {
  const refused = errorOf(({ web }) => web.connections.allowTo(fqdn('api.shop')), cilium());
  expect(refused).toMatchObject({
    code: 'invalid-fqdn',
    text: expect.stringMatching(/^shop\/web: .*namespace shop \(.*api\.shop\. with a dot/),
  });
  expect(errorOf(({ web }) => web.connections.allowTo(fqdn('kubernetes.default')), cilium()).code).toBe('invalid-fqdn');
  for (const name of ['api.shop.', 'example.com', 'api.example.shop'])
    expect(() => errorOf(({ web }) => web.connections.allowTo(fqdn(name), { port: 443 }), cilium())).toThrow('an error was expected');
});

test('Cilium knows no pod by some labels: a policy by them would leave it open', () => {
  const labels = { 'topology.kubernetes.io/zone': 'a' };
  expect(errorOf(({ chart }) => void raw(chart, 'raw', { app: 'raw', ...labels }), cilium())).toMatchObject({
    code: 'unlabelled-pods',
    text: expect.stringMatching(/^shop\/raw: .*topology\.kubernetes\.io\/zone/),
  });
  const flow = errorOf(({ web }) => web.connections.allowTo(podsIn({ namespace: 'queues', labels }), { port: 1 }), cilium());
  expect([flow.code, flow.text]).toEqual(['inexpressible-flow', expect.stringMatching(/^shop\/web: .*topology/)]);
});

test('what cdk8s-plus has no words for needs an isolated scope', () => {
  const { code, text } = errorOf(({ web }) => web.connections.allowTo(podsIn({ namespace: 'queues' }), { port: 5672 }), 'none');
  expect([code, text]).toEqual(['flow-without-dialect', expect.stringMatching(/^shop\/web: .*isolate\(\)/)]);
});

test('two charts of which one says its namespace are an error: nobody knows whether they share it', () => {
  const app = new App();
  const [chart, other] = [new Chart(app, 'shop', { namespace: 'shop' }), new Chart(app, 'bank')];
  isolate(app);
  const web = new Deployment(chart, 'web', { containers: [listening] });
  web.connections.allowTo(new Deployment(other, 'ledger', { containers: [listening] }));
  expect(() => app.synthYaml()).toThrow(/shop\/web: .*bank\/ledger, and only one of the two says/);
});

test('of what lies in no isolated scope nothing is asked', () => {
  const app = new App();
  const [chart, other, isolated] = ['shop', 'bank', 'isolated'].map((id) => new Chart(app, id, id === 'bank' ? {} : { namespace: id }));
  if (chart === undefined || other === undefined || isolated === undefined) throw new Error('there are three charts');
  isolate(isolated);
  const web = new Deployment(chart, 'web', { containers: [listening] });
  web.connections.allowTo(new Deployment(other, 'ledger', { containers: [listening] }), { ports: [plus.NetworkPolicyPort.tcp(1)] });
  web.connections.allowTo(plus.Namespaces.select(chart, 'none', { names: [] }));
  expect(() => app.synthYaml()).not.toThrow();
});

const raw = (chart: Chart, name: string, labels: Record<string, string> | undefined): ApiObject =>
  new ApiObject(chart, name, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { template: { metadata: { labels }, spec: { containers: [{ name, image: IMAGE, ports: [{ containerPort: 80 }] }] } } },
  });

test('pods without labels cannot be isolated', () => {
  expect(errorOf(({ chart }) => void raw(chart, 'raw', undefined))).toMatchObject({
    code: 'unlabelled-pods',
    text: expect.stringMatching(/^shop\/raw: /),
  });
});

test('a flow with pods without labels is an error, and such pods elsewhere are none', () => {
  const outside = (flow: boolean) => (shop: Shop) => {
    const other = raw(new Chart(shop.chart.node.root, 'other', { namespace: 'shop' }), 'raw', undefined);
    if (flow) shop.web.connections.allowTo(other);
  };
  expect(errorOf(outside(true))).toMatchObject({ code: 'unlabelled-pods', text: expect.stringMatching(/^shop\/web: .*other\/raw/) });
  expect(() => errorOf(outside(false))).toThrow('an error was expected');
});

test('a flow with pods in the network of their node is an error: no policy knows them', () => {
  const error = errorOf(({ web, chart }) =>
    web.connections.allowTo(new plus.DaemonSet(chart, 'agent', { hostNetwork: true, containers: [listening] })),
  );
  expect(error).toMatchObject({
    code: 'host-network',
    text: expect.stringMatching(/^shop\/web: .*shop\/agent, which are in the network of their node/),
  });
});

test('labels that others share are an error where a flow would be theirs, too', () => {
  const alike = (state: (redis: ApiObject, shop: Shop) => void) => (shop: Shop) => {
    const redis = raw(shop.chart, 'redis', { app: 'redis' });
    raw(shop.chart, 'replica', { app: 'redis', role: 'replica' });
    state(redis, shop);
  };
  expect(errorOf(alike((redis, { web }) => web.connections.allowTo(redis)))).toMatchObject({
    code: 'ambiguous-pods',
    text: expect.stringMatching(/^shop\/redis: .*shop\/replica/),
  });
  expect(() => errorOf(alike(() => {}))).toThrow('an error was expected');
});

test('all that is wrong comes in one error, and in a plain App as well', () => {
  const chart = new Chart(new PlainApp(), 'shop', { namespace: 'shop' });
  isolate(chart);
  const web = new Deployment(chart, 'web', { containers: [listening] });
  web.connections.allowTo(fqdn('api.example.com'));
  web.connections.allowTo(apiServer());
  expect(() => Testing.synth(chart)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/2 flows.*name of the DNS.*\n {4}name its addresses.*\n.*API server.*\n {4}give them/s),
    }),
  );
});
