import type { IssuerSecretKey } from './acme';

/** The PKI of HashiCorp Vault. cert-manager signs in by a token of a ServiceAccount, made for each request; nothing is stored. */
export interface VaultIssuer {
  readonly server: `https://${string}`;
  /** Where certificates are signed: `pki/sign/web`. */
  readonly path: string;
  /** The role of Vault's Kubernetes auth method that the account has. */
  readonly role: string;
  /** The account that cert-manager asks tokens for; in the namespace of the issuer, or of cert-manager. */
  readonly serviceAccountName: string;
  /** Where that auth method is mounted. Default: `/v1/auth/kubernetes`. */
  readonly mountPath?: string;
  /** The namespace of Vault Enterprise. Default: none. */
  readonly namespace?: string;
  /** The certificate of the authority that signed Vault's own. Default: those that cert-manager's image trusts. */
  readonly caBundle?: IssuerSecretKey;
}

/** The issuer as cert-manager writes it. */
export function vaultSpec({
  server,
  path,
  role,
  serviceAccountName,
  mountPath = '/v1/auth/kubernetes',
  namespace,
  caBundle,
}: VaultIssuer): object {
  return {
    server,
    path,
    ...(namespace !== undefined && { namespace }),
    ...(caBundle !== undefined && { caBundleSecretRef: caBundle }),
    auth: { kubernetes: { role, mountPath, serviceAccountRef: { name: serviceAccountName } } },
  };
}
