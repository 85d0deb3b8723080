import { Chart, Testing } from 'cdk8s';
import { App, Deployment, type Dialect, isolate, istio, kubernetesPolicies, linkerd, monitoring, podsIn } from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { resource } from '../../../lib/engine/resource';
import { reachability } from '../../../lib/reachability';
import { schemaErrors } from '../crd-schema';
import { IMAGE } from '../rendered';

function webOf(dialect: Dialect, state: (web: Deployment) => void): readonly Json[] {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  isolate(chart, { dialect });
  const web = new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [{ image: IMAGE, portNumber: 8080 }] });
  state(web);
  const all = Testing.synth(chart);
  for (const each of all) if (/istio|linkerd/.test(each.apiVersion)) expect(schemaErrors(each)).toEqual([]);
  return all;
}

const collector = (namespace: string, labels: Record<string, string>): Json => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'collector', namespace, labels },
  spec: { containers: [] },
});
const reach = (all: readonly Json[], other: Json) => reachability([...all, other].map((each) => resource(each)));
const of = (all: readonly Json[], kind: string): readonly Json[] => all.filter((each) => each.kind === kind);

const prometheus = collector('monitoring', { 'app.kubernetes.io/name': 'prometheus' });

test.each([15020, 15021, 15090])(
  "Istio's own port %i needs no container that declares it, and no identity, for no proxy is before it",
  (port) => {
    const all = webOf(istio({ unmeshed: ['monitoring'] }), (web) => web.connections.allowFrom(monitoring(), { port }));
    expect(reach(all, prometheus).allows('monitoring/collector', 'shop/web', `TCP/${port}`).allowed).toBe(true);
    expect(reach(all, prometheus).allows('monitoring/collector', 'shop/web', 'TCP/8080').allowed).toBe(false);
    // To the mesh, nothing is let in: on these ports it is not asked.
    const [policy] = of(all, 'AuthorizationPolicy').filter(({ spec }) => spec.selector !== undefined);
    expect(policy?.spec.rules).toBeUndefined();
    expect(JSON.stringify(of(all, 'PeerAuthentication'))).not.toContain('PERMISSIVE');
  },
);

test('beside such a port, another is held by the mesh as ever', () => {
  const state = (web: Deployment): void => web.connections.allowFrom(monitoring(), { port: [15020, 8080] });
  expect(() => webOf(istio({ unmeshed: ['monitoring'] }), state)).toThrow(/no identity of the mesh, to 8080$/);
  const [policy] = of(webOf(istio(), state), 'AuthorizationPolicy').filter(({ spec }) => spec.selector !== undefined);
  expect(policy?.spec.rules[0].to).toEqual([{ operation: { ports: ['8080'] } }]);
});

test('in an ambient mesh no pod has a sidecar that listens', () => {
  expect(() => webOf(istio({ mode: 'ambient' }), (web) => web.connections.allowFrom(monitoring(), { port: 15020 }))).toThrow(
    /names the port 15020, which no container of web declares/,
  );
});

test("Linkerd's own port needs no container that declares it, and lets in the identities that are stated", () => {
  const viz = podsIn({ namespace: 'linkerd-viz', labels: { component: 'prometheus' } });
  const all = webOf(linkerd(), (web) => web.connections.allowFrom(viz, { port: 4191 }));
  const found = reach(all, collector('linkerd-viz', { component: 'prometheus' }));
  expect(found.allows('linkerd-viz/collector', 'shop/web', 'TCP/4191').allowed).toBe(true);
  expect(of(all, 'Server').map(({ spec }) => [spec.port, spec.accessPolicy])).toEqual([
    [4191, 'deny'],
    [8080, 'deny'],
  ]);
  expect(of(all, 'MeshTLSAuthentication').map(({ metadata, spec }) => [metadata.name, spec.identities])).toEqual([
    ['web-4191-namespaces', ['*.linkerd-viz.serviceaccount.identity.linkerd.cluster.local']],
  ]);
});

test('of what is injected by others, a port is said to be undeclared', () => {
  const dialect = kubernetesPolicies();
  const all = webOf(dialect, (web) => web.connections.allowFrom(monitoring(), { port: { undeclared: 9102 } }));
  expect(reach(all, prometheus).allows('monitoring/collector', 'shop/web', 'TCP/9102').allowed).toBe(true);
  expect(() => webOf(dialect, (web) => web.connections.allowFrom(monitoring(), { port: 9102 }))).toThrow(
    expect.objectContaining({ code: 'undeclared-port', hint: expect.stringContaining('{ undeclared: … }') }),
  );
  expect(() => webOf(dialect, (web) => web.connections.allowFrom(monitoring(), { port: { undeclared: 0 } }))).toThrow(/names the port 0/);
});
