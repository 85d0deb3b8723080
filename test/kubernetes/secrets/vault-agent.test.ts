import { spawnSync } from 'node:child_process';
import { Cron } from 'cdk8s';
import fc from 'fast-check';
import { audit, podSecurityRestricted } from 'tempered';
import {
  adviceOn,
  ContainerRestartPolicy,
  type ContainerSecret,
  CronJob,
  Deployment,
  SecretReference,
  VaultAgent,
  type VaultAgentProps,
} from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { resource } from '../../../lib/engine/resource';
import { failureOf, IMAGE, plainChart, rendered } from '../rendered';

const PREFIX = 'vault.hashicorp.com/';
const password = { secretPath: 'secret/data/shop/database', key: 'password' };

function example(props: Partial<VaultAgentProps> = {}) {
  const chart = plainChart();
  const agent = new VaultAgent({ role: 'shop', ...props });
  const web = new Deployment(chart, 'web');
  const add = (name: string, context = {}) => web.addContainer({ name, image: IMAGE, securityContext: context });
  return { chart, agent, web, add, database: SecretReference.fromVaultAgent(agent, { password }) };
}

/** The annotations of the pod that are for the injector, without what they begin with. */
function annotationsOf(web: Deployment): Json {
  const { annotations = {} }: Json = rendered(web).spec.template.metadata;
  const entries = Object.entries(annotations).map(([name, value]) => [name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name, value]);
  return Object.fromEntries(entries);
}

test('an agent is described with everything that it needs under Pod Security restricted, and nothing of the injector is left to chance', () => {
  const { web, add, database } = example({ service: 'https://vault.example' });
  database.mountInto(web, add('api'), { path: '/run/secrets/database', rotation: 'reread' });
  expect(annotationsOf(web)).toEqual({
    'agent-inject': 'true',
    role: 'shop',
    service: 'https://vault.example',
    'auth-path': 'auth/kubernetes',
    'agent-inject-containers': 'api',
    'agent-pre-populate-only': 'false',
    'agent-revoke-on-shutdown': 'true',
    'agent-service-account-token-volume-name': 'vault-agent-token',
    'agent-set-security-context': 'true',
    'agent-run-as-same-user': 'false',
    'agent-share-process-namespace': 'false',
    'agent-run-as-user': '65532',
    'agent-run-as-group': '65532',
    'agent-requests-cpu': '250m',
    'agent-limits-cpu': '500m',
    'agent-requests-mem': '64Mi',
    'agent-limits-mem': '128Mi',
    'agent-requests-ephemeral': '16Mi',
    'agent-limits-ephemeral': '64Mi',
    'secret-volume-path': '/run/secrets/database',
    'agent-inject-secret-password': 'secret/data/shop/database',
    'agent-inject-template-password': '{{- with secret "secret/data/shop/database" -}}{{ .Data.data.password }}{{- end -}}',
    'agent-inject-file-password': 'password',
    'agent-inject-perms-password': '0440',
    'error-on-missing-key-password': 'true',
  });
});

test('what tells the injector about a password is taken for none', () => {
  const { chart, web, add, database } = example();
  database.mountInto(web, add('api'), { path: '/run/secrets/database', rotation: 'reread' });
  rendered(web);
  const advice = adviceOn(chart).findings.map(({ control }) => control);
  expect(advice).toContain('liveness-probe');
  expect(advice).not.toContain('secret-manifest');
});

test('the token is for Vault, ends after an hour, and no container of the pod mounts it', () => {
  const { web, add, database } = example({ audience: 'https://vault.example' });
  database.mountInto(web, add('api'), { path: '/run/secrets', rotation: 'reread' });
  const { spec } = rendered(web).spec.template;
  const serviceAccountToken = { audience: 'https://vault.example', expirationSeconds: 3600, path: 'token' };
  expect(spec.volumes).toEqual([{ name: 'vault-agent-token', projected: { defaultMode: 0o440, sources: [{ serviceAccountToken }] } }]);
  expect(spec.automountServiceAccountToken).toBe(false);
  expect(spec.containers[0].volumeMounts).toBeUndefined();
  // The agent, which is not root, reads its token and shares the files by it.
  expect(spec.securityContext.fsGroup).toBe(65532);
});

