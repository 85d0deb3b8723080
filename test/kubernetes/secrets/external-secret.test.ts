import { Chart, Duration, App as PlainApp, Testing } from 'cdk8s';
import {
  ClusterSecretStore,
  type ClusterSecretStoreProps,
  ExternalSecret,
  type ExternalSecretProps,
  PushSecret,
  SecretStore,
  type StoreProvider,
  type VaultStore,
} from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { schemaErrors } from '../crd-schema';
import { failureOf, plainChart } from '../rendered';

const serviceAccount = { name: 'reader', namespace: 'shop' };
const vault = { server: 'https://vault.example', path: 'secret', role: 'shop', serviceAccount } as const;
const server = { server: 'https://vault.example', path: 'secret' } as const;
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
    '"vault.serviceAccount.namespace" is missing',
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
  ['of a project', { gcp: { clusterLocation: 'a', serviceAccount } }, '"gcp.projectId" is missing'],
  ['of a login', { aws: { service: 'ParameterStore', region: 'eu-central-1' } }, '"aws.serviceAccount" is missing'],
  [
    'of a cloud',
    { azureKeyVault: { vaultUrl: 'https://a', environmentType: 'Public', serviceAccount } },
    '"azureKeyVault.environmentType" must be one of "PublicCloud"',
  ],
  ['of an authority', { vault: { ...vault, caBundle: 'MIIB' } }, '"vault.caBundle" must be certificates in PEM'],
  ['of a file of authorities', { vault: { ...vault, caProvider: { name: 'ca', type: 'ConfigMap' } } }, '"vault.caProvider.key" is missing'],
  ['of two logins', { vault: { ...vault, cert: {} } }, '"vault.role" is not taken: it belongs to the Kubernetes login'],
  ['of a second source', { vault: { ...server, jwt: { role: 'a' } } }, '"vault.jwt" has one of "serviceAccount" and "secretRef"'],
  ['of an AppRole', { vault: { ...server, appRole: { roleId: 'a' } } }, '"vault.appRole.secretRef" is missing'],
  ['that is null', { vault: null }, '"vault" must be an object'],
  ['of two providers', { vault, aws: {} }, 'a store has one of "vault", "azureKeyVault", "aws" and "gcp", and not "vault" and "aws"'],
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

const chartOf = (namespace: string): Chart => new Chart(new PlainApp(), namespace, { namespace });
const data = { password: { key: 'database', property: 'password' } };

/** What the store says of its provider, after its schema has been asked. */
function providerOf(props: StoreProvider): Json {
  const chart = plainChart();
  new SecretStore(chart, 'store', props);
  const [object] = Testing.synth(chart);
  expect(schemaErrors(object)).toEqual([]);
  return object.spec.provider;
}

