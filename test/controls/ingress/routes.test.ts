import { ingressExample, routeExample, WEB_BACKEND } from '../../../lib/controls/ingress/ingress-examples';
import type { Json } from '../../../lib/controls/requirement';
import { serviceExample } from '../../../lib/controls/service/service-example';
import { findingsIn, placesOf } from '../workload/findings';

const service = (spec: Json = {}, metadata: Json = {}): Json => serviceExample(spec, { namespace: 'shop', ...metadata });
const dangling = (...objects: readonly Json[]) => placesOf(findingsIn('dangling-ingress', objects));

describe('what a route leads to', () => {
  test('is looked for in its namespace, port included', () => {
    const ingress = ingressExample({ namespace: 'shop' });
    expect(dangling(ingress, service())).toEqual([]);
    expect(dangling(ingress, service({}, { namespace: 'api' }))).toEqual(['Ingress web spec.rules.0.http.paths.0.backend.service.name']);
    expect(dangling(ingress, service({ ports: [{ port: 81 }] }))).toEqual([
      'Ingress web spec.rules.0.http.paths.0.backend.service.port.number',
    ]);
  });

  test('may be named by the name of its port', () => {
    const byName = ingressExample({
      namespace: 'shop',
      spec: { rules: [], defaultBackend: { service: { name: 'web', port: { name: 'http' } } } },
    });
    expect(dangling(byName, service({ ports: [{ port: 80, name: 'http' }] }))).toEqual([]);
    expect(dangling(byName, service({ ports: [{ port: 80, name: 'web' }] }))).toEqual([
      'Ingress web spec.defaultBackend.service.port.name',
    ]);
  });

  test('is read in the form of the versions that are gone, too', () => {
    const old = (backend: Json): Json => ({
      ...ingressExample({ namespace: 'shop', spec: { rules: [], backend } }),
      apiVersion: 'extensions/v1beta1',
    });
    expect(dangling(old({ serviceName: 'web', servicePort: 80 }), service())).toEqual([]);
    expect(dangling(old({ serviceName: 'wed', servicePort: 80 }), service())).toEqual(['Ingress web spec.backend.serviceName']);
    expect(dangling(old({ serviceName: 'web', servicePort: 81 }), service())).toEqual(['Ingress web spec.backend.servicePort']);
  });

  const toShop = (kind = 'HTTPRoute'): Json => ({
    ...routeExample({ rules: [{ backendRefs: [{ name: 'web', namespace: 'shop', port: 80 }] }] }, 'edge'),
    kind,
  });
  const grant = (from: Json, to: Json = { group: '', kind: 'Service' }): Json => ({
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: 'edge', namespace: 'shop' },
    spec: { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'edge', ...from }], to: [to] },
  });

  test.each([
    ['for this route', grant({}), true],
    ['for this Service by name', grant({}, { group: '', kind: 'Service', name: 'web' }), true],
    ['for another Service', grant({}, { group: '', kind: 'Service', name: 'api' }), false],
    ['for another kind of route', grant({ kind: 'GRPCRoute' }), false],
    ['for another namespace', grant({ namespace: 'monitoring' }), false],
    ['for Secrets', grant({}, { group: '', kind: 'Secret' }), false],
  ])('in another namespace needs a grant there: %s', (_, given, isGranted) => {
    expect(dangling(toShop(), service(), given)).toEqual(isGranted ? [] : ['HTTPRoute web spec.rules.0.backendRefs.0.namespace']);
  });

  test('in another namespace is granted by any of several', () => {
    expect(dangling(toShop(), service(), grant({ namespace: 'monitoring' }), grant({}))).toEqual([]);
    const toApi = grant({}, { group: '', kind: 'Service', name: 'api' });
    const toWeb = grant({}, { group: '', kind: 'Service', name: 'web' });
    expect(dangling(toShop(), service(), toWeb, toApi)).toEqual([]);
    expect(dangling(toShop('GRPCRoute'), service(), grant({}), grant({ kind: 'GRPCRoute' }))).toEqual([]);
  });
});

describe('a host', () => {
  const unique = (...objects: readonly Json[]) => placesOf(findingsIn('ingress-unique-host', objects));

  test('is claimed twice whatever its letters, by two namespaces of one class alone', () => {
    const shop = ingressExample({ namespace: 'shop' });
    expect(unique(shop, ingressExample({ namespace: 'evil', host: 'SHOP.example.com' }))).toHaveLength(2);
    expect(unique(shop, ingressExample({ namespace: 'shop' }))).toEqual([]);
    expect(unique(shop, ingressExample({}))).toEqual([]); // where it is applied decides
    const inner = { spec: { ingressClassName: undefined }, annotations: { 'kubernetes.io/ingress.class': 'internal' } };
    expect(unique(shop, ingressExample({ namespace: 'evil', ...inner }))).toEqual([]);
  });
});

describe('a listener that speaks HTTP', () => {
  const gateway: Json = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'edge' },
    spec: { listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  };
  const REDIRECT = [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }];
  const route = (parent: Json, rules: readonly Json[] = REDIRECT, namespace = 'shop'): Json =>
    routeExample({ parentRefs: [parent], rules }, namespace);
  const asked = (...routes: readonly Json[]) => findingsIn('ingress-tls', [gateway, ...routes]).length;

  test('passes where every route of it, of whatever namespace, redirects', () => {
    const parent = { name: 'public', namespace: 'edge' };
    expect(asked(route(parent))).toBe(0);
    expect(asked(route({ ...parent, sectionName: 'http' }))).toBe(0);
    expect(asked(route(parent), route(parent, [{ backendRefs: [{ name: 'web', port: 80 }] }]))).toBe(1);
    expect(asked(route({ ...parent, sectionName: 'https' }, [{ backendRefs: [] }]), route(parent))).toBe(0);
  });

  test('does not by routes of another Gateway, or by none', () => {
    expect(asked()).toBe(1);
    expect(asked(route({ name: 'public' }))).toBe(1); // the one of its own namespace is meant
    expect(asked(route({ name: 'public' }, REDIRECT, 'edge'))).toBe(0);
  });
});

describe('tls of an Ingress', () => {
  const asked = (host: string, hosts: readonly string[]) =>
    findingsIn('ingress-tls', [ingressExample({ host, spec: { tls: [{ hosts, secretName: 'web' }] } })]).length;

  test.each([
    ['shop.example.com', ['shop.example.com'], 0],
    ['shop.example.com', ['*.example.com'], 0],
    ['a.shop.example.com', ['*.example.com'], 1],
    ['example.com', ['*.example.com'], 1],
    ['shop.example.com', ['api.example.com'], 1],
    ['shop.example.com', [], 0],
  ])('of %s is covered by %j: %i findings', (host, hosts, findings) => {
    expect(asked(host, hosts)).toBe(findings);
  });
});

test('annotations of the controller are never shown', () => {
  const annotations = {
    'nginx.ingress.kubernetes.io/configuration-snippet': 'proxy_set_header X-Key hunter2;',
    'nginx.ingress.kubernetes.io/auth-url': 'https://auth.example.com/;hunter2',
  };
  const object = ingressExample({ annotations, spec: { defaultBackend: WEB_BACKEND } });
  for (const control of ['ingress-snippet-annotations', 'ingress-annotation-injection'] as const) {
    const [finding] = findingsIn(control, [object]);
    expect(finding).toBeDefined();
    const { resource: _, ...shown } = finding ?? { resource: undefined };
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  }
});
