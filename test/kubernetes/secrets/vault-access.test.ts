import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart, App as PlainApp, Testing } from 'cdk8s';
import fc from 'fast-check';
import {
  ClusterSecretStore,
  Deployment,
  ExternalSecret,
  PushSecret,
  SecretProviderClass,
  SecretReference,
  SecretStore,
  VaultAgent,
  type VaultParameters,
  type VaultRole,
  vaultAccess,
  writeVaultAccess,
} from 'tempered/kubernetes';
import type { Json } from '../../../lib/controls/requirement';
import { failureOf, IMAGE } from '../rendered';

const shop = (namespace: string | undefined = 'shop') => new Chart(new PlainApp(), 'shop', { namespace });
const store = { server: 'https://vault.example', path: 'secret', role: 'reader', serviceAccount: { name: 'reader' } } as const;

/** The paths of a policy and what is allowed at each, but for those of every login. */
function pathsOf({ policy }: VaultRole): Record<string, string[]> {
  const blocks = [...policy.matchAll(/^path "([^"]+)" \{\n {2}capabilities = \[([^\]]*)\]\n\}$/gm)];
  const paths = blocks.map(([, path = '', list = '']) => [path, list.split(', ').map((each) => each.slice(1, -1))] as const);
  return Object.fromEntries(paths.filter(([path]) => !path.startsWith('auth/token/')));
}

function only(roles: readonly VaultRole[]): VaultRole {
  const [role] = roles;
  if (role === undefined || roles.length > 1) throw new Error(`${roles.length} roles`);
  return role;
}

function mountedBy(chart: Chart, id: string, vault: Partial<VaultParameters> = {}, serviceAccount?: Deployment['serviceAccount']) {
  const objects = [{ objectName: 'password', secretPath: `secret/data/${id}` }] as const;
  const source = new SecretProviderClass(chart, `${id}-secrets`, {
    vault: { roleName: id, vaultAddress: 'https://vault.example', objects, ...vault },
  });
  const web = new Deployment(chart, id, serviceAccount === undefined ? {} : { serviceAccount });
  const container = web.addContainer({ image: IMAGE });
  SecretReference.fromSecretProviderClass(source).mountInto(web, container, { path: '/run/secrets', rotation: 'reread' });
  return web;
}

test('a store is let read what its ExternalSecrets name, by the account that logs in', () => {
  const chart = shop();
  const vault = new SecretStore(chart, 'store', { vault: store });
  new ExternalSecret(chart, 'one', { store: vault, data: { a: { key: 'database' }, b: { key: 'secret/data/mail' } } });
  new ExternalSecret(chart, 'two', { store: vault, data: { a: { key: 'database', property: 'b' } } });
  const role = only(vaultAccess(chart));
  expect(role).toMatchObject({ name: 'reader', mountPath: 'kubernetes', policyName: 'kubernetes:reader' });
  expect(role.parameters).toEqual({
    bound_service_account_names: ['reader'],
    bound_service_account_namespaces: ['shop'],
    audience: 'vault',
    token_policies: ['kubernetes:reader'],
    token_no_default_policy: true,
    token_ttl: '900s',
    token_max_ttl: '3600s',
  });
  expect(pathsOf(role)).toEqual({ 'secret/data/database': ['read'], 'secret/data/mail': ['read'] });
  const [object]: Json[] = Testing.synth(chart);
  expect(object?.spec.provider.vault.auth.kubernetes.serviceAccountRef).toEqual({ name: 'reader', audiences: ['vault'] });
});

test('version 1 of the engine has no data between, and what is pushed may be written', () => {
  const chart = shop();
  const first = new SecretStore(chart, 'first', { vault: { ...store, version: 'v1' } });
  new ExternalSecret(chart, 'one', { store: first, data: { a: { key: 'database' } } });
  const second = new ClusterSecretStore(chart, 'second', {
    vault: { ...store, role: 'writer', serviceAccount: { name: 'writer', namespace: 'platform', audiences: ['v'] } },
    namespaces: ['shop'],
  });
  new PushSecret(chart, 'push', { store: second, secret: { name: 'made' }, data: { a: { remoteKey: 'made' } } });
  const [reader, writer] = vaultAccess(chart);
  expect(reader && pathsOf(reader)).toEqual({ 'secret/database': ['read'] });
  expect(writer && pathsOf(writer)).toEqual({
    'secret/data/made': ['create', 'read', 'update'],
    'secret/metadata/made': ['create', 'read', 'update'],
  });
  expect(writer?.parameters).toMatchObject({ bound_service_account_namespaces: ['platform'], audience: 'v' });
});

