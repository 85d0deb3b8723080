import { Chart, App as PlainApp, Testing } from 'cdk8s';
import { Deployment, ExternalSecret, SecretProviderClass, SecretReference, VaultAgent, WorkloadIdentity } from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { IMAGE } from '../../test/kubernetes/rendered';
import { ownApiServer } from '../judges/api-server';

const server = ownApiServer();

function chart(): Chart {
  return new Chart(new PlainApp(), 'shop', { namespace: 'shop' });
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

/** What the server says of an object. */
async function saidOf(object: Json): Promise<string> {
  const { status, body, warnings } = await server.create(object, 'shop', { dryRun: true });
  return status === 201 ? ['accepted', ...warnings].join(': ') : `${object.kind} ${object.metadata.name}: ${body.message}`;
}

beforeAll(async () => {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/enforce-version': 'latest' };
  await server.mustCreate({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
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
