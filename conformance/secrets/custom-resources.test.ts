import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Chart, App as PlainApp, Testing } from 'cdk8s';
import { load } from 'js-yaml';
import {
  ClusterSecretStore,
  Deployment,
  ExternalSecret,
  PushSecret,
  SealedSecret,
  SecretProviderClass,
  SecretReference,
  SecretStore,
  type StoreProvider,
  sealValues,
  VaultAgent,
  WorkloadIdentity,
} from 'tempered/kubernetes';
import { isObject, type Json } from '../../lib/controls/requirement';
import { IMAGE } from '../../test/kubernetes/rendered';
import { makeSealingKey } from '../../test/kubernetes/secrets/sealing-key';
import { ownApiServer } from '../judges/api-server';
import { judge } from '../judges/installed';

/** The definitions of their publishers, with the rules in CEL that no JSON schema has. */
const DEFINITIONS = [
  'bitnami.com_sealedsecrets.yaml',
  'external-secrets.io_clustersecretstores.yaml',
  'external-secrets.io_externalsecrets.yaml',
  'external-secrets.io_pushsecrets.yaml',
  'external-secrets.io_secretstores.yaml',
];

const server = ownApiServer();
const serviceAccount = { name: 'reader', namespace: 'shop' };
const { certificate } = makeSealingKey();
const providers: Readonly<Record<string, StoreProvider>> = {
  vault: { vault: { server: 'https://vault.example', path: 'secret', role: 'shop', namespace: 'team', serviceAccount } },
  azure: { azureKeyVault: { vaultUrl: 'https://shop.vault.azure.net', serviceAccount } },
  aws: { aws: { service: 'ParameterStore', region: 'eu-central-1', role: 'arn:aws:iam::123456789012:role/shop', serviceAccount } },
  gcp: { gcp: { projectId: 'shop', clusterLocation: 'europe-west3', clusterName: 'one', serviceAccount } },
};

function chart(): Chart {
  return new Chart(new PlainApp(), 'shop', { namespace: 'shop' });
}

function customResources(): readonly Json[] {
  const shop = chart();
  for (const [name, provider] of Object.entries(providers)) {
    const store = new SecretStore(shop, `store-${name}`, provider);
    new ClusterSecretStore(shop, `cluster-${name}`, { ...provider, namespaces: ['shop'] });
    const secret = new ExternalSecret(shop, `secret-${name}`, {
      store,
      data: { password: { key: 'database', property: 'password', version: '3' } },
    });
    new PushSecret(shop, `push-${name}`, { store, secret, data: { password: { remoteKey: 'copy', property: 'password' } } });
  }
  const scope = { scope: 'namespace-wide', namespace: 'shop' } as const;
  new SealedSecret(shop, 'sealed', { ...scope, encryptedData: sealValues({ password: 'only for this test' }, { certificate, ...scope }) });
  return Testing.synth(shop);
}

/** Pods with secrets from everywhere, as a workload's controller would create them. */
function podsOf(mount: (web: Deployment, shop: Chart) => void): Json {
  const shop = chart();
  const web = new Deployment(shop, 'web', { containers: [{ name: 'api', image: IMAGE, portNumber: 8080 }] });
  mount(web, shop);
  const deployment: Json = Testing.synth(shop).find(({ kind }) => kind === 'Deployment');
  const { metadata, spec } = deployment.spec.template;
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'web' }, spec };
}

const mounted = { path: '/run/secrets', rotation: 'reread' } as const;
const containerOf = (web: Deployment) => web.containers[0] ?? fail('no container');

const fail = (what: string): never => {
  throw new Error(what);
};

const PODS: Readonly<Record<string, Json>> = {
  'an ExternalSecret': podsOf((web, shop) => {
    const store = { kind: 'SecretStore', name: 'store' } as const;
    const secret = new ExternalSecret(shop, 'database', { store, data: { password: { key: 'a' } } });
    SecretReference.fromExternalSecret(secret).mountInto(web, containerOf(web), mounted);
  }),
  'a SecretProviderClass': podsOf((web, shop) => {
    const vault = { roleName: 'a', vaultAddress: 'https://vault.example', objects: [{ objectName: 'a', secretPath: 'a/b' }] } as const;
    SecretReference.fromSecretProviderClass(new SecretProviderClass(shop, 'class', { vault })).mountInto(web, containerOf(web), mounted);
  }),
  'Vault Agent': podsOf((web) => {
    const files = { password: { secretPath: 'secret/data/a', key: 'a' } };
    SecretReference.fromVaultAgent(new VaultAgent({ role: 'a' }), files).mountInto(web, containerOf(web), mounted);
  }),
  'an identity of Azure': podsOf((web) =>
    WorkloadIdentity.azure({ clientId: '0b7f3f5e-6a57-4d3c-9d0e-3f3e9b0d8a11' }).assignTo(web, { containers: [containerOf(web)] }),
  ),
};