test('what goes with its PushSecret may be deleted', () => {
  const chart = shop();
  const vault = new SecretStore(chart, 'store', { vault: store });
  new PushSecret(chart, 'push', { store: vault, secret: { name: 'a' }, data: { a: { remoteKey: '/made/' } }, deletionPolicy: 'Delete' });
  const all = ['create', 'delete', 'read', 'update'];
  expect(pathsOf(only(vaultAccess(chart)))).toEqual({ 'secret/data/made': all, 'secret/metadata/made': all });
});

describe('each role has a policy of its own', () => {
  function reading(logins: Readonly<Record<string, { readonly mountPath?: string; readonly role: string }>>): Chart {
    const chart = shop();
    for (const [id, login] of Object.entries(logins)) {
      const vault = new SecretStore(chart, id, { vault: { ...store, ...login } });
      new ExternalSecret(chart, `${id}-secret`, { store: vault, data: { a: { key: id } } });
    }
    return chart;
  }

  test('also where the login of another cluster has a role of that name', () => {
    const roles = vaultAccess(reading({ db: { mountPath: 'k8s-a', role: 'shop' }, mail: { mountPath: 'k8s-b', role: 'shop' } }));
    expect(roles.map((role) => [role.policyName, role.parameters.token_policies, Object.keys(pathsOf(role))])).toEqual([
      ['k8s-a:shop', ['k8s-a:shop'], ['secret/data/db']],
      ['k8s-b:shop', ['k8s-b:shop'], ['secret/data/mail']],
    ]);
  });

  test.each(['default', 'root'])('and none is one that Vault has itself: %s', (role) => {
    expect(only(vaultAccess(reading({ db: { role } }))).policyName).toBe(`kubernetes:${role}`);
  });

  test.each([
    ['letters that count alike', { one: { role: 'Shop' }, two: { role: 'shop' } }],
    ['letters of the mount', { one: { mountPath: 'K8s', role: 'a' }, two: { mountPath: 'k8s', role: 'a' } }],
  ])('or it is an error: %s', (_, logins) => {
    expect(failureOf(() => vaultAccess(reading(logins)))).toMatch(/^shop\/(?:one|two)-secret: the roles \S+ and \S+ would have one policy/);
  });

  // Other programs describe other roles of the same Vault: there, nobody could compare.
  test('wherever the mount ends and the role begins', () => {
    const login = fc.record({
      mountPath: fc.stringMatching(/^[ab](?:[-./][ab]){0,2}$/),
      role: fc.stringMatching(/^[ab](?:[-.][ab]){0,2}$/),
    });
    fc.assert(
      fc.property(login, login, (one, two) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(two));
        const [first, second] = [one, two].map((each) => only(vaultAccess(reading({ db: each }))).policyName);
        expect(first).not.toBe(second);
      }),
    );
    expect(failureOf(() => vaultAccess(reading({ db: { role: 'a/b' } })))).toBe('shop/db-secret: a role of Vault has no "/" in its name');
    expect(failureOf(() => vaultAccess(reading({ db: { role: '../a' } })))).toContain('is made of letters');
  });

  test('of roles that were described apart, too', () => {
    const roles = ['one', 'two'].flatMap((id) => vaultAccess(reading({ [id]: { role: 'shop' } })));
    expect(failureOf(() => writeVaultAccess('unwritten', roles))).toContain('another role has the policy kubernetes:shop');
  });
});

test('a workload is let read what it mounts, by its own account', () => {
  const chart = shop();
  const web = mountedBy(chart, 'web');
  mountedBy(chart, 'api', { vaultAuthMountPath: 'clusters/one', audience: 'https://vault.example' });
  const [first, second] = vaultAccess(chart);
  expect([first && pathsOf(first), second && pathsOf(second)]).toEqual([{ 'secret/data/api': ['read'] }, { 'secret/data/web': ['read'] }]);
  expect(first).toMatchObject({ mountPath: 'clusters/one', parameters: { audience: 'https://vault.example' } });
  expect(second?.parameters.bound_service_account_names).toEqual([web.serviceAccount?.name]);
});

test('a class that nobody mounts opens nothing', () => {
  const chart = shop();
  const objects = [{ objectName: 'a', secretPath: 'secret/data/a' }] as const;
  new SecretProviderClass(chart, 'it', { vault: { roleName: 'a', vaultAddress: 'https://vault.example', objects } });
  expect(vaultAccess(chart)).toEqual([]);
});