describe('a store', () => {
  test('of two providers does not compile', () => {
    // @ts-expect-error exactly one provider
    const both: StoreProvider = { vault, aws: { service: 'ParameterStore', region: 'eu-central-1', serviceAccount } };
    expect(failureOf(() => new SecretStore(plainChart(), 'store', both))).toContain('and not "vault" and "aws"');
  });

  test('of Vault trusts an authority of one’s own, from the cluster or as text', () => {
    const caProvider = { type: 'ConfigMap', name: 'authorities', key: 'ca.crt' } as const;
    expect(providerOf({ vault: { ...vault, caProvider } }).vault.caProvider).toEqual(caProvider);
    const caBundle = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    expect(Buffer.from(providerOf({ vault: { ...vault, caBundle } }).vault.caBundle, 'base64').toString()).toBe(caBundle);
  });

  const secretRef = { name: 'login', key: 'id' };
  test.each<[string, VaultStore, object]>([
    [
      'a token that Vault checks by itself',
      { ...server, jwt: { role: 'shop', serviceAccount: { name: 'reader' } } },
      {
        jwt: { path: 'jwt', role: 'shop', kubernetesServiceAccountToken: { serviceAccountRef: { name: 'reader' }, audiences: ['vault'] } },
      },
    ],
    ['a token of others', { ...server, jwt: { role: 'shop', path: 'ci', secretRef } }, { jwt: { path: 'ci', role: 'shop', secretRef } }],
    ['an AppRole', { ...server, appRole: { roleId: 'f1a2', secretRef } }, { appRole: { path: 'approle', roleId: 'f1a2', secretRef } }],
    [
      'a certificate',
      { ...server, cert: { clientCert: { name: 'login', key: 'tls.crt' }, secretRef: { name: 'login', key: 'tls.key' } } },
      { cert: { path: 'cert', clientCert: { name: 'login', key: 'tls.crt' }, secretRef: { name: 'login', key: 'tls.key' } } },
    ],
  ])('of Vault logs in by %s', (_, store, auth) => {
    expect(providerOf({ vault: store }).vault).toEqual({ ...server, version: 'v2', auth });
  });

  test('of a cloud logs in as the operator where that is said, and then names no account', () => {
    const aws = {
      service: 'SecretsManager',
      region: 'us-gov-west-1',
      externalID: 'shop',
      prefix: 'shop/',
      serviceAccount: 'operator',
    } as const;
    const { serviceAccount: _, ...rest } = aws;
    expect(providerOf({ aws }).aws).toEqual(rest);
    expect(providerOf({ gcp: { projectId: 'shop', location: 'europe-west3', serviceAccount: 'operator' } })).toEqual({
      gcpsm: { projectID: 'shop', location: 'europe-west3' },
    });
    const vaultUrl = 'https://shop.vault.usgovcloudapi.net';
    expect(providerOf({ azureKeyVault: { vaultUrl, environmentType: 'USGovernmentCloud', serviceAccount: 'operator' } }).azurekv).toEqual({
      vaultUrl,
      environmentType: 'USGovernmentCloud',
      authType: 'WorkloadIdentity',
    });
  });

  test('of GKE finds out about its cluster by itself', () => {
    expect(providerOf({ gcp: { projectId: 'shop', serviceAccount: { name: 'reader' } } }).gcpsm.auth).toEqual({
      workloadIdentity: { serviceAccountRef: { name: 'reader' } },
    });
  });

  test('takes accounts and Secrets of its own namespace only', () => {
    const stray = { ...vault, serviceAccount: { name: 'reader', namespace: 'bank' } };
    expect(failureOf(() => new SecretStore(chartOf('shop'), 'store', { vault: stray }))).toBe(
      'shop/store: "vault.serviceAccount.namespace" is "bank", and a SecretStore takes what is in its own namespace, "shop"',
    );
    const cert = { clientCert: { ...secretRef, namespace: 'bank' }, secretRef };
    expect(failureOf(() => new SecretStore(chartOf('shop'), 'store', { vault: { ...server, cert } }))).toContain('"vault.cert.clientCert');
  });

  test('of the whole cluster lies in no namespace, and its references do', () => {
    const chart = chartOf('platform');
    new ClusterSecretStore(chart, 'store', { vault, namespaces: ['shop'] });
    const [{ metadata }] = Testing.synth(chart);
    expect(metadata).not.toHaveProperty('namespace');
    const caProvider = { type: 'Secret', name: 'ca', key: 'ca.crt' } as const;
    expect(failureOf(() => new ClusterSecretStore(chart, 'other', { vault: { ...vault, caProvider }, namespaces: ['shop'] }))).toContain(
      '"vault.caProvider.namespace" is missing',
    );
  });
});

describe('the readers of a ClusterSecretStore', () => {
  const conditionsOf = (readers: object): Json => {
    const chart = plainChart();
    new ClusterSecretStore(chart, 'store', { vault, ...readers } as unknown as ClusterSecretStoreProps);
    const [object] = Testing.synth(chart);
    expect(schemaErrors(object)).toEqual([]);
    return object.spec.conditions;
  };

  test('are named, selected by labels, or match a pattern', () => {
    const namespaceSelector = { matchLabels: { team: 'shop' } };
    expect(conditionsOf({ namespaces: ['shop'], namespaceSelector, namespaceRegexes: ['^shop-(a|b)$'] })).toEqual([
      { namespaces: ['shop'] },
      { namespaceSelector },
      { namespaceRegexes: ['^shop-(a|b)$'] },
    ]);
  });

  test.each<[string, object, string]>([
    ['are nobody', {}, 'names the namespaces that may read from it'],
    ['are an empty list', { namespaces: [] }, 'names the namespaces that may read from it'],
    ['are a wildcard', { namespaces: ['*'] }, '"*" in "namespaces" is no name of a namespace'],
    ['are all by their labels', { namespaceSelector: {} }, '"namespaceSelector" selects every namespace'],
    ['match by a part of their name', { namespaceRegexes: ['shop'] }, '"shop" in "namespaceRegexes" matches a part of a name'],
    ['match by a part of an alternative', { namespaceRegexes: ['^shop|bank$'] }, 'matches a part of a name'],
    ['match by what Go does not know', { namespaceRegexes: ['^(?!bank).*$'] }, 'is no regular expression of Go'],
  ])('that %s are an error', (_, readers, wanted) => {
    expect(failureOf(() => conditionsOf(readers))).toContain(wanted);
  });
});

