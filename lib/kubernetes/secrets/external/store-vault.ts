import type { IConstruct } from 'constructs';
import { recordVaultUse, type VaultCapability } from '../vault-access/vault-use';
import type { ISecretStore } from './secret-store';
import type { StoreProvider } from './store-provider';
import { vaultAudience } from './store-reference';

/** What is done with keys of a store. */
type StoreUse = 'read' | 'write' | 'delete';

/** The stores that are Vault, and how to say what is used of each. */
const vaults = new WeakMap<ISecretStore, (of: IConstruct, keys: readonly string[], use: StoreUse) => void>();

/** Keeps of a store that is Vault how its operator logs in. Roles of other logins than the Kubernetes one are not ours to describe. */
export function rememberVault(store: ISecretStore, provider: StoreProvider, namespaceOf: () => string | undefined): void {
  if (provider.vault?.serviceAccount === undefined) return;
  const { serviceAccount, mountPath = 'kubernetes', role, namespace, path, version = 'v2' } = provider.vault;
  vaults.set(store, (of, keys, use) =>
    recordVaultUse(of, () => ({
      mountPath,
      role,
      namespace,
      audience: vaultAudience(serviceAccount),
      account: { name: serviceAccount.name, namespace: serviceAccount.namespace ?? namespaceOf() },
      paths: Object.fromEntries(keys.flatMap((key) => pathsOf(key, path, version, use))),
    })),
  );
}

/** Says what is done with keys of the store; nothing where the store is made elsewhere, or is no Vault. */
export function useStore(of: IConstruct, store: ISecretStore, keys: readonly string[], use: StoreUse = 'read'): void {
  vaults.get(store)?.(of, keys, use);
}

const CAPABILITIES: Readonly<Record<StoreUse, readonly VaultCapability[]>> = {
  read: ['read'],
  write: ['create', 'read', 'update'],
  delete: ['create', 'delete', 'read', 'update'],
};

/**
 * The operator takes keys with and without the mount before them. What it pushes it marks as its own in the metadata, and deletes there
 * too (providers/v1/vault/client_push.go).
 */
function pathsOf(
  key: string,
  mount: string,
  version: 'v1' | 'v2',
  use: StoreUse,
): readonly (readonly [string, readonly VaultCapability[]])[] {
  const capabilities = CAPABILITIES[use];
  const below = (key.startsWith(`${mount}/`) ? key.slice(mount.length + 1) : key).replace(/^\/+|\/+$/g, '');
  if (version === 'v1') return [[`${mount}/${below}`, capabilities]];
  const name = below.replace(/^data\//, '');
  const data = [`${mount}/data/${name}`, capabilities] as const;
  return use === 'read' ? [data] : [data, [`${mount}/metadata/${name}`, capabilities]];
}