test('an agent is let read what it writes to files; what Vault makes new may be asked for', () => {
  const chart = shop();
  const web = new Deployment(chart, 'web');
  const container = web.addContainer({ image: IMAGE });
  const files = { a: { secretPath: 'secret/data/a', key: 'a' } };
  SecretReference.fromVaultAgent(new VaultAgent({ role: 'web' }), files).mountInto(web, container, { path: '/a', rotation: 'reread' });
  expect(pathsOf(only(vaultAccess(chart)))).toEqual({ 'secret/data/a': ['read'] });
  const other = shop();
  mountedBy(other, 'pki', { objects: [{ objectName: 'tls', secretPath: 'pki/issue/web', method: 'PUT' }] });
  expect(pathsOf(only(vaultAccess(other)))).toEqual({ 'pki/issue/web': ['create', 'update'] });
});

// Names and namespaces are bound apart: [a, b] in [one, two] lets a in at two as well.
test('a role never lets in an account that does not use it, nor to a path that nobody named', () => {
  const account = fc.record({ namespace: fc.constantFrom('one', 'two'), name: fc.constantFrom('a', 'b'), role: fc.constantFrom('r', 's') });
  fc.assert(
    fc.property(fc.uniqueArray(account, { minLength: 1, selector: (each) => JSON.stringify(each) }), (accounts) => {
      const app = new PlainApp();
      for (const [index, { namespace, name, role }] of accounts.entries()) {
        const chart = new Chart(app, `chart-${index}`, { namespace });
        const vault = new SecretStore(chart, 'store', { vault: { ...store, role, serviceAccount: { name } } });
        new ExternalSecret(chart, 'it', { store: vault, data: { a: { key: `${role}/${namespace}/${name}` } } });
      }
      let roles: readonly VaultRole[];
      try {
        roles = vaultAccess(app);
      } catch (error) {
        expect(String(error)).toContain('which does not use it');
        return;
      }
      const stated = new Set(accounts.map((each) => JSON.stringify([each.role, each.namespace, each.name])));
      for (const { name: role, parameters, policy } of roles) {
        for (const namespace of parameters.bound_service_account_namespaces)
          for (const name of parameters.bound_service_account_names) expect(stated).toContain(JSON.stringify([role, namespace, name]));
        expect(policy).not.toMatch(/[*+]/);
      }
      expect(roles.flatMap((role) => Object.keys(pathsOf(role)))).toHaveLength(accounts.length);
    }),
  );
});

describe('what would open more than was meant is refused, by its construct', () => {
  test('an account of no known namespace', () => {
    const chart = new Chart(new PlainApp(), 'shop');
    mountedBy(chart, 'web');
    expect(failureOf(() => vaultAccess(chart))).toMatch(/^shop\/web: the ServiceAccount .* its namespace is not known$/);
    expect(only(vaultAccess(chart, { namespace: 'shop' })).parameters.bound_service_account_namespaces).toEqual(['shop']);
  });

  test.each(['shop/*', 'shop/+/database', 'shop/{{identity.entity.id}}', 'shop/"x'])('a path with %s', (key) => {
    const chart = shop();
    const vault = new SecretStore(chart, 'store', { vault: store });
    new ExternalSecret(chart, 'it', { store: vault, data: { a: { key } } });
    expect(failureOf(() => vaultAccess(chart))).toContain('shop/it: a path that it reads in Vault cannot stand in a policy');
  });

  test('two audiences of one role', () => {
    const chart = shop();
    mountedBy(chart, 'web', { roleName: 'one' });
    mountedBy(chart, 'api', { roleName: 'one', audience: 'other' });
    expect(failureOf(() => vaultAccess(chart))).toContain('two audiences');
  });
});

test('policies, roles and the commands that bring them to Vault are files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-vault-'));
  try {
    const chart = shop();
    mountedBy(chart, 'web', { vaultNamespace: 'team' });
    writeVaultAccess(folder, vaultAccess(chart));
    expect(JSON.parse(readFileSync(join(folder, 'roles/team/kubernetes/web.json'), 'utf8'))).toMatchObject({ audience: 'vault' });
    expect(readFileSync(join(folder, 'policies/team/kubernetes/web.hcl'), 'utf8')).toContain('path "secret/data/web" {');
    expect(readFileSync(join(folder, 'apply.sh'), 'utf8').split('\n').slice(3, 5)).toEqual([
      'vault policy write -namespace=team kubernetes:web policies/team/kubernetes/web.hcl',
      'vault write -namespace=team auth/kubernetes/role/web @roles/team/kubernetes/web.json',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
