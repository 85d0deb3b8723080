import type { IConstruct } from 'constructs';
import { recordVaultUse, type VaultCapability } from '../vault-access/vault-use';
import type { ISecretStore } from './secret-store';
import { type StoreProvider, vaultAudience } from './store-provider';

/** The stores that are Vault, and how to say what is used of each. */
const vaults = new WeakMap<ISecretStore, (of: IConstruct, keys: readonly string[], writes: boolean) => void>();

/** Keeps of a store that is Vault how its operator logs in. */
export function rememberVault(store: ISecretStore, provider: StoreProvider, namespaceOf: () => string | undefined): void {
  if (!('vault' in provider)) return;
  const { serviceAccount, mountPath = 'kubernetes', role, namespace, path, version = 'v2' } = provider.vault;
  vaults.set(store, (of, keys, writes) =>
    recordVaultUse(of, () => ({
      mountPath,
      role,
      namespace,
      audience: vaultAudience(serviceAccount),
      account: { name: serviceAccount.name, namespace: serviceAccount.namespace ?? namespaceOf() },
      paths: Object.fromEntries(keys.flatMap((key) => pathsOf(key, path, version, writes))),
    })),
  );
}

/** Says that keys of the store are read, or written; nothing where the store is made elsewhere, or is no Vault. */
export function useStore(of: IConstruct, store: ISecretStore, keys: readonly string[], { writes = false } = {}): void {
  vaults.get(store)?.(of, keys, writes);
}

/** The operator takes keys with and without the mount before them, and writes metadata beside what it pushes. */
function pathsOf(
  key: string,
  mount: string,
  version: 'v1' | 'v2',
  writes: boolean,
): readonly (readonly [string, readonly VaultCapability[]])[] {
  const capabilities: readonly VaultCapability[] = writes ? ['create', 'read', 'update'] : ['read'];
  const below = (key.startsWith(`${mount}/`) ? key.slice(mount.length + 1) : key).replace(/^\/+/, '');
  if (version === 'v1') return [[`${mount}/${below}`, capabilities]];
  const name = below.replace(/^data\//, '');
  const data = [`${mount}/data/${name}`, capabilities] as const;
  return writes ? [data, [`${mount}/metadata/${name}`, capabilities]] : [data];
}
