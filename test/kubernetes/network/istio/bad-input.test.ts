import { Chart, Testing } from 'cdk8s';
import { App, calico, cidr, Deployment, type Dialect, fqdn, isolate, istio, linkerd, monitoring } from 'tempered/kubernetes';
import { TemperedError } from '../../../../lib/errors';
import { IMAGE } from '../../rendered';

/** What the synthesis of two workloads says, and what it advises. */
function refusalOf(dialect: Dialect, state: (web: Deployment, api: Deployment) => void, namespace: string | undefined = 'shop'): string {
  const chart = new Chart(new App(), 'shop', namespace === undefined ? {} : { namespace });
  isolate(chart, { dialect });
  const containers = [{ image: IMAGE, portNumber: 8080 }];
  state(new Deployment(chart, 'web', { containers }), new Deployment(chart, 'api', { containers }));
  try {
    Testing.synth(chart);
  } catch (error) {
    if (error instanceof TemperedError) return `${error.code}: ${error.message} (${error.hint})`;
    throw error;
  }
  return 'accepted';
}

const outside = cidr('203.0.113.0/24');

test.each<[string, Dialect, (web: Deployment, api: Deployment) => void, string]>([
  [
    'addresses into a mesh',
    istio(),
    (web) => web.connections.allowFrom(outside),
    'shop/web: a flow into it is from 203.0.113.0/24, which has no identity of the mesh, to 8080 (let it come through a gateway of the mesh, or name its ports in istio({ plaintextPorts: [...] }))',
  ],
  [
    'pods without a proxy into a mesh',
    linkerd({ unmeshed: ['monitoring'] }),
    (web) => web.connections.allowFrom(monitoring()),
    'shop/web: a flow into it is from monitoring in monitoring, which has no identity of the mesh, to 8080',
  ],
  [
    'a name under Calico',
    calico(),
    (web) => web.connections.allowTo(fqdn('api.example')),
    'shop/web: a flow out of it is to the name api.example, and only Calico Enterprise',
  ],
  [
    'a name under a mesh',
    istio(),
    (web) => web.connections.allowTo(fqdn('api.example'), { port: 443 }),
    '(say where the addresses of names may be, istio({ outside: [...] })',
  ],
  [
    'requests under Linkerd',
    linkerd(),
    (web, api) => web.connections.allowTo(api, { http: { methods: ['GET'] } }),
    'is of HTTP, and Linkerd over NetworkPolicy cannot',
  ],
  [
    'requests in an ambient mesh',
    istio({ mode: 'ambient' }),
    (web, api) => web.connections.allowTo(api, { http: { methods: ['GET'] } }),
    'is of HTTP, and Istio over NetworkPolicy cannot',
  ],
  ['every port outside of a mesh', istio(), (web) => web.connections.allowTo(outside), 'is to every port of 203.0.113.0/24'],
])('%s: an error with the path and a way out', (_, dialect, state, said) => {
  const refusal = refusalOf(dialect, state);
  expect(refusal).toContain('inexpressible-flow: ');
  expect(refusal).toContain('shop/web');
  expect(refusal).toContain(said);
});

test('what a mesh can say is accepted, in a namespace and in none', () => {
  const state = (web: Deployment, api: Deployment): void => {
    web.connections.allowTo(api, { http: { methods: ['GET'], paths: ['/items/*'] } });
    web.connections.allowFrom(outside, { port: 8080 });
    web.connections.allowTo(outside, { port: 443 });
  };
  for (const namespace of ['shop', undefined]) expect(refusalOf(istio({ plaintextPorts: [8080] }), state, namespace)).toBe('accepted');
});
