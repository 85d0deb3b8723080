import { ApiObject, Chart, Duration, App as PlainApp } from 'cdk8s';
import {
  CertificateIssuer,
  Container,
  Deployment,
  Ingress,
  IngressBackend,
  Service,
  TlsCertificate,
  type TlsCertificateProps,
} from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { schemaErrors } from '../crd-schema';
import { failureOf, IMAGE, plainChart, podSpecOf, rendered } from '../rendered';

const issuer = { name: 'internal', kind: 'ClusterIssuer' };

function certificateOf(props: Partial<TlsCertificateProps> = {}, chart: Chart = plainChart()): Json {
  return ApiObject.of(new TlsCertificate(chart, 'tls', { issuer, dnsNames: ['shop.example'], ...props })).toJson();
}

test.each<Partial<TlsCertificateProps>>([
  {},
  { keyAlgorithm: 'RSA', usages: ['server auth', 'client auth'] },
  { keyAlgorithm: 'Ed25519', duration: Duration.hours(24), renewBefore: Duration.minutes(90), namespace: 'shop', secretName: 'web' },
])('is what the schema says: %j', (props) => {
  expect(schemaErrors(certificateOf(props))).toEqual([]);
});

test('lives for a quarter, with a new key each time', () => {
  expect(certificateOf().spec).toMatchObject({
    duration: '2160h',
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    usages: ['digital signature', 'server auth'],
    issuerRef: { name: 'internal', kind: 'ClusterIssuer', group: 'cert-manager.io' },
  });
});

test('durations are written as Go reads them', () => {
  const { spec } = certificateOf({ duration: Duration.seconds(5400), renewBefore: Duration.seconds(301) });
  expect([spec.duration, spec.renewBefore]).toEqual(['90m', '301s']);
});

test('an RSA key may also encipher keys, as old clients ask', () => {
  expect(certificateOf({ keyAlgorithm: 'RSA' }).spec.usages).toEqual(['digital signature', 'key encipherment', 'server auth']);
});

test('the Ingress serves the names that the certificate is for', () => {
  const chart = plainChart();
  const tls = new TlsCertificate(chart, 'tls', { issuer, dnsNames: ['shop.example', 'www.shop.example'] });
  const backend = IngressBackend.fromService(new Service(chart, 'web', { ports: [{ port: 80 }] }));
  const ingress = new Ingress(chart, 'ingress', { rules: [{ host: 'shop.example', backend }] });
  tls.secures(ingress);
  const { secretName } = ApiObject.of(tls).toJson().spec;
  expect(secretName).toBe(`${ApiObject.of(tls).name}-tls`);
  expect(rendered(ingress).spec.tls).toEqual([{ hosts: ['shop.example', 'www.shop.example'], secretName }]);
});

test('containers see it as files, read-only and for their group alone', () => {
  const chart = plainChart();
  const tls = new TlsCertificate(chart, 'tls', { issuer, dnsNames: ['api.shop.svc'], secretName: 'api-tls' });
  const api = new Deployment(chart, 'api');
  for (const name of ['proxy', 'api']) {
    const container = new Container({ name, image: IMAGE, portNumber: name === 'api' ? 8080 : 8443 });
    api.attachContainer(container);
    tls.mountInto(container, '/etc/tls');
  }
  const { containers, volumes } = podSpecOf(api);
  expect(volumes).toEqual([{ name: expect.any(String), secret: { secretName: 'api-tls', defaultMode: 0o440 } }]);
  for (const { volumeMounts } of containers)
    expect(volumeMounts).toEqual([{ name: volumes[0].name, mountPath: '/etc/tls', readOnly: true }]);
});

describe('with an issuer of ours', () => {
  const inNamespace = (namespace: string) => new Chart(new PlainApp(), namespace, { namespace });

  test('refers to it by name and kind', () => {
    const chart = inNamespace('shop');
    const own = new CertificateIssuer(chart, 'ca', { ca: { secretName: 'root' } });
    expect(certificateOf({ issuer: own }, chart).spec.issuerRef).toEqual({ name: own.name, kind: 'Issuer', group: 'cert-manager.io' });
  });

  test('of another namespace, it is an error', () => {
    const own = new CertificateIssuer(inNamespace('platform'), 'ca', { ca: { secretName: 'root' } });
    expect(failureOf(() => certificateOf({ issuer: own }, inNamespace('shop')))).toBe(
      'shop/tls: its issuer platform/ca is of the namespace platform and signs for none else',
    );
    const wide = new CertificateIssuer(inNamespace('cluster'), 'ca', { ca: { secretName: 'root' }, wholeCluster: true });
    expect(certificateOf({ issuer: wide }, inNamespace('shop')).spec.issuerRef.kind).toBe('ClusterIssuer');
  });

  test.each([
    ['*.shop.example', /^shop\/tls: \*\.shop\.example can be proven by dns01 alone/],
    ['api.shop.svc', /a name within the cluster, which a public authority does not sign/],
    ['api', /a name within the cluster/],
  ])('that cannot prove %s, it is an error', (name, message) => {
    const chart = plainChart();
    const acme = new CertificateIssuer(chart, 'acme', { acme: { solvers: [{ http01: { ingressClassName: 'nginx' } }] } });
    expect(failureOf(() => certificateOf({ issuer: acme, dnsNames: [name] }, chart))).toMatch(message);
  });

  test('that proves names by records, it may be for a wildcard', () => {
    const chart = plainChart();
    const acme = new CertificateIssuer(chart, 'acme', { acme: { solvers: [{ dns01: { cloudDNS: { project: 'shop' } } }] } });
    expect(certificateOf({ issuer: acme, dnsNames: ['*.shop.example'] }, chart).spec.dnsNames).toEqual(['*.shop.example']);
  });
});

test.each<[string, Partial<TlsCertificateProps>, RegExp]>([
  ['an address', { dnsNames: ['https://shop.example'] }, /"https:\/\/shop\.example" is no DNS name/],
  ['capitals', { dnsNames: ['Shop.example'] }, /no DNS name/],
  ['a wildcard in the middle', { dnsNames: ['a.*.example'] }, /no DNS name/],
  ['half an hour', { duration: Duration.minutes(30) }, /ends within the hour/],
  ['a renewal after its end', { duration: Duration.hours(2), renewBefore: Duration.hours(2) }, /cannot be renewed 2h before the end of 2h/],
  ['a renewal at the last minute', { renewBefore: Duration.minutes(1) }, /cannot be renewed 1m before/],
])('%s is refused, with the path of the construct', (_, props, message) => {
  expect(failureOf(() => certificateOf(props))).toMatch(/^shop\/tls: /);
  expect(failureOf(() => certificateOf(props))).toMatch(message);
});
