import type { ExactlyOne } from '../exactly-one';
import { type CertificateSource, type StoreCredential, type StoreIdentity, vaultAudience } from './store-reference';

/** Where Vault is. */
export interface VaultServer {
  /** Address of the server; https, since the values pass here. */
  readonly server: `https://${string}`;
  /** Where the secrets engine is mounted, such as `secret`. */
  readonly path: string;
  /**
   * Version of the key-value engine.
   *
   * @default 'v2'
   */
  readonly version?: 'v1' | 'v2';
  /**
   * Namespace of Vault Enterprise.
   *
   * @default - none
   */
  readonly namespace?: string;
  /**
   * Where the certificates of the authority are that signed the server's, for one that is not public.
   *
   * @default - those that the operator's image trusts
   */
  readonly caProvider?: CertificateSource;
  /**
   * The same certificates as text, in PEM.
   *
   * @default - those of `caProvider`
   */
  readonly caBundle?: string;
}

/** The Kubernetes login of Vault: a token of a ServiceAccount, which Vault shows to the API server. */
export interface VaultKubernetesLogin {
  /** The role of the login, bound to the ServiceAccount. */
  readonly role: string;
  /**
   * Where the Kubernetes login is mounted.
   *
   * @default 'kubernetes' - as Vault has it
   */
  readonly mountPath?: string;
  /** Who logs in. */
  readonly serviceAccount: StoreIdentity;
}

/** The JWT login of Vault: a token whose signature Vault checks by itself, for a Vault that does not reach the API server. */
export type VaultJwtLogin = {
  /** The role of the login. */
  readonly role: string;
  /**
   * Where the login is mounted.
   *
   * @default 'jwt' - as Vault has it
   */
  readonly path?: string;
} & ExactlyOne<{
  /** Who logs in: the operator asks for a token of this account that is good for ten minutes. */
  serviceAccount: StoreIdentity;
  /** Where a token of another issuer is kept. Prefer `serviceAccount`, with which nothing is stored. */
  secretRef: StoreCredential;
}>;

/** The AppRole login of Vault. Its secret id is stored in the cluster: prefer `serviceAccount`, or `jwt` with one. */
export type VaultAppRoleLogin = {
  /**
   * Where the login is mounted.
   *
   * @default 'approle' - as Vault has it
   */
  readonly path?: string;
  /** Where the secret id is kept. */
  readonly secretRef: StoreCredential;
} & ExactlyOne<{
  /** Id of the role, which is no secret. */
  roleId: string;
  /** Where the id of the role is kept. */
  roleRef: StoreCredential;
}>;

/** The login of Vault by a client certificate. Its key is stored in the cluster, where cert-manager can renew it. */
export interface VaultCertificateLogin {
  /**
   * Where the login is mounted.
   *
   * @default 'cert' - as Vault has it
   */
  readonly path?: string;
  /**
   * Name of the role, where several trust the same authority. Operators up to 1.3 do not know it: an API server drops it there.
   *
   * @default - every role is tried
   */
  readonly vaultRole?: string;
  /** Where the certificate is kept, such as `tls.crt` of a Secret. */
  readonly clientCert: StoreCredential;
  /** Where its key is kept, such as `tls.key`. */
  readonly secretRef: StoreCredential;
}

/** The logins beside the Kubernetes one. */
export interface OtherVaultLogins {
  /** By a token that Vault checks by itself. */
  readonly jwt: VaultJwtLogin;
  /** By an AppRole. */
  readonly appRole: VaultAppRoleLogin;
  /** By a client certificate. */
  readonly cert: VaultCertificateLogin;
}

/** HashiCorp Vault, with the Kubernetes login (`role`, `serviceAccount`) or one of the others. */
export type VaultStore = VaultServer &
  (
    | (VaultKubernetesLogin & { readonly [Other in keyof OtherVaultLogins]?: undefined })
    | (ExactlyOne<OtherVaultLogins> & { readonly [Own in keyof VaultKubernetesLogin]?: undefined })
  );

/** The store in the words of External Secrets, `spec.provider.vault`. */
export function vaultSpec(store: VaultStore): object {
  const { role, mountPath, serviceAccount, jwt, appRole, cert, version = 'v2', caBundle, ...server } = store;
  const bundle = caBundle === undefined ? {} : { caBundle: Buffer.from(caBundle).toString('base64') };
  return { ...server, ...bundle, version, auth: authOf(store) };
}

function authOf(store: VaultStore): object {
  if (store.jwt !== undefined) {
    const { role, path = 'jwt', serviceAccount, secretRef } = store.jwt;
    if (serviceAccount === undefined) return { jwt: { path, role, secretRef } };
    // Audiences of the reference would come on top of these, not in their place (providers/v1/vault/auth_jwt.go).
    const { audiences: _, ...serviceAccountRef } = serviceAccount;
    const audiences = serviceAccount.audiences ?? [vaultAudience(serviceAccount)];
    return { jwt: { path, role, kubernetesServiceAccountToken: { serviceAccountRef, audiences } } };
  }
  if (store.appRole !== undefined) return { appRole: { path: 'approle', ...store.appRole } };
  if (store.cert !== undefined) return { cert: { path: 'cert', ...store.cert } };
  const { role, mountPath = 'kubernetes', serviceAccount } = store;
  const audiences = serviceAccount.audiences ?? [vaultAudience(serviceAccount)];
  return { kubernetes: { mountPath, role, serviceAccountRef: { ...serviceAccount, audiences } } };
}
