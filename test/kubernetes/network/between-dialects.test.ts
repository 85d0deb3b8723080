import { Chart, Testing } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { App, cilium, Deployment, type Dialect, isolate, istio, kubernetesPolicies, linkerd, podsIn } from 'tempered/kubernetes';
import { TemperedError } from '../../../lib/errors';
import { IMAGE } from '../rendered';

const containers = [{ image: IMAGE, ports: [{ number: 8080 }, { number: 5353, protocol: plus.Protocol.UDP }] }];

function refusal(from: Dialect | undefined, to: Dialect, state?: (web: Deployment, ledger: Deployment) => void): string {
  const app = new App();
  const [shop, bank] = [new Chart(app, 'shop', { namespace: 'shop' }), new Chart(app, 'bank', { namespace: 'bank' })];
  if (from !== undefined) isolate(shop, { dialect: from });
  isolate(bank, { dialect: to });
  const web = new Deployment(shop, 'web', { containers, podMetadata: { labels: { app: 'web' } } });
  const ledger = new Deployment(bank, 'ledger', { containers });
  if (state === undefined) web.connections.allowTo(ledger, { port: 8080 });
  else state(web, ledger);
  try {
    for (const chart of app.charts) Testing.synth(chart);
  } catch (error) {
    if (error instanceof TemperedError) return `${error.code}: ${error.message} (${error.hint})`;
    throw error;
  }
  return 'accepted';
}

test.each([
  ['no mesh into Istio', kubernetesPolicies(), istio()],
  ['no mesh into Linkerd', cilium(), linkerd({ over: cilium() })],
  ['Istio into Linkerd', istio(), linkerd()],
  ['sidecars into an ambient mesh', istio(), istio({ mode: 'ambient' })],
])('a flow from %s is an error: it would never connect', (_, from, to) => {
  const said = refusal(from, to);
  expect(said).toMatch(/^inexpressible-flow: shop\/web: .*is from shop\/web \(.*\) to bank\/ledger \(.*\), where it has no identity/);
  expect(said).toContain('`unmeshed`');
  // Stated by the other end, and of a selection that covers it.
  expect(refusal(from, to, (web, ledger) => ledger.connections.allowFrom(web, { port: 8080 }))).toContain(
    'bank/ledger: a flow into it is from shop/web',
  );
  const selected = podsIn({ namespace: 'shop', labels: { app: 'web' } });
  expect(refusal(from, to, (_web, ledger) => ledger.connections.allowFrom(selected, { port: 8080 }))).toContain('no identity');
});

test('a flow is none where the namespace is said to be outside of the mesh, where the mesh does not carry it, and out of a mesh', () => {
  const told = { unmeshed: ['shop'], plaintextPorts: [8080] };
  expect(refusal(kubernetesPolicies(), istio(told))).toBe('accepted');
  expect(refusal(kubernetesPolicies(), linkerd(told))).toBe('accepted');
  expect(refusal(kubernetesPolicies(), istio(), (web, ledger) => web.connections.allowTo(ledger, { port: 5353 }))).toBe('accepted');
  expect(refusal(istio(), kubernetesPolicies())).toBe('accepted');
  expect(refusal(istio(), istio())).toBe('accepted');
  // Of what nobody isolates, nobody here knows whether it is in the mesh.
  expect(refusal(undefined, istio())).toBe('accepted');
});
