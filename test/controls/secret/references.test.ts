import type { Json } from '../../../lib/controls/requirement';
import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { findingsIn, placesOf } from '../workload/findings';

const object = (apiVersion: string, kind: string, name: string, spec: Json = {}, namespace = 'shop'): Json => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  spec,
});
const external = (name: string, spec: Json = {}, namespace = 'shop') =>
  object('external-secrets.io/v1', 'ExternalSecret', name, { secretStoreRef: { kind: 'SecretStore', name: 'vault' }, ...spec }, namespace);
const mounting = (secretName: string): Json =>
  workloadExample({ namespace: 'shop', pod: { volumes: [{ name: 'secret', secret: { secretName } }] } });
const stored = (...objects: readonly Json[]) => placesOf(findingsIn('external-secret-store', objects));
const TOLD = ['Deployment web spec.template.spec.volumes.0.secret.secretName'];

describe('the Secret of a workload', () => {
  test.each([
    ['an ExternalSecret of its name', external('db')],
    ['an ExternalSecret whose target has the name', external('other', { target: { name: 'db' } })],
    ['a SealedSecret of its name', object('bitnami.com/v1alpha1', 'SealedSecret', 'db')],
    [
      'a SecretProviderClass that copies it',
      object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'web', { secretObjects: [{ secretName: 'db' }] }),
    ],
    ['a Certificate', object('cert-manager.io/v1', 'Certificate', 'web', { secretName: 'db' })],
    ['the Vault Secrets Operator', object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'web', { destination: { name: 'db' } })],
  ])('is made by %s', (_, maker) => {
    expect(stored(mounting('db'), maker)).toEqual([]);
    expect(stored(mounting('mail'), maker)).toEqual(TOLD);
  });

  test('is not made under the name in the template of a SealedSecret: the controller takes its own', () => {
    const sealed = object('bitnami.com/v1alpha1', 'SealedSecret', 'sealed', { template: { metadata: { name: 'db' } } });
    expect(stored(mounting('db'), sealed)).toEqual(TOLD);
  });

  test('is not made by an ExternalSecret of another namespace, of which nothing more is known', () => {
    expect(stored(mounting('db'), external('db', {}, 'api'))).toEqual([]);
    expect(stored(mounting('db'), external('db', {}, 'api'), external('mail'))).toEqual(TOLD);
  });

  test('is asked of every place that names one', () => {
    const pod = {
      initContainers: [{ name: 'init', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'a', key: 'a' } } }] }],
      containers: [{ name: 'web', envFrom: [{ secretRef: { name: 'b' } }] }],
      volumes: [{ name: 'all', projected: { sources: [{ secret: { name: 'c' } }] } }],
      imagePullSecrets: [{ name: 'd' }],
    };
    expect(stored(workloadExample({ namespace: 'shop', pod }), external('x'))).toEqual(
      [
        'containers.0.envFrom.0.secretRef.name',
        'initContainers.0.env.0.valueFrom.secretKeyRef.name',
        'volumes.0.projected.sources.0.secret.name',
        'imagePullSecrets.0.name',
      ].map((path) => `Deployment web spec.template.spec.${path}`),
    );
  });
});

