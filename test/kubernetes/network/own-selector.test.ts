import { ApiObject, Chart, Testing } from 'cdk8s';
import {
  App,
  calico,
  cilium,
  connectionsOf,
  Deployment,
  type Dialect,
  isolate,
  istio,
  kubernetesPolicies,
  linkerd,
} from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { resource } from '../../../lib/engine/resource';
import { type Reachability, reachability } from '../../../lib/reachability';
import { IMAGE } from '../rendered';

const release = (version: string): Readonly<Record<string, string>> => ({
  app: 'redis',
  'app.kubernetes.io/version': version,
  'helm.sh/chart': `redis-${version}`,
});

const containers = [{ name: 'redis', image: IMAGE, ports: [{ containerPort: 6379 }] }];

/** A workload as somebody's Helm chart writes it, with a flow from `web`. */
function shop(dialect: Dialect, kind: string, spec: Json, apiVersion = 'apps/v1', name = 'redis'): readonly Json[] {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  isolate(chart, { dialect });
  const web = new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [{ image: IMAGE, portNumber: 8080 }] });
  const redis = new ApiObject(chart, name, { apiVersion, kind, metadata: { name }, spec });
  connectionsOf(redis).allowFrom(web, { port: 6379 });
  return Testing.synth(chart);
}

/** The pods of the release before, which still run while an upgrade rolls out. */
function reachOfOlderPods(manifests: readonly Json[], labels: Readonly<Record<string, string>> = release('1.2.3')): Reachability {
  const older = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'older', namespace: 'shop', labels }, spec: { containers } };
  return reachability([...manifests, older].map((each) => resource(each)));
}

const dialects = [kubernetesPolicies(), cilium(), calico(), istio(), linkerd()];

describe.each(dialects.map((dialect) => [dialect.name, dialect] as const))('%s', (_, dialect) => {
  test.each<readonly [string, Json, string]>([
    ['Deployment', { matchLabels: { app: 'redis' } }, 'apps/v1'],
    ['StatefulSet', { matchExpressions: [{ key: 'app', operator: 'In', values: ['redis'] }] }, 'apps/v1'],
    ['ReplicationController', { app: 'redis' }, 'v1'],
  ])('still closes the pods of the release before, and lets in their peers: %s', (kind, selector, apiVersion) => {
    const template = { metadata: { labels: release('1.2.4') }, spec: { containers } };
    const reach = reachOfOlderPods(shop(dialect, kind, { selector, template }, apiVersion));
    expect(reach.allows('shop/web', 'shop/older', 'TCP/6379').allowed).toBe(true);
    expect(reach.allows('shop/web', 'shop/older', 'TCP/6380').allowed).toBe(false);
    expect(reach.allows('shop/older', '203.0.113.1', 'TCP/443').allowed).toBe(false);
  });
});

const selectorOf = (manifests: readonly Json[], name = 'redis-network'): Json =>
  manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name)?.spec.podSelector;

test('a selector that its own pods do not answer to, or that nobody can read, is not trusted', () => {
  const template = { metadata: { labels: { app: 'redis', role: 'primary' } }, spec: { containers } };
  for (const selector of [{}, { matchLabels: { app: 'other' } }, { matchExpressions: [{ key: 'app', operator: 'Like', values: ['r'] }] }])
    expect(selectorOf(shop(kubernetesPolicies(), 'Deployment', { selector, template }))).toEqual({
      matchLabels: { app: 'redis', role: 'primary' },
    });
});

test('a label that Cilium knows no pod by does no harm where the selector does without', () => {
  const labels = { app: 'redis', 'topology.kubernetes.io/zone': 'a' };
  const template = { metadata: { labels }, spec: { containers } };
  expect(() => shop(cilium(), 'Deployment', { selector: { matchLabels: { app: 'redis' } }, template })).not.toThrow();
});

test('a Job whose pods have no label is known by its name, which its controller gives them', () => {
  const manifests = shop(kubernetesPolicies(), 'Job', { template: { spec: { containers } } }, 'batch/v1', 'migrate');
  expect(selectorOf(manifests, 'migrate-network')).toEqual({ matchLabels: { 'batch.kubernetes.io/job-name': 'migrate' } });
});

test('the account of the older field is the identity of a workload', () => {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  isolate(chart, { dialect: istio() });
  const api = new Deployment(chart, 'api', { metadata: { name: 'api' }, containers: [{ image: IMAGE, portNumber: 8080 }] });
  const pod = { metadata: { name: 'old', labels: { app: 'old' } }, spec: { serviceAccount: 'robot', containers } };
  connectionsOf(new ApiObject(chart, 'old', { apiVersion: 'v1', kind: 'Pod', ...pod })).allowTo(api);
  const policy = Testing.synth(chart).find(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.name === 'api-network');
  expect(policy.spec.rules[0].from).toEqual([{ source: { principals: ['cluster.local/ns/shop/sa/robot'] } }]);
});