/** What the injector puts into a pod for these annotations (vault-k8s, agent-inject/agent: container_sidecar.go, container_volume.go). */
function injected(web: Deployment): Json {
  const pod: Json = rendered(web).spec.template;
  const annotations = annotationsOf(web);
  const securityContext = {
    runAsUser: Number(annotations['agent-run-as-user']),
    runAsGroup: Number(annotations['agent-run-as-group']),
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
    allowPrivilegeEscalation: false,
  };
  const agent = {
    name: 'vault-agent',
    image: 'hashicorp/vault:2.0.4',
    ...(annotations['agent-set-security-context'] === 'true' && { securityContext }),
  };
  const volumes = ['home-init', 'home-sidecar', 'vault-secrets'].map((name) => ({ name, emptyDir: { medium: 'Memory' } }));
  const spec = { ...pod.spec, containers: [...pod.spec.containers, agent], volumes: [...pod.spec.volumes, ...volumes] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', ...pod.metadata }, spec };
}

test('the pod with its agent still passes Pod Security restricted: seccomp comes from the pod, all else from the annotations', () => {
  const { web, add, database } = example();
  database.mountInto(web, add('api'), { path: '/run/secrets', rotation: 'reread' });
  const found = (object: Json) => audit([resource(object)], { profile: podSecurityRestricted }).findings.map(({ control }) => control);
  const pod = injected(web);
  expect(found(pod)).toEqual([]);
  const { seccompProfile: _, ...rest } = pod.spec.securityContext;
  expect(found({ ...pod, spec: { ...pod.spec, securityContext: rest } })).toContain('seccomp-profile');
});

test('the agent runs as the container that reads the files', () => {
  const { web, add, database } = example();
  database.mountInto(web, add('api', { user: 20001, group: 20002 }), { path: '/run/secrets', rotation: 'reread' });
  expect(annotationsOf(web)).toMatchObject({ 'agent-run-as-user': '20001', 'agent-run-as-group': '20002' });
});

test('where the platform assigns users, the injector assigns none', () => {
  const { web, add, database } = example({ runAs: 'platform' });
  database.mountInto(web, add('api'), { path: '/run/secrets', rotation: 'reread' });
  const annotations = annotationsOf(web);
  expect(annotations['agent-set-security-context']).toBe('false');
  expect(annotations['agent-run-as-user']).toBeUndefined();
});

test('without a program that reads again the agent ends before the program starts', () => {
  const { web, add, database } = example();
  database.mountInto(web, add('api'), { path: '/run/secrets', rotation: 'next-rollout' });
  expect(annotationsOf(web)).toMatchObject({ 'agent-pre-populate-only': 'true' });
  expect(annotationsOf(web)['agent-revoke-on-shutdown']).toBeUndefined();
});

test('files of the same name in two folders are told apart', () => {
  const { agent, web, add, database } = example();
  const api = add('api');
  const billing = SecretReference.fromVaultAgent(agent, {
    password: { secretPath: 'database/creds/billing', key: 'password', engine: 'kv-v1' },
  });
  database.mountInto(web, api, { path: '/run/database', rotation: 'reread' });
  billing.mountInto(web, api, { path: '/run/billing', rotation: 'reread' });
  expect(annotationsOf(web)).toMatchObject({
    'secret-volume-path': '/run/database',
    'agent-inject-file-password': 'password',
    'agent-inject-file-password-2': 'password',
    'secret-volume-path-password-2': '/run/billing',
    'agent-inject-template-password-2': '{{- with secret "database/creds/billing" -}}{{ .Data.password }}{{- end -}}',
  });
});

// Templates have their commands in the agent that runs first, too (agent-inject/agent/config.go), where no program answers yet.
test('a program is told of what was written anew, and starts though it could not be told', () => {
  const { agent, web, add } = example();
  const command = 'wget -q -O - http://127.0.0.1:8080/-/reload';
  const reloaded = SecretReference.fromVaultAgent(agent, { password: { ...password, command } });
  reloaded.mountInto(web, add('api'), { path: '/run/secrets', rotation: 'reread' });
  expect(annotationsOf(web)['agent-inject-command-password']).toBe(`(${command}) || true`);
  expect(spawnSync('sh', ['-c', '(exit 7) || true']).status).toBe(0);
});

test('no name of an annotation is longer than Kubernetes takes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_.][A-Za-z0-9_-]{0,80}$/), { minLength: 1, maxLength: 4 }), (names) => {
      fc.pre(names.every((name) => name !== '.'));
      const { agent, web, add } = example();
      const files = Object.fromEntries(names.map((name) => [name, password]));
      SecretReference.fromVaultAgent(agent, files).mountInto(web, add('api'), { path: '/run/secrets', rotation: 'reread' });
      const annotations = annotationsOf(web);
      for (const name of Object.keys(annotations)) expect(name).toMatch(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/);
      const written = Object.entries(annotations).flatMap(([name, value]) => (name.startsWith('agent-inject-file-') ? [value] : []));
      expect(written.sort()).toEqual([...names].sort());
    }),
    { numRuns: 25 },
  );
});

