import { Chart, App as PlainApp } from 'cdk8s';
import {
  Deployment,
  ExternalSecret,
  PushSecret,
  SecretProviderClass,
  SecretReference,
  SecretStore,
  VaultAgent,
  type VaultRole,
  vaultAccess,
} from 'tempered/kubernetes';
import { IMAGE } from '../../test/kubernetes/rendered';
import { ownApiServer } from '../judges/api-server';
import { ownVault } from '../judges/vault';

const server = ownApiServer();
const vault = ownVault();

/** Everything of ours that logs in to Vault, each as a user would write it, in two namespaces. */
function describedRoles(): readonly VaultRole[] {
  const app = new PlainApp();
  const shop = new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true });
  const bank = new Chart(app, 'bank', { namespace: 'bank', disableResourceNameHashes: true });
  const at = { server: 'https://vault.example', path: 'secret' } as const;

  const store = new SecretStore(shop, 'store', { vault: { ...at, role: 'reader', serviceAccount: { name: 'reader' } } });
  new ExternalSecret(shop, 'database', { store, data: { password: { key: 'shop/database', property: 'password' } } });
  const writing = new SecretStore(shop, 'writing', { vault: { ...at, role: 'writer', serviceAccount: { name: 'writer' } } });
  new PushSecret(shop, 'push', { store: writing, secret: { name: 'made' }, data: { key: { remoteKey: 'shop/made' } } });

  const web = new Deployment(shop, 'web');
  const objects = [{ objectName: 'password', secretPath: 'secret/data/shop/web', secretKey: 'password' }] as const;
  const mounted = new SecretProviderClass(shop, 'class', { vault: { roleName: 'web', vaultAddress: at.server, objects } });
  const mount = { path: '/run/secrets', rotation: 'reread' } as const;
  SecretReference.fromSecretProviderClass(mounted).mountInto(web, web.addContainer({ image: IMAGE }), mount);

  const teller = new Deployment(bank, 'teller');
  const files = { password: { secretPath: 'secret/data/bank/teller', key: 'password' } };
  const written = SecretReference.fromVaultAgent(new VaultAgent({ role: 'teller' }), files);
  written.mountInto(teller, teller.addContainer({ image: IMAGE }), mount);

  const plain = new SecretStore(bank, 'plain', { vault: { ...at, role: 'default', serviceAccount: { name: 'plain' } } });
  new ExternalSecret(bank, 'of-plain', { store: plain, data: { password: { key: 'bank/plain', property: 'password' } } });
  return vaultAccess(app);
}

const roles = describedRoles();
const READ: Readonly<Record<string, string>> = {
  reader: 'secret/data/shop/database',
  web: 'secret/data/shop/web',
  teller: 'secret/data/bank/teller',
  default: 'secret/data/bank/plain',
};
const readers = roles.filter(({ name }) => name in READ);
const accountOf = ({ parameters }: VaultRole) => {
  const [[name = ''], [namespace = '']] = [parameters.bound_service_account_names, parameters.bound_service_account_namespaces];
  return { name, namespace };
};

/** Logs in with a token of a ServiceAccount; undefined where Vault refuses it. */
async function login(role: string, account: { name: string; namespace: string }, audience = 'vault'): Promise<string | undefined> {
  const jwt = await server.tokenOf(account.name, account.namespace, [audience]);
  const { status, body } = await vault.ask('POST', 'auth/kubernetes/login', { role, jwt }, '');
  return status === 200 ? body.auth.client_token : undefined;
}

async function statusOf(token: string | undefined, path: string, method = 'GET', body?: object): Promise<number> {
  if (token === undefined) throw new Error('the login was refused');
  return (await vault.ask(method, path, body, token)).status;
}