describe('a store that cannot be used is an error, for what reads and for what writes', () => {
  const uses: readonly (readonly [string, (chart: Chart, store: SecretStore | ClusterSecretStore) => unknown])[] = [
    ['an ExternalSecret', (chart, store) => new ExternalSecret(chart, 'it', { store, data })],
    ['a PushSecret', (chart, store) => new PushSecret(chart, 'it', { store, secret: { name: 'a' }, data: { a: { remoteKey: 'a' } } })],
  ];

  test.each(uses)('%s beside a store of another namespace', (_, use) => {
    const { serviceAccount: __, ...rest } = vault;
    const store = new SecretStore(chartOf('bank'), 'store', { vault: { ...rest, serviceAccount: { name: 'reader' } } });
    expect(failureOf(() => use(chartOf('shop'), store))).toBe(
      `shop/it: the SecretStore ${store.name} is in the namespace "bank", and what uses it in "shop"`,
    );
    expect(() => use(chartOf('bank'), store)).not.toThrow();
  });

  test.each(uses)('%s in a namespace that the store does not name', (_, use) => {
    const store = new ClusterSecretStore(chartOf('platform'), 'store', {
      vault,
      namespaces: ['bank'],
      namespaceRegexes: ['^team-[a-z]+$'],
    });
    expect(failureOf(() => use(chartOf('shop'), store))).toContain('may not be read from the namespace "shop"');
    expect(failureOf(() => use(chartOf('my-team-a'), store))).toContain('may not be read');
    expect(() => use(chartOf('bank'), store)).not.toThrow();
    expect(() => use(chartOf('team-a'), store)).not.toThrow();
    // Labels are known in the cluster only.
    const byLabels = new ClusterSecretStore(chartOf('platform'), 'labels', { vault, namespaceSelector: { matchLabels: { team: 'shop' } } });
    expect(() => use(chartOf('shop'), byLabels)).not.toThrow();
  });
});

