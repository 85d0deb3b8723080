import { schemaErrors } from './crd-schema';

const certificate = (spec: object) => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'web' },
  spec: { secretName: 'web-tls', issuerRef: { name: 'ca' }, ...spec },
});

test('what the schema allows has no errors', () => {
  expect(schemaErrors(certificate({ dnsNames: ['web.example'], secretTemplate: { labels: { any: 'label' } } }))).toEqual([]);
});

test.each([
  ['a field that is missing', { issuerRef: {} }, 'spec.issuerRef.name: is required'],
  ['a misspelt field', { dnsName: ['web.example'] }, 'spec.dnsName: is unknown'],
  ['another type', { dnsNames: 'web.example' }, 'spec.dnsNames: must be of type array'],
  ['another type in a list', { dnsNames: [1] }, 'spec.dnsNames[0]: must be of type string'],
  ['a value of no list', { privateKey: { algorithm: 'DSA' } }, 'spec.privateKey.algorithm: must be one of RSA, ECDSA, Ed25519'],
  ['a value of an open map', { secretTemplate: { labels: { any: 1 } } }, 'spec.secretTemplate.labels.any: must be of type string'],
  ['null', { secretName: null }, 'spec.secretName: must not be null'],
])('%s is an error', (_, spec, error) => {
  expect(schemaErrors(certificate(spec))).toEqual([error]);
});

test('what must be unique is', () => {
  const profile = { apiVersion: 'security-profiles-operator.x-k8s.io/v1', kind: 'SeccompProfile', metadata: { name: 'it' } };
  const call = { names: ['read', 'read'], action: 'SCMP_ACT_ALLOW' };
  expect(schemaErrors({ ...profile, spec: { defaultAction: 'SCMP_ACT_ERRNO', syscalls: [call] } })).toEqual([
    'spec.syscalls[0].names: has an item twice',
  ]);
});

test('a kind without a schema is no pass', () => {
  expect(() => schemaErrors({ apiVersion: 'example.org/v1', kind: 'Thing' })).toThrow(/no schema/);
});
