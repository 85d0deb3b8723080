import { Duration, Testing } from 'cdk8s';
import { ClusterSecretStore, ExternalSecret, SecretStore, type StoreProvider } from 'tempered/kubernetes';
import { schemaErrors } from '../crd-schema';
import { failureOf, plainChart } from '../rendered';

const serviceAccount = { name: 'reader', namespace: 'shop' };
const vault = { server: 'https://vault.example', path: 'secret', role: 'shop', serviceAccount } as const;
const providers: readonly (readonly [string, StoreProvider])[] = [
  ['vault', { vault }],
  ['azurekv', { azureKeyVault: { vaultUrl: 'https://shop.vault.azure.net', serviceAccount } }],
  ['aws', { aws: { service: 'ParameterStore', region: 'eu-central-1', serviceAccount } }],
  ['gcpsm', { gcp: { projectId: 'shop', clusterLocation: 'europe-west3', clusterName: 'one', serviceAccount } }],
];

test.each(providers)('a store of %s is valid, and logs in with a ServiceAccount only', (name, provider) => {
  const chart = plainChart();
  new SecretStore(chart, 'store', provider);
  new ClusterSecretStore(chart, 'cluster', { ...provider, namespaces: ['shop'] });
  const objects = Testing.synth(chart);
  expect(objects.flatMap(schemaErrors)).toEqual([]);
  for (const { spec } of objects) {
    expect(Object.keys(spec.provider)).toEqual([name]);
    expect(JSON.stringify(spec)).toMatch(/"serviceAccountRef":\{[^{}]*"name":"reader"/);
    expect(JSON.stringify(spec)).not.toContain('secretRef');
  }
  expect(objects[1].spec.conditions).toEqual([{ namespaces: ['shop'] }]);
});

test('what a provider needs and was not given is named with the construct', () => {
  const without = { ...vault, role: '' };
  expect(failureOf(() => new SecretStore(plainChart(), 'store', { vault: without }))).toContain('shop/store: "vault.role" is missing');
  const homeless = { ...vault, serviceAccount: { name: 'reader' } };
  expect(failureOf(() => new ClusterSecretStore(plainChart(), 'store', { vault: homeless, namespaces: ['shop'] }))).toContain(
    '"serviceAccount.namespace" is missing',
  );
});

// Objects that are spread together, and those of JavaScript, the compiler does not look at.
test.each<[string, object, string]>([
  ['misspelt', { vault: { ...vault, adress: 'x' } }, '"vault.adress" is no parameter of the provider'],
  ['without TLS', { vault: { ...vault, server: 'http://vault' } }, '"vault.server" must be an address that begins with https://'],
  ['of the login', { vault: { ...vault, mountPath: '/kubernetes' } }, '"vault.mountPath" must be the path of the mount'],
  ['of an account', { vault: { ...vault, serviceAccount: { nam: 'a' } } }, '"vault.serviceAccount.nam" is no parameter'],
  [
    'of a tenant',
    { azureKeyVault: { vaultUrl: 'https://a', tenantId: 'shop', serviceAccount } },
    '"azureKeyVault.tenantId" must be a UUID',
  ],
  ['of a region', { aws: { service: 'ParameterStore', region: 'Frankfurt', serviceAccount } }, '"aws.region" must be a region of AWS'],
  ['of a service', { aws: { service: 'SSM', region: 'eu-central-1', serviceAccount } }, '"aws.service" must be one of "SecretsManager"'],
  ['of a cluster', { gcp: { projectId: 'shop', clusterLocation: 'a', serviceAccount } }, '"gcp.clusterName" is missing'],
  ['of no provider', {}, 'a store has one of'],
])('a parameter %s fails with the construct', (_, props, wanted) => {
  const message = failureOf(() => new SecretStore(plainChart(), 'store', props as StoreProvider));
  expect(message).toMatch(/^shop\/store: /);
  expect(message).toContain(wanted);
});

test('an ExternalSecret says where its values are', () => {
  const chart = plainChart();
  const store = new SecretStore(chart, 'store', { vault });
  const data = { password: { key: 'database', property: 'password' } };
  const made = new ExternalSecret(chart, 'database', { store, data, refreshInterval: Duration.minutes(5) });
  const [, object] = Testing.synth(chart);
  expect(schemaErrors(object)).toEqual([]);
  expect(object.spec).toEqual({
    refreshInterval: '300s',
    secretStoreRef: { kind: 'SecretStore', name: store.name },
    target: { creationPolicy: 'Owner' },
    data: [{ secretKey: 'password', remoteRef: { key: 'database', property: 'password' } }],
  });
  expect(made.secret.name).toBe(object.metadata.name);
});