/** What the server says of an object; undefined where it does not know its kind yet. */
async function saidOf(object: Json, namespace = 'shop'): Promise<string | undefined> {
  const { status, body, warnings } = await server.create(object, namespace, { dryRun: true });
  if (status === 404) return undefined;
  return status === 201 ? ['accepted', ...warnings].join(': ') : `${object.kind} ${object.metadata.name}: ${body.message}`;
}

beforeAll(async () => {
  for (const file of DEFINITIONS) {
    const definition = load(readFileSync(join(judge('crds'), file), 'utf8'));
    if (isObject(definition)) await server.mustCreate(definition);
  }
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/enforce-version': 'latest' };
  await server.mustCreate({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
  // A kind is served a little after its definition is there.
  for (const object of customResources()) while ((await saidOf(object)) === undefined) await setTimeout(50);
});

test('a real API server accepts every custom resource, and knows every field of it', async () => {
  const objects = customResources();
  expect(new Set(objects.map(({ kind }) => kind))).toEqual(
    new Set(['SecretStore', 'ClusterSecretStore', 'ExternalSecret', 'PushSecret', 'SealedSecret']),
  );
  for (const object of objects) expect(await saidOf(object)).toBe('accepted');
});

test.each(Object.entries(PODS))('under the label restricted it accepts a pod with %s', async (_, pod) => {
  expect(await saidOf(pod)).toBe('accepted');
});

/** What the injector adds (vault-k8s, agent-inject/agent: container_sidecar.go, container_volume.go), by our annotations. */
function injected(pod: Json): Json {
  const { annotations } = pod.metadata;
  const said = (name: string) => annotations[`vault.hashicorp.com/${name}`];
  const agent = {
    name: 'vault-agent',
    image: IMAGE,
    volumeMounts: [
      { name: said('agent-service-account-token-volume-name'), mountPath: '/var/run/secrets/vault.hashicorp.com/serviceaccount' },
      { name: 'home-sidecar', mountPath: '/home/vault' },
    ],
    resources: {
      requests: { cpu: said('agent-requests-cpu'), memory: said('agent-requests-mem') },
      limits: { cpu: said('agent-limits-cpu'), memory: said('agent-limits-mem') },
    },
    securityContext: {
      runAsUser: Number(said('agent-run-as-user')),
      runAsGroup: Number(said('agent-run-as-group')),
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      allowPrivilegeEscalation: false,
    },
  };
  const home = { name: 'home-sidecar', emptyDir: { medium: 'Memory' } };
  return { ...pod, spec: { ...pod.spec, containers: [...pod.spec.containers, agent], volumes: [...pod.spec.volumes, home] } };
}

test('the pod is still accepted when the injector has put its agent in, and would not be without the pod’s seccomp profile', async () => {
  const pod = injected(PODS['Vault Agent'] ?? fail('no pod'));
  expect(await saidOf(pod)).toBe('accepted');
  const { seccompProfile: _, ...securityContext } = pod.spec.securityContext;
  expect(await saidOf({ ...pod, spec: { ...pod.spec, securityContext } })).toContain('seccompProfile');
});

test('it refuses a store with a field that it does not know, and one of two providers', async () => {
  const [store] = customResources();
  const { provider } = store?.spec ?? fail('no store');
  const changed = (spec: object): Json => ({ ...store, spec });
  expect(await saidOf(changed({ provider: { vault: { ...provider.vault, adress: 'x' } } }))).toContain('unknown field');
  const two = { ...provider, aws: { service: 'SecretsManager', region: 'eu-central-1' } };
  expect(await saidOf(changed({ provider: two }))).not.toBe('accepted');
});
