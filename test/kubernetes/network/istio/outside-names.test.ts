import { Chart, Testing } from 'cdk8s';
import { App, cilium, Deployment, fqdn, type IstioProps, isolate, istio } from 'tempered/kubernetes';
import type { Json } from '../../../../lib/controls/requirement';
import { schemaErrors } from '../../crd-schema';
import { IMAGE } from '../../rendered';

interface Shop {
  readonly web: Deployment;
  readonly api: Deployment;
}

function entries(state: (shop: Shop) => void, props: IstioProps = {}): readonly Json[] {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  isolate(chart, { dialect: istio({ over: cilium(), ...props }) });
  const [web, api] = ['web', 'api'].map((name) => new Deployment(chart, name, { containers: [{ image: IMAGE, portNumber: 8080 }] }));
  if (web === undefined || api === undefined) throw new Error('two workloads');
  state({ web, api });
  const made = Testing.synth(chart).filter(({ kind }) => kind === 'ServiceEntry');
  expect(made.flatMap(schemaErrors)).toEqual([]);
  return made;
}

function toBoth(web: Deployment, port: number): void {
  for (const name of ['one', 'two']) web.connections.allowTo(fqdn(`${name}.example.com`), { port });
}

const protocols = (made: readonly Json[]): readonly string[] =>
  made.flatMap(({ spec }) => spec.ports.map(({ number, protocol }: Json) => `${spec.hosts[0]} ${number} ${protocol} ${spec.resolution}`));

test('a name is told by what is said first on the port: databases and mail say neither TLS nor HTTP', () => {
  const made = entries(({ web }) => web.connections.allowTo(fqdn('db.example.com'), { port: [5432, 3306, 25, 443, 80, 8080, 27017] }));
  expect(protocols(made)).toEqual([
    'db.example.com 25 TCP DNS',
    'db.example.com 80 HTTP DNS',
    'db.example.com 443 TLS DNS',
    'db.example.com 3306 TCP DNS',
    'db.example.com 5432 TCP DNS',
    'db.example.com 8080 HTTP DNS',
    'db.example.com 27017 TLS DNS',
  ]);
});

test('which ports these are can be said', () => {
  const made = entries(({ web }) => web.connections.allowTo(fqdn('db.example.com'), { port: [5432, 7000, 8000] }), {
    opaquePorts: [7000],
    httpPorts: [8000],
  });
  expect(protocols(made)).toEqual(['db.example.com 5432 TLS DNS', 'db.example.com 7000 TCP DNS', 'db.example.com 8000 HTTP DNS']);
  expect(() => istio({ opaquePorts: [0] })).toThrow(/istio\(\): 0 is no port/);
});

test('a pattern on such a port is an error: it would be every address', () => {
  expect(() => entries(({ web }) => web.connections.allowTo(fqdn('*.example.com'), { port: 5432 }))).toThrow(
    expect.objectContaining({ code: 'inexpressible-flow', message: expect.stringContaining('*.example.com on 5432') }),
  );
});

test('two names on such a port are an error for a proxy that sees both, and only then', () => {
  const each = ({ web, api }: Shop): void => {
    web.connections.allowTo(fqdn('one.example.com'), { port: 5432 });
    api.connections.allowTo(fqdn('two.example.com'), { port: 5432 });
  };
  expect(protocols(entries(each))).toHaveLength(2);
  const error = expect.objectContaining({
    code: 'inexpressible-flow',
    message: expect.stringMatching(/^shop\/web: .*one\.example\.com and two\.example\.com on 5432/),
  });
  expect(() => entries(({ web }) => toBoth(web, 5432))).toThrow(error);
  // With a flow within the namespace, the proxy sees all that is known there.
  expect(() =>
    entries((shop) => {
      each(shop);
      shop.web.connections.allowTo(shop.api, { port: 8080 });
    }),
  ).toThrow(error);
  // On a port of TLS the names are told apart.
  expect(entries(({ web }) => toBoth(web, 443))).toHaveLength(2);
});