beforeAll(async () => {
  for (const name of ['shop', 'bank']) await server.mustCreate({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const accounts = [...roles.map(accountOf), { name: 'stranger', namespace: 'shop' }, { name: 'reader', namespace: 'bank' }];
  for (const { name, namespace } of accounts)
    await server.mustCreate({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }, namespace);
  for (const path of Object.values(READ)) await vault.must('POST', path, { data: { password: path } });
  await vault.must('POST', 'sys/auth/kubernetes', { type: 'kubernetes' });
  const { url, certificate, token } = server.connection;
  await vault.must('POST', 'auth/kubernetes/config', {
    kubernetes_host: url,
    kubernetes_ca_cert: certificate,
    token_reviewer_jwt: token,
  });
  // Exactly what writeVaultAccess writes for the command line.
  for (const { name, mountPath, parameters, policyName, policy } of roles) {
    await vault.must('PUT', `sys/policies/acl/${policyName}`, { policy });
    await vault.must('POST', `auth/${mountPath}/role/${name}`, parameters);
  }
});

test('there is a role for each that logs in', () => {
  expect(roles.map(({ name }) => name)).toEqual(['default', 'reader', 'teller', 'web', 'writer']);
});

test('a role called default leaves the policy default as Vault has it', async () => {
  const { status, body } = await vault.ask('GET', 'sys/policies/acl/default');
  expect([status, body.data.policy]).toEqual([200, expect.stringContaining('path "cubbyhole/*"')]);
  expect(roles.map(({ policyName }) => policyName)).toContain('kubernetes:default');
});

test.each(readers.map((role) => [role.name, role] as const))('%s reads its own path, and is refused every other', async (name, role) => {
  const token = await login(name, accountOf(role));
  for (const [other, path] of Object.entries(READ)) expect([path, await statusOf(token, path)]).toEqual([path, other === name ? 200 : 403]);
  const own = READ[name] ?? '';
  for (const method of ['POST', 'DELETE']) expect(await statusOf(token, own, method, { data: {} })).toBe(403);
  expect(await statusOf(token, own.replace('/data/', '/metadata/'))).toBe(403);
  expect(await statusOf(token, 'secret/metadata/?list=true')).toBe(403);
  expect(await statusOf(token, 'sys/policies/acl?list=true')).toBe(403);
});

test.each(readers.map((role) => [role.name, role] as const))('%s lets in its own account only', async (name, role) => {
  const account = accountOf(role);
  expect(await login(name, account)).toEqual(expect.any(String));
  for (const other of [...roles.map(accountOf), { name: 'stranger', namespace: 'shop' }, { name: 'reader', namespace: 'bank' }]) {
    if (JSON.stringify(other) !== JSON.stringify(account)) expect([other, await login(name, other)]).toEqual([other, undefined]);
  }
});

test('a token for the API server is refused: Vault is told for whom its tokens are', async () => {
  for (const role of readers) expect(await login(role.name, accountOf(role), 'https://kubernetes.default.svc')).toBeUndefined();
});

test('what is pushed may be written, with its metadata, and nothing beside it', async () => {
  const writer = roles.find(({ name }) => name === 'writer');
  const token = await login('writer', writer === undefined ? { name: '', namespace: '' } : accountOf(writer));
  expect(await statusOf(token, 'secret/data/shop/made', 'POST', { data: { key: 'a' } })).toBe(200);
  expect(await statusOf(token, 'secret/metadata/shop/made', 'POST', { custom_metadata: { by: 'us' } })).toBe(204);
  expect(await statusOf(token, 'secret/data/shop/made')).toBe(200);
  expect(await statusOf(token, 'secret/data/shop/database', 'POST', { data: { key: 'a' } })).toBe(403);
});

test('a login can look at, renew and give up its own token, which is all that the clients do with it', async () => {
  const role = readers[0];
  const token = role && (await login(role.name, accountOf(role)));
  expect(await statusOf(token, 'auth/token/lookup-self')).toBe(200);
  expect(await statusOf(token, 'auth/token/renew-self', 'POST', {})).toBe(200);
  expect(await statusOf(token, 'auth/token/revoke-self', 'POST', {})).toBe(204);
  expect(await statusOf(token, 'auth/token/lookup-self')).toBe(403);
});