describe('what would not work fails, with the workload and what to write', () => {
  const mounting = (path: string, files: Parameters<typeof SecretReference.fromVaultAgent>[1]) => {
    const { agent, web, add } = example();
    return failureOf(() => SecretReference.fromVaultAgent(agent, files).mountInto(web, add('api'), { path, rotation: 'reread' }));
  };

  test('a path that would end the quotes of its template', () => {
    const secretPath = 'x" }}{{ env "HOME" }}{{ "';
    const message = mounting('/run', { password: { secretPath, key: 'password' } });
    expect(message).toContain('shop/web: the secretPath of password must be a path in Vault');
    expect(message).not.toContain(secretPath);
  });

  test('a key that no template can name, a file outside of the folder, no file', () => {
    expect(mounting('/run', { a: { secretPath: 'a', key: 'a-b' } })).toContain('cannot be named in a template');
    expect(mounting('/run', { '../a': { secretPath: 'a', key: 'a' } })).toContain('the name of a file below the volume');
    expect(mounting('/run', {})).toContain('without a file');
  });

  test('rotation by Reloader, which sees nothing of an agent', () => {
    const { web, add, database } = example();
    const api = add('api');
    const sees = 'no Secret that Reloader could watch';
    const mount = { path: '/run', rotation: 'restart' } as const;
    // @ts-expect-error there is no such rotation with an agent
    expect(failureOf(() => database.mountInto(web, api, mount))).toContain(sees);
    // @ts-expect-error nor among the options of a container
    const secrets: readonly ContainerSecret[] = [{ from: database, ...mount }];
    expect(failureOf(() => web.addContainer({ name: 'b', image: IMAGE, secrets }))).toContain(sees);
  });

  test('an agent that would keep a job from ending', () => {
    const { chart, database } = example();
    const job = new CronJob(chart, 'job', { schedule: Cron.daily() });
    const container = job.addContainer({ image: IMAGE });
    expect(failureOf(() => database.mountInto(job, container, { path: '/run', rotation: 'reread' }))).toContain('it would never end');
    database.mountInto(job, container, { path: '/run', rotation: 'next-rollout' });
  });

  test('containers that would see the secrets of each other', () => {
    const { agent, web, add, database } = example();
    const other = SecretReference.fromVaultAgent(agent, { key: password });
    database.mountInto(web, add('api'), { path: '/run/database', rotation: 'reread' });
    other.mountInto(web, add('proxy'), { path: '/run/proxy', rotation: 'reread' });
    expect(failureOf(() => rendered(web))).toContain('api and proxy mount different folders');
  });

  test('a second agent', () => {
    const { web, add, database } = example();
    const api = add('api');
    database.mountInto(web, api, { path: '/run/a', rotation: 'reread' });
    const other = SecretReference.fromVaultAgent(new VaultAgent({ role: 'other' }), { password });
    other.mountInto(web, api, { path: '/run/b', rotation: 'reread' });
    expect(failureOf(() => rendered(web))).toContain('two agents are described');
  });

  test('a role that is missing, an address without TLS or with a password, root, what is misspelt', () => {
    const mounted = (props: object) => {
      const { web, add } = example();
      const agent = new VaultAgent(props as VaultAgentProps);
      const reference = SecretReference.fromVaultAgent(agent, { password });
      return failureOf(() => reference.mountInto(web, add('api'), { path: '/run', rotation: 'reread' }));
    };
    expect(mounted({})).toBe('shop/web: "VaultAgent.role" is missing');
    expect(mounted({ role: 'a', service: 'http://vault' })).toContain(
      'shop/web: "VaultAgent.service" must be an address that begins with https://',
    );
    const withPassword = mounted({ role: 'a', service: 'https://shop:hunter2@vault.example' });
    expect(withPassword).toContain('without a user or a password');
    expect(withPassword).not.toContain('hunter2');
    expect(mounted({ role: 'a', runAs: { user: 0, group: 1 } })).toContain('that are not root');
    expect(mounted({ role: 'a', renderIntervall: '1m' })).toContain('"VaultAgent.renderIntervall" is no parameter');
  });

  test('two secrets in one file', () => {
    const { agent, web, add, database } = example();
    const api = add('api');
    const other = SecretReference.fromVaultAgent(agent, { password: { secretPath: 'secret/data/shop/mail', key: 'password' } });
    for (const each of [database, other]) each.mountInto(web, api, { path: '/run/secrets', rotation: 'reread' });
    expect(failureOf(() => rendered(web))).toContain('two secrets would be written to the file /run/secrets/password');
  });
});

