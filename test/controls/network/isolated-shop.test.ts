import { Chart } from 'cdk8s';
import {
  App,
  calico,
  cidr,
  cilium,
  Deployment,
  type Dialect,
  ingressController,
  isolate,
  istio,
  kubernetesPolicies,
  linkerd,
  TenantNamespace,
} from 'tempered/kubernetes';
import { CATALOGUE } from '../../../lib/controls/catalogue';
import type { Json } from '../../../lib/controls/requirement';
import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { defineProfile } from '../../../lib/profiles';

/** The whole family, at its defaults: more than any profile of ours asks. */
const family = defineProfile({
  name: 'network',
  controls: Object.fromEntries(CATALOGUE.filter(({ family }) => family === 'network').map(({ id }) => [id, 'fail'])),
});
/** Workloads are isolated one by one, and a namespace as a whole by TenantNamespace. */
const ofWorkloads = defineProfile({ name: 'workloads', extends: family, controls: { 'default-deny': 'off' } });

const dialects: readonly (readonly [Dialect, Json])[] = [
  [kubernetesPolicies(), {}],
  [cilium(), {}],
  [calico(), {}],
  [istio(), { labels: { 'istio-injection': 'enabled' } }],
  [linkerd(), { annotations: { 'linkerd.io/inject': 'enabled', 'config.linkerd.io/default-inbound-policy': 'all-authenticated' } }],
];

function shop(dialect: Dialect, isIsolated: boolean): readonly Json[] {
  const app = new App();
  if (isIsolated) isolate(app, { dialect });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const containers = [{ image: `registry.example/web:1.0.0@sha256:${'0'.repeat(64)}`, portNumber: 8080 }];
  const [web, api] = ['web', 'api'].map((name) => new Deployment(chart, name, { containers }));
  if (web === undefined || api === undefined) throw new Error('two workloads');
  if (isIsolated) {
    web.connections.allowFrom(ingressController({ namespace: 'traefik' }));
    web.connections.allowTo(api, { port: 8080 });
    api.connections.allowTo(cidr('203.0.113.0/24'), { port: 443 });
  }
  return chart.toJson();
}

const asked = (manifests: readonly Json[], profile = ofWorkloads) =>
  audit(
    manifests.map((each) => resource(each)),
    { profile, today: '2026-01-01' },
  ).findings.map(({ control, resource: { kind, name }, path }) => `${control}: ${kind} ${name} ${path.join('.')}`);

describe.each(dialects.map(([dialect, metadata]) => [dialect.name, dialect, metadata] as const))(
  'isolated with %s',
  (_, dialect, metadata) => {
    const namespace: Json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', ...metadata } };

    test('a shop is what the whole family asks', () => {
      expect(asked([...shop(dialect, true), namespace])).toEqual([]);
    });

    test('and is not without', () => {
      expect(asked([...shop(dialect, false), namespace]).filter((each) => each.startsWith('network-policy'))).toHaveLength(2);
    });
  },
);

test('a workload in the namespace of a tenant is what the whole family asks', () => {
  const app = new App();
  const chart = new Chart(app, 'platform');
  new TenantNamespace(chart, 'shop', { owner: 'team-red' });
  const web = new Chart(app, 'web', { namespace: 'shop' });
  new Deployment(web, 'web', { containers: [{ image: 'registry.example/web:1.0.0', portNumber: 8080 }] });
  expect(asked([...chart.toJson(), ...web.toJson()], family)).toEqual([]);
});
