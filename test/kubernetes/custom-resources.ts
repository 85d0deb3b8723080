import { Chart, App as PlainApp, Testing } from 'cdk8s';
import {
  App,
  apiServer,
  type CertificateAuthority,
  CertificateIssuer,
  ClusterSecretStore,
  type CsiProvider,
  calico,
  cidr,
  cilium,
  Deployment,
  type Dialect,
  ExternalSecret,
  fqdn,
  ingressController,
  inNamespaces,
  isolate,
  istio,
  linkerd,
  monitoring,
  OperatorAppArmorProfile,
  OperatorSeccompProfile,
  OperatorSelinuxProfile,
  PushSecret,
  SealedSecret,
  SecretProviderClass,
  SecretStore,
  type StoreProvider,
  sealValues,
  strictSeccompProfile,
  TenantNamespace,
  TlsCertificate,
} from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { resource } from '../../lib/engine/resource';
import { IMAGE } from './rendered';
import { makeSealingKey } from './secrets/sealing-key';

/** Groups that every API server has. */
const BUILT_IN = /^(?:|apps|autoscaling|batch|policy|(?:networking|rbac\.authorization|node|apiserver\.config)\.k8s\.io)$/;

export const isCustom = (object: Json): boolean => !BUILT_IN.test(resource(object).group);

const UUID = '0b7f3f5e-6a57-4d3c-9d0e-3f3e9b0d8a11';
const chartOf = (id = 'shop'): Chart => new Chart(new PlainApp(), id, { namespace: id });

/** The custom resources in what somebody makes in a chart. */
function madeBy(make: (chart: Chart) => void): readonly Json[] {
  const chart = chartOf();
  make(chart);
  return Testing.synth(chart).filter(isCustom);
}

function sealed(chart: Chart): void {
  const { certificate } = makeSealingKey();
  const values = { password: 'only for this test' };
  const scopes = [
    { name: 'strict', namespace: 'shop' },
    { scope: 'namespace-wide', namespace: 'shop' },
    { scope: 'cluster-wide' },
  ] as const;
  for (const [index, scope] of scopes.entries())
    new SealedSecret(chart, `sealed-${index}`, {
      ...scope,
      encryptedData: sealValues(values, { certificate, ...scope }),
      type: 'kubernetes.io/basic-auth',
      labels: { app: 'shop' },
      secretAnnotations: { owner: 'shop' },
    });
}

const serviceAccount = { name: 'reader', namespace: 'shop' };
const credential = { name: 'login', key: 'value', namespace: 'shop' };
const VAULT = { server: 'https://vault.example', path: 'secret' } as const;
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const STORES: Readonly<Record<string, StoreProvider>> = {
  vault: { vault: { server: 'https://vault.example', path: 'secret', role: 'shop', namespace: 'team', serviceAccount } },
  azure: { azureKeyVault: { vaultUrl: 'https://shop.vault.azure.net', serviceAccount } },
  aws: { aws: { service: 'ParameterStore', region: 'eu-central-1', role: 'arn:aws:iam::123456789012:role/shop', serviceAccount } },
  gcp: { gcp: { projectId: 'shop', clusterLocation: 'europe-west3', clusterName: 'one', serviceAccount } },
  'Vault, by a token that it checks': {
    vault: {
      ...VAULT,
      jwt: { role: 'shop', serviceAccount },
      caProvider: { type: 'ConfigMap', name: 'ca', key: 'ca.crt', namespace: 'shop' },
    },
  },
  'Vault, by a stored token': { vault: { ...VAULT, jwt: { role: 'shop', secretRef: credential }, caBundle: PEM } },
  'Vault, by an AppRole': { vault: { ...VAULT, appRole: { roleRef: credential, secretRef: credential } } },
  'Vault, by a certificate': { vault: { ...VAULT, cert: { clientCert: credential, secretRef: credential } } },
  'Azure, as the operator': {
    azureKeyVault: { vaultUrl: 'https://shop.vault.azure.cn', environmentType: 'ChinaCloud', serviceAccount: 'operator' },
  },
  'AWS, as the operator': {
    aws: { service: 'SecretsManager', region: 'eu-central-1', externalID: 'shop', prefix: 'shop/', serviceAccount: 'operator' },
  },
  'Google, of one region': { gcp: { projectId: 'shop', location: 'europe-west3', clusterProjectID: 'other', serviceAccount } },
};

const external = (name: string, provider: StoreProvider) => (chart: Chart) => {
  const store = new SecretStore(chart, `store-${name}`, provider);
  new ClusterSecretStore(chart, `cluster-${name}`, { ...provider, namespaces: ['shop'] });
  const data = { password: { key: 'database', property: 'password', version: '3' } };
  const secret = new ExternalSecret(chart, `secret-${name}`, { store, data });
  new PushSecret(chart, `push-${name}`, { store, secret, data: { password: { remoteKey: 'copy', property: 'password' } } });
};