// The injector mounts its folders into every container that runs first, whatever containers it is told of.
describe('a container that runs first', () => {
  const addFirst = (web: Deployment, name: string) => web.addInitContainer({ name, image: IMAGE });

  test('reads files of an agent that runs before it', () => {
    const { web, add, database } = example();
    database.mountInto(web, add('api'), { path: '/run/secrets', rotation: 'reread' });
    database.mountInto(web, addFirst(web, 'migrate'), { path: '/run/secrets', rotation: 'next-rollout' });
    expect(annotationsOf(web)).toMatchObject({
      'agent-init-first': 'true',
      'agent-inject-containers': 'api',
      'agent-pre-populate-only': 'false',
    });
  });

  test('may be the only one that does', () => {
    const { web, add, database } = example();
    add('api');
    const migrate = web.addInitContainer({ name: 'migrate', image: IMAGE, securityContext: { user: 20001, group: 20002 } });
    database.mountInto(web, migrate, { path: '/run/secrets', rotation: 'next-rollout' });
    // Empty, and not left out: that would be every container (agent-inject/agent/annotations.go, Init).
    expect(annotationsOf(web)).toMatchObject({ 'agent-inject-containers': '', 'agent-init-first': 'true', 'agent-run-as-user': '20001' });
  });

  test('and would see what was not meant for it is refused', () => {
    const { web, add, database } = example();
    database.mountInto(web, add('api'), { path: '/run/secrets', rotation: 'reread' });
    addFirst(web, 'wait');
    expect(annotationsOf(web)['agent-init-first']).toBeUndefined();
    database.mountInto(web, addFirst(web, 'migrate'), { path: '/run/secrets', rotation: 'next-rollout' });
    expect(failureOf(() => rendered(web))).toContain('the containers api and wait mount different folders');
  });

  test('and goes on beside the others is refused, too', () => {
    const { web, add, database } = example();
    database.mountInto(web, add('api'), { path: '/run/secrets', rotation: 'reread' });
    web.addInitContainer({ name: 'proxy', image: IMAGE, restartPolicy: ContainerRestartPolicy.ALWAYS });
    expect(failureOf(() => rendered(web))).toContain('the containers api and proxy mount different folders');
  });
});
