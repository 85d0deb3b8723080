/** A ServiceAccount whose token a store shows to its provider, in place of a stored credential. */
export interface StoreIdentity {
  /** Name of the ServiceAccount. */
  readonly name: string;
  /**
   * Its namespace. A ClusterSecretStore needs it; a SecretStore takes accounts of its own namespace only.
   *
   * @default - that of the SecretStore
   */
  readonly namespace?: string;
  /**
   * For whom the token is made out.
   *
   * @default - for Vault `vault`, so that nobody can show it to the API server; for the others what the provider expects
   */
  readonly audiences?: readonly string[];
}

/** A key of a Secret, where a login has no other way. The manifest says where the credential is, not what. */
export interface StoreCredential {
  /** Name of the Secret. */
  readonly name: string;
  /** The key in it. */
  readonly key: string;
  /**
   * Its namespace. A ClusterSecretStore needs it; a SecretStore takes Secrets of its own namespace only.
   *
   * @default - that of the SecretStore
   */
  readonly namespace?: string;
}

/** Certificates of authorities that are kept in the cluster. They are public. */
export interface CertificateSource {
  /** What holds them. */
  readonly type: 'ConfigMap' | 'Secret';
  /** Its name. */
  readonly name: string;
  /** The key in it, such as `ca.crt`. */
  readonly key: string;
  /**
   * Its namespace. A ClusterSecretStore needs it; a SecretStore takes those of its own namespace only.
   *
   * @default - that of the SecretStore
   */
  readonly namespace?: string;
}

/**
 * The operator's own identity, in place of a ServiceAccount: with EKS Pod Identity there is no other, and on GKE and AKS it saves one.
 * Whoever may make an ExternalSecret for the store then reads what the operator may read.
 */
export type OperatorIdentity = 'operator';

/** For whom the token is made out that a store shows to Vault; the role in Vault has one audience. */
export function vaultAudience({ audiences }: StoreIdentity): string {
  return audiences?.[0] ?? 'vault';
}