/** What becomes of values on their way into a Secret, and out of one. */
function shaped(chart: Chart): void {
  const store = { kind: 'ClusterSecretStore', name: 'store' } as const;
  const generator = { kind: 'Password', name: 'random' } as const;
  const template = {
    type: 'kubernetes.io/basic-auth',
    data: { password: '{{ .password }}' },
    templateFrom: [{ configMap: { name: 'templates', items: [{ key: 'user', templateAs: 'KeysAndValues' }] } }],
    mergePolicy: 'Merge',
    metadata: { labels: { app: 'shop' }, annotations: { owner: 'shop' } },
  } as const;
  new ClusterSecretStore(chart, 'open', {
    vault: { ...VAULT, role: 'shop', serviceAccount },
    namespaceSelector: { matchLabels: { team: 'shop' }, matchExpressions: [{ key: 'stage', operator: 'In', values: ['test'] }] },
    namespaceRegexes: ['^shop-[a-z]+$'],
  });
  new ExternalSecret(chart, 'shaped', {
    store,
    data: { password: { key: 'database', decodingStrategy: 'Base64', conversionStrategy: 'Unicode', metadataPolicy: 'Fetch' } },
    dataFrom: [
      { extract: { key: 'database', version: '3' }, rewrite: [{ transform: { template: '{{ .value | upper }}' } }] },
      { find: { path: 'shop', name: { regexp: '.*' }, tags: { team: 'shop' } }, rewrite: [{ regexp: { source: '-', target: '_' } }] },
      { generator },
    ],
    refreshPolicy: 'OnChange',
    target: { name: 'other', creationPolicy: 'Orphan', deletionPolicy: 'Delete', immutable: true, template },
  });
  new ExternalSecret(chart, 'generated', { dataFrom: [{ generator }], target: { creationPolicy: 'Merge', deletionPolicy: 'Merge' } });
  const data = { password: { remoteKey: 'copy', conversionStrategy: 'ReverseUnicode' } } as const;
  new PushSecret(chart, 'pushed', { store: [store], generator, data, template, updatePolicy: 'IfNotExists', deletionPolicy: 'Delete' });
}

const CLASSES: Readonly<Record<string, CsiProvider>> = {
  vault: {
    vault: {
      roleName: 'shop',
      vaultAddress: 'https://vault.example',
      objects: [{ objectName: 'password', secretPath: 'secret/data/shop/database', secretKey: 'password' }],
    },
  },
  azure: {
    azure: { keyvaultName: 'shop-vault', tenantID: UUID, clientID: UUID, objects: [{ objectName: 'password', objectType: 'secret' }] },
  },
  aws: { aws: { region: 'eu-central-1', objects: [{ objectName: 'password', objectType: 'secretsmanager' }] } },
  gcp: { gcp: { secrets: [{ resourceName: 'projects/shop/secrets/database/versions/latest', path: 'password' }] } },
};

const http01 = { ingressClassName: 'nginx' };
const AUTHORITIES: Readonly<Record<string, CertificateAuthority>> = {
  'ACME by pages': { acme: { email: 'platform@shop.example', solvers: [{ http01 }] } },
  'ACME by records of Azure': {
    acme: {
      solvers: [
        { dns01: { azureDNS: { subscriptionId: UUID, resourceGroup: 'dns', hostedZone: 'shop.example', identityClientId: UUID } } },
        { http01 },
      ],
    },
  },
  'ACME by records of Google': { acme: { solvers: [{ dns01: { cloudDNS: { project: 'shop', hostedZone: 'shop-example' } } }] } },
  'ACME by records of AWS': { acme: { solvers: [{ dns01: { route53: { region: 'eu-central-1', hostedZoneId: 'Z1', role: 'dns' } } }] } },
  'ACME by records of Cloudflare': {
    acme: { solvers: [{ dns01: { cloudflare: { apiToken: { name: 'cloudflare', key: 'token' } } } }] },
  },
  'an authority of one’s own': { ca: { secretName: 'root' } },
  Vault: {
    vault: {
      server: 'https://vault.example',
      path: 'pki/sign/web',
      role: 'web',
      serviceAccountName: 'cert-manager-vault',
      namespace: 'shop',
    },
  },
  itself: { selfSigned: true },
};

const certificates = (authority: CertificateAuthority) => (chart: Chart) => {
  const issuer = new CertificateIssuer(chart, 'issuer', authority);
  new CertificateIssuer(chart, 'cluster', { ...authority, wholeCluster: true });
  const dnsNames = ['shop.example'] as const;
  new TlsCertificate(chart, 'tls', { issuer, dnsNames });
  new TlsCertificate(chart, 'rsa', { issuer, dnsNames, keyAlgorithm: 'RSA', usages: ['server auth', 'client auth'], secretName: 'web' });
};

