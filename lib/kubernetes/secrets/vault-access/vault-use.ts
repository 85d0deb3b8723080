import type { IConstruct } from 'constructs';

/** What is done at a path of Vault, in the words of its policies. */
export type VaultCapability = 'create' | 'delete' | 'read' | 'update';

/** Who logs in to Vault by which role, and what for. */
export interface VaultUse {
  /** Where the Kubernetes login is mounted. */
  readonly mountPath: string;
  readonly role: string;
  /** Namespace of Vault Enterprise. */
  readonly namespace?: string | undefined;
  /** For whom the token is made out. */
  readonly audience: string;
  /** The ServiceAccount; without a namespace it is in that of the chart. */
  readonly account: { readonly name: string; readonly namespace: string | undefined };
  readonly paths: Readonly<Record<string, readonly VaultCapability[]>>;
}

const uses = new WeakMap<IConstruct, (() => VaultUse)[]>();

/** Keeps that a construct uses Vault. It is asked when all is there: accounts and namespaces may be set after it. */
export function recordVaultUse(construct: IConstruct, use: () => VaultUse): void {
  uses.set(construct, [...(uses.get(construct) ?? []), use]);
}

/** Each use of Vault in a subtree, with the construct that it is of. */
export function vaultUsesBelow(scope: IConstruct): readonly { readonly of: IConstruct; readonly use: VaultUse }[] {
  return scope.node.findAll().flatMap((of) => (uses.get(of) ?? []).map((use) => ({ of, use: use() })));
}
