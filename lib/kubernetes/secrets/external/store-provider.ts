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

/** HashiCorp Vault, with the Kubernetes login. */
export interface VaultStore {
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

/** Azure Key Vault, with workload identity. */
export interface AzureKeyVaultStore {
  /** Address of the vault: `https://shop.vault.azure.net`. */
  readonly vaultUrl: `https://${string}`;
  /**
   * Id of the tenant.
   *
   * @default - the annotation `azure.workload.identity/tenant-id` of the ServiceAccount
   */
  readonly tenantId?: string;
  /** Who logs in; it carries the annotation `azure.workload.identity/client-id`. */
  readonly serviceAccount: StoreIdentity;
}

/** AWS Secrets Manager or Parameter Store, with IAM roles for service accounts. */
export interface AwsStore {
  /** Which of the two. */
  readonly service: 'SecretsManager' | 'ParameterStore';
  /** Region: `eu-central-1`. */
  readonly region: string;
  /**
   * ARN of a role to take on after the login.
   *
   * @default - none
   */
  readonly role?: `arn:${string}`;
  /** Who logs in; it carries the annotation `eks.amazonaws.com/role-arn`. */
  readonly serviceAccount: StoreIdentity;
}

/** Google Secret Manager, with workload identity. */
export interface GcpStore {
  /** Project of the secrets. */
  readonly projectId: string;
  /** Region or zone of the GKE cluster. */
  readonly clusterLocation: string;
  /** Name of the GKE cluster. */
  readonly clusterName: string;
  /** Who logs in; it carries the annotation `iam.gke.io/gcp-service-account`. */
  readonly serviceAccount: StoreIdentity;
}

/** For whom the token is made out that a store shows to Vault; the role in Vault has one audience. */
export function vaultAudience({ audiences }: StoreIdentity): string {
  return audiences?.[0] ?? 'vault';
}

/** Exactly one provider. */
export type StoreProvider =
  | { readonly vault: VaultStore }
  | { readonly azureKeyVault: AzureKeyVaultStore }
  | { readonly aws: AwsStore }
  | { readonly gcp: GcpStore };

/** The provider in the words of External Secrets, `spec.provider`. */
export function providerSpec(provider: StoreProvider): object {
  if ('vault' in provider) {
    const { serviceAccount, role, mountPath = 'kubernetes', version = 'v2', ...rest } = provider.vault;
    const serviceAccountRef = { ...serviceAccount, audiences: serviceAccount.audiences ?? [vaultAudience(serviceAccount)] };
    return { vault: { ...rest, version, auth: { kubernetes: { mountPath, role, serviceAccountRef } } } };
  }
  if ('azureKeyVault' in provider) {
    const { serviceAccount, ...rest } = provider.azureKeyVault;
    return { azurekv: { ...rest, authType: 'WorkloadIdentity', serviceAccountRef: serviceAccount } };
  }
  if ('aws' in provider) {
    const { serviceAccount, ...rest } = provider.aws;
    return { aws: { ...rest, auth: { jwt: { serviceAccountRef: serviceAccount } } } };
  }
  const { projectId, serviceAccount, ...cluster } = provider.gcp;
  return { gcpsm: { projectID: projectId, auth: { workloadIdentity: { ...cluster, serviceAccountRef: serviceAccount } } } };
}
