import { Chart, Testing } from 'cdk8s';
import { App, calico, cilium, Deployment, type Dialect, isolate, istio, kubernetesPolicies, linkerd, nodes } from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { resource } from '../../../lib/engine/resource';
import { TemperedError } from '../../../lib/errors';
import { reachability } from '../../../lib/reachability';
import { schemaErrors } from '../crd-schema';
import { IMAGE } from '../rendered';

const BLOCKS = ['192.168.1.0/24', '2001:db8:1::/64'];

/** A web that the nodes reach on 8080, and that reaches an agent on each of them. */
function webOf(dialect: Dialect): readonly Json[] {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  isolate(chart, { dialect });
  const web = new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [{ image: IMAGE, portNumber: 8080 }] });
  web.connections.allowFrom(nodes(), { port: 8080 });
  web.connections.allowTo(nodes(), { port: 9100 });
  const made = Testing.synth(chart);
  for (const each of made) if (/cilium|calico|istio|linkerd/.test(each.apiVersion)) expect(schemaErrors(each)).toEqual([]);
  return made;
}

const plaintext = { plaintextPorts: [8080], nodes: BLOCKS };

test.each([
  ['NetworkPolicy', kubernetesPolicies({ nodes: BLOCKS })],
  ['Cilium', cilium()],
  ['Calico', calico({ nodes: BLOCKS })],
  ['Istio', istio(plaintext)],
  ['Istio over Cilium', istio({ over: cilium(), ...plaintext })],
  ['Linkerd', linkerd(plaintext)],
])('%s lets nodes in and reaches them, and nobody else', (name, dialect) => {
  const reach = reachability(webOf(dialect).map((each) => resource(each)));
  expect(reach.problems).toEqual([]);
  for (const node of name.includes('Cilium') ? ['remote-node'] : ['192.168.1.7', '2001:db8:1::7']) {
    expect([node, reach.allows(node, 'web', 'TCP/8080').allowed]).toEqual([node, true]);
    expect([node, reach.allows(node, 'web', 'TCP/8081').allowed]).toEqual([node, false]);
    expect([node, reach.allows('web', node, 'TCP/9100').allowed]).toEqual([node, true]);
    expect([node, reach.allows('web', node, 'TCP/22').allowed]).toEqual([node, false]);
  }
  expect(reach.allows('203.0.113.1', 'web', 'TCP/8080').allowed).toBe(false);
  expect(reach.allows('web', '203.0.113.1', 'TCP/9100').allowed).toBe(false);
});

test('a mesh lets the nodes in by their addresses', () => {
  const of = (made: readonly Json[], kind: string): readonly Json[] => made.filter((each) => each.kind === kind).map(({ spec }) => spec);
  const rules = of(webOf(istio(plaintext)), 'AuthorizationPolicy').flatMap(({ rules = [] }) => rules);
  expect(rules.map(({ from }: Json) => from)).toEqual([[{ source: { ipBlocks: BLOCKS } }]]);
  expect(of(webOf(linkerd(plaintext)), 'NetworkAuthentication')).toEqual([{ networks: BLOCKS.map((cidr) => ({ cidr })) }]);
});

test.each([
  ['kubernetesPolicies', kubernetesPolicies()],
  ['calico', calico()],
  ['istio', istio({ over: cilium(), plaintextPorts: [8080] })],
])('%s does not know the nodes by itself: an error with the way out', (name, dialect) => {
  // The hint of one error, or the lines of several.
  expect(failureWithHint(() => webOf(dialect))).toContain(`${name}({ nodes: [...] })`);
});

function failureWithHint(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof TemperedError) return `${error.message} (${error.hint})`;
    throw error;
  }
  return 'accepted';
}