describe('a store of the whole cluster', () => {
  const shared = external('db', { secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' } });
  const store = (spec: Json): Json => ({
    ...object('external-secrets.io/v1', 'ClusterSecretStore', 'vault', spec),
    metadata: { name: 'vault' },
  });

  test('passes only where it says who may read it', () => {
    expect(stored(shared, store({ conditions: [{ namespaces: ['shop'] }] }))).toEqual([]);
    expect(stored(shared, store({ conditions: [] }))).toEqual(['ExternalSecret db spec.secretStoreRef.kind']);
    expect(stored(shared)).toHaveLength(1);
  });
});

describe('a Secret', () => {
  const secret = (fields: Json, metadata: Json = {}): Json => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'db', ...metadata },
    ...fields,
  });
  const written = (...args: Parameters<typeof secret>) => findingsIn('secret-manifest', [secret(...args)]).length;
  const data = { data: { password: 'Y2hhbmdlbWU=' } };

  test.each([
    ['a release of Helm', [{ ...data, type: 'helm.sh/release.v1' }]],
    ['the token of an account', [{ ...data, type: 'kubernetes.io/service-account-token' }]],
    ['owned by a SealedSecret', [data, { ownerReferences: [{ kind: 'SealedSecret', name: 'db' }] }]],
    ['written by the CSI driver', [data, { labels: { 'secrets-store.csi.k8s.io/managed': 'true' } }]],
    ['written by cert-manager', [data, { annotations: { 'cert-manager.io/certificate-name': 'web' } }]],
  ] as const)('that a controller wrote passes: %s', (_, args) => {
    expect(written(...(args as unknown as Parameters<typeof secret>))).toBe(0);
  });

  test.each([
    ['base64 of a placeholder', { data: { password: Buffer.from('<password>').toString('base64') } }, 0],
    ['a value that SOPS encrypted', { stringData: { password: 'ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]' } }, 0],
    ['a hash of a password', { stringData: { users: `web:$2y$05$${'a'.repeat(53)}` } }, 1],
    ['a hash of a password, in base64', { data: { users: Buffer.from(`$2y$05$${'a'.repeat(53)}`).toString('base64') } }, 1],
    ['a binary value', { data: { key: Buffer.from([0, 255, 17]).toString('base64') } }, 1],
    ['a number, which an API server refuses', { stringData: { password: 1234 } }, 1],
    ['owned by a Deployment', data, 1],
  ])('with %s', (_, fields, findings) => {
    expect(written(fields as Json, { ownerReferences: [{ kind: 'Deployment', name: 'web' }] })).toBe(findings);
  });
});

test('the template of an ExternalSecret refers to what the store has', () => {
  const templated = (data: Json) => findingsIn('secret-manifest', [external('db', { target: { template: { data } } })]);
  expect(templated({ 'app.yaml': 'user: web\npassword: {{ .password }}\n', url: 'postgres://{{ .user }}:{{ .password }}@db' })).toEqual([]);
  expect(placesOf(templated({ url: 'postgres://web:hunter2@db', password: '{{ .password }}' }))).toEqual([
    'ExternalSecret db spec.target.template.data.url',
  ]);
});

test('no finding about a credential shows it, in whatever field', () => {
  const bait = 'hunter2hunter2';
  const objects: readonly Json[] = [
    workloadExample({
      pod: {
        containers: [{ name: 'web', env: [{ name: 'DB_PASSWORD', value: bait }], args: [`--password=${bait}`, `https://web:${bait}@db`] }],
      },
    }),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'web' },
      data: { DB_PASSWORD: bait, 'app.yaml': `password: ${bait}\nx: y\n` },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'web', annotations: { url: `https://web:${bait}@db` } },
      stringData: { a: bait },
    },
  ];
  const found = (['sensitive-env-value', 'secret-in-command', 'secret-in-config-map', 'secret-manifest'] as const).flatMap((control) =>
    findingsIn(control, objects).map(({ resource: _, ...shown }) => shown),
  );
  expect(found.map(({ control }) => control)).toEqual([
    'sensitive-env-value',
    'secret-in-command',
    'secret-in-command',
    'secret-in-config-map',
    'secret-in-config-map',
    'secret-manifest',
    'secret-manifest',
  ]);
  expect(JSON.stringify(found)).not.toContain(bait);
});

test('a ConfigMap whose name carries a hash of its content is made immutable by hardening', () => {
  const named = (name: string): Json => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const [finding] = findingsIn('immutable-config', [named('web-5dm9k9ghbt')]);
  expect(finding?.fix).toEqual({ op: 'set', path: ['immutable'], value: true });
  expect(findingsIn('immutable-config', [named('web-1234567890'), named('web-c8a3f0d1'), named('web')])).toEqual([]);
});