describe('an ExternalSecret', () => {
  const store = { kind: 'SecretStore', name: 'store' } as const;
  function made(props: ExternalSecretProps): { readonly secret: ExternalSecret; readonly spec: Json } {
    const chart = plainChart();
    const secret = new ExternalSecret(chart, 'it', props);
    const [object] = Testing.synth(chart);
    expect(schemaErrors(object)).toEqual([]);
    return { secret, spec: object.spec };
  }

  test('reads every property of a secret, whole folders, and what a generator makes', () => {
    const { secret, spec } = made({
      store,
      dataFrom: [
        { extract: { key: 'database', decodingStrategy: 'Base64' } },
        { find: { name: { regexp: '^shop-' }, conversionStrategy: 'Unicode' }, rewrite: [{ regexp: { source: '^shop-', target: '' } }] },
        { generator: { kind: 'Password', name: 'random' } },
      ],
    });
    expect(spec).not.toHaveProperty('data');
    expect(spec.dataFrom).toEqual([
      { extract: { key: 'database', decodingStrategy: 'Base64' } },
      { find: { name: { regexp: '^shop-' }, conversionStrategy: 'Unicode' }, rewrite: [{ regexp: { source: '^shop-', target: '' } }] },
      { sourceRef: { generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name: 'random' } } },
    ]);
    expect(secret.keys).toBeUndefined();
  });

  test('of a generator alone needs no store', () => {
    const { spec } = made({ dataFrom: [{ generator: { kind: 'ECRAuthorizationToken', name: 'registry' } }] });
    expect(spec).not.toHaveProperty('secretStoreRef');
  });

  test('makes a Secret of any type and name out of templates', () => {
    const template = {
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': '{"auths":{"registry.example":{"username":"shop","password":"{{ .password }}"}}}' },
      metadata: { labels: { app: 'shop' } },
    } as const;
    const target = { name: 'pull', creationPolicy: 'Orphan', deletionPolicy: 'Delete', immutable: true, template } as const;
    const { secret, spec } = made({ store, data, target, refreshPolicy: 'CreatedOnce' });
    expect(spec.target).toEqual({ ...target, template: { engineVersion: 'v2', ...template } });
    expect(spec.refreshPolicy).toBe('CreatedOnce');
    expect(secret.secret.name).toBe('pull');
    expect(secret.keys).toEqual(['.dockerconfigjson']);
  });

  test('knows its keys as far as templates let it', () => {
    const keysWith = (template: object) => made({ store, data, target: { template } }).secret.keys;
    expect(keysWith({ type: 'Opaque' })).toEqual(['password']);
    expect(keysWith({ data: { url: 'https://{{ .password }}' }, mergePolicy: 'Merge' })).toEqual(['password', 'url']);
    expect(keysWith({ templateFrom: [{ configMap: { name: 'templates', items: [{ key: 'url' }] } }] })).toBeUndefined();
  });

  test.each<[string, object, string]>([
    ['that reads nothing', { store }, 'an ExternalSecret has "data", "dataFrom" or both'],
    ['that reads everything', { store, dataFrom: [{ find: {} }] }, '"dataFrom[0]" finds every secret of the store'],
    ['of two kinds at once', { store, dataFrom: [{ extract: { key: 'a' }, find: { path: 'b' } }] }, '"dataFrom[0]" has one of'],
    ['without a store', { data }, '"store" is missing'],
    ['of no kind of store', { store: { kind: 'ClusterSecretStor', name: 'a' }, data }, 'is a SecretStore or a ClusterSecretStore'],
    ['of a property that is misspelt', { store, data: { a: { key: 'a', propertie: 'x' } } }, '"data.a.propertie" is no parameter'],
    ['of a value without its key', { store, data: { a: { property: 'x' } } }, '"data.a.key" is missing'],
    [
      'of a strategy that is none',
      { store, dataFrom: [{ extract: { key: 'a', decodingStrategy: 'base64' } }] },
      'decodingStrategy" must be',
    ],
    ['that never asks again', { store, data, refreshInterval: Duration.millis(0) }, '"refreshInterval" must be a whole number of seconds'],
    ['that asks twice a second', { store, data, refreshInterval: Duration.millis(500) }, '"refreshInterval" must be a whole number'],
    [
      'of a Secret of others that is deleted',
      { store, data, target: { creationPolicy: 'Merge', deletionPolicy: 'Delete' } },
      'not the operator',
    ],
    ['of no Secret that is merged', { store, data, target: { creationPolicy: 'None', deletionPolicy: 'Merge' } }, 'there is no Secret'],
    ['of a name that cannot be', { store, data, target: { name: 'Pull' } }, '"target.name" is no name of a Secret'],
    [
      'that is a login to the cluster',
      { store, data, target: { template: { type: 'kubernetes.io/service-account-token' } } },
      'the operator makes no Secret of the type',
    ],
  ])('%s fails with the construct', (_, props, wanted) => {
    const message = failureOf(() => made(props as ExternalSecretProps));
    expect(message).toMatch(/^shop\/it: /);
    expect(message).toContain(wanted);
  });

  test.each([
    ['password', 'Tr0ub4dor&3xkcd', 'is written out under the name of a credential'],
    ['url', 'postgres://{{ .user }}:Tr0ub4dor&3xkcd@db/shop', 'holds an address with a password in it'],
  ])('whose template holds a credential (%s) fails and does not repeat it', (key, text, reason) => {
    const message = failureOf(() => made({ store, data, target: { template: { data: { [key]: text } } } }));
    expect(message).toBe(`shop/it: the template of "${key}" ${reason}`);
  });

  test('whose template names values passes', () => {
    const templates = { url: 'postgres://{{ .user }}:{{ .password }}@db/shop', password: '{{ .password | b64dec }}', username: 'shop' };
    expect(made({ store, data, target: { template: { data: templates } } }).spec.target.template.data).toEqual(templates);
  });
});

test('what is made carries the id of its construct as its name, and not that of the object within', () => {
  const chart = plainChart();
  const store = new SecretStore(chart, 'store', { vault });
  new ExternalSecret(chart, 'database', { store, data });
  const labels = Testing.synth(chart).map(({ metadata }) => metadata.labels?.['app.kubernetes.io/name']);
  expect(labels).toEqual(['store', 'database']);
});
