import { Chart, App as PlainApp, Testing } from 'cdk8s';
import { Deployment, SecretReference, VaultAgent } from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { ClusterNode, describeWithNode, STAND_IN } from '../node/cluster-node';

const NAMESPACE = 'shop';
const [VALUE, ROTATED] = ['a value of our own', 'another one'];

/** A workload of two programs of which one reads secrets, as a user would write it. */
function emitted(): readonly Json[] {
  const shop = new Chart(new PlainApp(), 'shop', { namespace: NAMESPACE, disableResourceNameHashes: true });
  const web = new Deployment(shop, 'web', { replicas: 1 });
  const api = web.addContainer({ name: 'api', image: STAND_IN });
  web.addContainer({ name: 'proxy', image: STAND_IN });
  const made = SecretReference.fromSecretName(shop, 'database', 'database');
  made.mountInto(web, api, { path: '/run/secrets/database', rotation: 'reread' });
  const files = { token: { secretPath: 'secret/data/a', key: 'a' } };
  const written = SecretReference.fromVaultAgent(new VaultAgent({ role: 'shop' }), files);
  written.mountInto(web, api, { path: '/run/secrets/vault', rotation: 'reread' });
  return Testing.synth(shop).map((object) => (object.kind === 'Deployment' ? injected(object) : object));
}

/** With what Vault's injector adds to the pod by our annotations, and nothing that has to come from a registry. */
function injected(deployment: Json): Json {
  const changed: Json = structuredClone(deployment);
  const { metadata, spec } = changed.spec.template;
  const said = (name: string) => metadata.annotations[`vault.hashicorp.com/${name}`];
  const folder = { name: 'vault-secrets', mountPath: said('secret-volume-path') };
  for (const container of spec.containers) {
    if (said('agent-inject-containers').split(',').includes(container.name)) container.volumeMounts.push(folder);
  }
  spec.containers.push({
    name: 'vault-agent',
    volumeMounts: [
      { name: said('agent-service-account-token-volume-name'), mountPath: '/var/run/secrets/agent', readOnly: true },
      { name: 'home-sidecar', mountPath: '/home/vault' },
      folder,
    ],
    securityContext: {
      runAsUser: Number(said('agent-run-as-user')),
      runAsGroup: Number(said('agent-run-as-group')),
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      allowPrivilegeEscalation: false,
    },
  });
  for (const name of ['vault-secrets', 'home-sidecar']) spec.volumes.push({ name, emptyDir: { medium: 'Memory' } });
  for (const container of spec.containers)
    Object.assign(container, { image: STAND_IN, imagePullPolicy: 'Never', command: ['/bin/stand-in'] });
  return changed;
}

const secret = (value: string): Json => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'database', namespace: NAMESPACE },
  stringData: { password: value },
});

describeWithNode('secrets in a running pod', () => {
  let node: ClusterNode;
  let pod = '';

  /** What a shell command of a container says, with its errors. */
  const inside = (container: string, command: string) =>
    node.kubectl(['exec', '--namespace', NAMESPACE, pod, '--container', container, '--', '/bin/sh', '-c', `{ ${command}; } 2>&1 || true`]);

  beforeAll(async () => {
    node = ClusterNode.start();
    node.makeStandIn([]);
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    await node.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } }]);
    await node.apply([secret(VALUE), ...emitted()]);
    pod = await runningPod(node);
  });
  afterAll(() => node?.stop());

  test('the program is not root, and reads its files through its group; they are 0440 and cannot be written', async () => {
    expect(await inside('api', 'id -u')).toBe('65532\n');
    expect(await inside('api', 'cat /run/secrets/database/password')).toBe(VALUE);
    expect(await inside('api', 'stat -L -c "%a %u %g" /run/secrets/database/password')).toBe('440 0 65532\n');
    expect(await inside('api', 'echo x > /run/secrets/database/password')).toMatch(/Read-only file system|Permission denied/);
    expect(await inside('api', 'touch /run/secrets/database/other')).toContain('Read-only file system');
  });

  test('the program beside it has no such folder, and neither has a token of the API server', async () => {
    expect(await inside('proxy', 'ls /run/secrets')).toContain('No such file or directory');
    for (const container of ['api', 'proxy', 'vault-agent'])
      expect(await inside(container, 'ls /var/run/secrets/kubernetes.io')).toContain('No such file or directory');
  });

  test('the agent reads a token that is for Vault alone and ends after an hour; no program of the pod sees it', async () => {
    const token = await inside('vault-agent', 'cat /var/run/secrets/agent/token');
    const { aud, exp, iat, sub }: Json = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect([aud, exp - iat, sub]).toEqual([['vault'], 3600, expect.stringMatching(/^system:serviceaccount:shop:/)]);
    expect(await inside('api', 'ls /var/run/secrets/agent')).toContain('No such file or directory');
  });

  test('what the agent writes with 0440 the program reads, and the one beside it does not', async () => {
    await inside('vault-agent', 'printf %s written > /run/secrets/vault/token && chmod 0440 /run/secrets/vault/token');
    expect(await inside('api', 'cat /run/secrets/vault/token')).toBe('written');
    expect(await inside('proxy', 'ls /run/secrets/vault')).toContain('No such file or directory');
  });

  test('a rotated value arrives in the file while the program runs', async () => {
    await node.apply([secret(ROTATED)]);
    let seen = VALUE;
    for (let left = 180; seen === VALUE && left > 0; left--) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      seen = await inside('api', 'cat /run/secrets/database/password');
    }
    expect(seen).toBe(ROTATED);
  });
});

/** Waits until the pod of the workload runs. */
async function runningPod(node: ClusterNode): Promise<string> {
  for (let left = 120; ; left--) {
    for (const { metadata, status } of await node.get('pods', NAMESPACE))
      if (status.conditions?.some(({ type, status: value }: Json) => type === 'Ready' && value === 'True')) return metadata.name;
    if (left === 0) throw new Error(`not ready in time: ${await node.kubectl(['get', 'events', '--all-namespaces'])}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