/** A shop with every kind of flow that the dialect has words for. */
function isolated(dialect: Dialect, sayable: { readonly names?: boolean; readonly http?: boolean; readonly apiServer?: boolean } = {}) {
  const app = new App();
  isolate(app, { dialect });
  const [shop, bank] = ['shop', 'bank'].map((id) => new Chart(app, id, { namespace: id }));
  const containers = [
    {
      image: IMAGE,
      ports: [
        { number: 8080, name: 'http' },
        { number: 9090, name: 'metrics' },
      ],
    },
  ];
  const web = new Deployment(shop ?? app, 'web', { containers });
  const ledger = new Deployment(bank ?? app, 'ledger', { containers });
  web.connections.allowFrom(ingressController({ namespace: 'traefik' }), { port: 'http' });
  web.connections.allowFrom(monitoring(), { port: 'metrics' });
  web.connections.allowTo(ledger, { port: 8080 });
  web.connections.allowTo(inNamespaces('queues'), { port: 5672 });
  ledger.connections.allowTo(cidr('203.0.113.0/24', ['203.0.113.128/25']), { port: { from: 5432, to: 5434 } });
  if (sayable.names === true) web.connections.allowTo(fqdn('api.example.com'), { port: 443 });
  if (sayable.http === true) ledger.connections.allowFrom(web, { port: 9090, http: { methods: ['GET'], paths: ['/items/*', '/health'] } });
  if (sayable.apiServer === true) web.connections.allowTo(apiServer());
  return app.charts.flatMap((chart) => Testing.synth(chart)).filter(isCustom);
}

const unmeshed = ['traefik', 'monitoring', 'queues'];
const plaintextPorts = [8080, 9090];
const everything = { names: true, http: true, apiServer: true };

const profilesOfNodes = (operator: 'v1.0' | 'v0.9' | 'v0.8') => (chart: Chart) => {
  new OperatorSeccompProfile(chart, 'seccomp', { operator, profile: strictSeccompProfile({ allowJit: true }) });
  new OperatorSelinuxProfile(chart, 'selinux', {
    operator,
    allow: { var_log_t: { file: ['open', 'read'] }, '@self': { tcp_socket: ['listen'] } },
  });
  if (operator === 'v0.8') return;
  new OperatorAppArmorProfile(chart, 'apparmor', {
    operator,
    executables: ['/usr/sbin/nginx'],
    libraries: ['/usr/lib/**'],
    readOnly: ['/etc/nginx/**'],
    writeOnly: ['/var/log/nginx/*'],
    readWrite: ['/tmp/**'],
    network: { tcp: true },
    capabilities: ['NET_BIND_SERVICE'],
  });
};

const tenant = (dialect: 'cilium' | 'calico') => (chart: Chart) =>
  void new TenantNamespace(chart, 'red', { owner: 'red', network: { dialect, ingressFrom: ['traefik'] } });

/** Every custom resource that a construct emits, with the options that people use, by what makes it. */
export const CUSTOM_RESOURCES: readonly (readonly [string, readonly Json[]])[] = [
  ['values sealed in every scope', madeBy(sealed)],
  ...Object.entries(STORES).map(([name, provider]) => [`secrets in a store of ${name}`, madeBy(external(name, provider))] as const),
  ['secrets that are shaped on their way', madeBy(shaped)],
  ...Object.entries(CLASSES).map(
    ([name, provider]) =>
      [`a SecretProviderClass of ${name}`, madeBy((chart) => void new SecretProviderClass(chart, name, provider))] as const,
  ),
  [
    'a SecretProviderClass with a Secret beside',
    madeBy((chart) => {
      const sync = { data: { password: 'password' }, labels: { app: 'shop' } };
      new SecretProviderClass(chart, 'synced', { ...(CLASSES.vault ?? fail()), sync });
    }),
  ],
  ...Object.entries(AUTHORITIES).map(([name, authority]) => [`certificates signed by ${name}`, madeBy(certificates(authority))] as const),
  ['a shop isolated with Cilium', isolated(cilium({ mutualAuthentication: true }), everything)],
  ['a shop isolated with Cilium, with a cache of names', isolated(cilium({ resolver: { nodeLocal: true } }))],
  ['a shop isolated with Calico', isolated(calico(), { apiServer: true })],
  ['a shop isolated with Calico in a tier', isolated(calico({ tier: { name: 'shop', order: 100 } }))],
  ['a shop isolated with Istio', isolated(istio({ unmeshed, plaintextPorts, over: cilium() }), everything)],
  ['a shop isolated with Istio without automatic mTLS', isolated(istio({ unmeshed, plaintextPorts, autoMtls: false, mode: 'ambient' }))],
  ['a shop isolated with Linkerd', isolated(linkerd({ unmeshed, plaintextPorts, over: calico() }))],
  ...(['v1.0', 'v0.9', 'v0.8'] as const).map(
    (operator) => [`profiles of the Security Profiles Operator ${operator}`, madeBy(profilesOfNodes(operator))] as const,
  ),
  ['a tenant of Cilium', madeBy(tenant('cilium'))],
  ['a tenant of Calico', madeBy(tenant('calico'))],
];

function fail(): never {
  throw new Error('there is no such provider');
}
