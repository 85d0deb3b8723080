import { ApiObject, Chart, App as PlainApp } from 'cdk8s';
import { type CertificateAuthority, CertificateIssuer, type CertificateIssuerProps } from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { schemaErrors } from '../crd-schema';
import { failureOf, plainChart } from '../rendered';

function issuerOf(props: CertificateIssuerProps, chart: Chart = plainChart()): Json {
  return ApiObject.of(new CertificateIssuer(chart, 'issuer', props)).toJson();
}

const http01 = { ingressClassName: 'nginx' };
const azureDNS = { subscriptionId: 's', resourceGroup: 'dns', hostedZone: 'shop.example', identityClientId: 'c' };

test.each<[string, CertificateAuthority]>([
  ['ACME by pages', { acme: { email: 'platform@shop.example', solvers: [{ http01 }] } }],
  ['ACME by records of Azure', { acme: { solvers: [{ dnsZones: ['shop.example'], dns01: { azureDNS } }, { http01 }] } }],
  ['ACME by records of Google', { acme: { solvers: [{ dns01: { cloudDNS: { project: 'shop', hostedZone: 'shop-example' } } }] } }],
  ['ACME by records of AWS', { acme: { solvers: [{ dns01: { route53: { region: 'eu-central-1', hostedZoneId: 'Z1', role: 'dns' } } }] } }],
  ['ACME by records of Cloudflare', { acme: { solvers: [{ dns01: { cloudflare: { apiToken: { name: 'cloudflare', key: 'token' } } } }] } }],
  ['an authority of one’s own', { ca: { secretName: 'root' } }],
  [
    'Vault',
    {
      vault: {
        server: 'https://vault.example',
        path: 'pki/sign/web',
        role: 'web',
        serviceAccountName: 'cert-manager-vault',
        namespace: 'shop',
        caBundle: { name: 'vault-ca', key: 'ca.crt' },
      },
    },
  ],
  ['itself', { selfSigned: true }],
])('signed by %s is what the schemas say, for a namespace and for all', (_, authority) => {
  expect(schemaErrors(issuerOf(authority))).toEqual([]);
  expect(schemaErrors(issuerOf({ ...authority, wholeCluster: true }))).toEqual([]);
});

test('of the whole cluster it lies in no namespace', () => {
  const chart = new Chart(new PlainApp(), 'platform', { namespace: 'platform' });
  const metadata = { name: 'root', namespace: 'platform' };
  expect(issuerOf({ name: 'root', selfSigned: true }, chart)).toMatchObject({ kind: 'Issuer', metadata });
  const other = new Chart(new PlainApp(), 'platform', { namespace: 'platform' });
  expect(issuerOf({ name: 'root', selfSigned: true, wholeCluster: true }, other)).toMatchObject({
    kind: 'ClusterIssuer',
    metadata: { name: 'root' },
  });
  expect(
    issuerOf({ wholeCluster: true, selfSigned: true }, new Chart(new PlainApp(), 'p', { namespace: 'p' })).metadata,
  ).not.toHaveProperty('namespace');
});

test('keeps its ACME account in a Secret named after it', () => {
  const { spec } = issuerOf({ name: 'lets-encrypt', acme: { solvers: [{ http01 }] } });
  expect(spec.acme.privateKeySecretRef).toEqual({ name: 'lets-encrypt-account' });
});

test('cert-manager signs in to Vault and to clouds without a stored credential', () => {
  const vault = { server: 'https://vault.example', path: 'pki/sign/web', role: 'web', serviceAccountName: 'signer' } as const;
  expect(issuerOf({ vault }).spec.vault.auth).toEqual({
    kubernetes: { role: 'web', mountPath: '/v1/auth/kubernetes', serviceAccountRef: { name: 'signer' } },
  });
  const { solvers } = issuerOf({ acme: { solvers: [{ dns01: { azureDNS } }] } }).spec.acme;
  expect(solvers[0].dns01.azureDNS.managedIdentity).toEqual({ clientID: 'c' });
});

test.each<[string, object, RegExp]>([
  ['no authority', {}, /0 are named/],
  ['two', { selfSigned: true, ca: { secretName: 'root' } }, /2 are named/],
  ['Vault without TLS', { vault: { server: 'http://vault.example', path: 'p', role: 'r', serviceAccountName: 'a' } }, /without TLS/],
  ['ACME that proves nothing', { acme: { solvers: [] } }, /no solver/],
])('%s is refused, with the path of the construct', (_, props, message) => {
  // @ts-expect-error What the types refuse, a program in JavaScript may write.
  const make = () => issuerOf(props);
  expect(failureOf(make)).toMatch(/^shop\/issuer: /);
  expect(failureOf(make)).toMatch(message);
});
