import type { ExactlyOne } from '../exactly-one';
import type { OperatorIdentity, StoreIdentity } from './store-reference';
import { type VaultStore, vaultSpec } from './vault-store';

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
  /**
   * Which of Azure's clouds.
   *
   * @default 'PublicCloud'
   */
  readonly environmentType?: 'PublicCloud' | 'USGovernmentCloud' | 'ChinaCloud';
  /** Who logs in; the account carries the annotation `azure.workload.identity/client-id`. */
  readonly serviceAccount: StoreIdentity | OperatorIdentity;
}

/** AWS Secrets Manager or Parameter Store, with IAM roles for service accounts or the operator's own identity. */
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
  /**
   * The external id that the role asks for.
   *
   * @default - none
   */
  readonly externalID?: string;
  /**
   * What stands before every key, such as `shop/`.
   *
   * @default - nothing
   */
  readonly prefix?: string;
  /**
   * Who logs in; the account carries the annotation `eks.amazonaws.com/role-arn`. `'operator'` is the operator's own role, as EKS Pod
   * Identity gives it: narrow it down with `role`.
   */
  readonly serviceAccount: StoreIdentity | OperatorIdentity;
}

/** Google Secret Manager, with workload identity. */
export interface GcpStore {
  /** Project of the secrets. */
  readonly projectId: string;
  /**
   * Region of the secrets, for those that are kept in one alone: `europe-west3`.
   *
   * @default - secrets that are global
   */
  readonly location?: string;
  /**
   * Region or zone of the GKE cluster.
   *
   * @default - what the metadata server of the node says
   */
  readonly clusterLocation?: string;
  /**
   * Name of the GKE cluster.
   *
   * @default - what the metadata server of the node says
   */
  readonly clusterName?: string;
  /**
   * Project of the GKE cluster.
   *
   * @default - what the metadata server of the node says
   */
  readonly clusterProjectID?: string;
  /** Who logs in; the account carries the annotation `iam.gke.io/gcp-service-account`, or IAM names it as a principal. */
  readonly serviceAccount: StoreIdentity | OperatorIdentity;
}

/** The providers of a store, by their names. */
export interface StoreProviders {
  /** HashiCorp Vault. */
  readonly vault: VaultStore;
  /** Azure Key Vault. */
  readonly azureKeyVault: AzureKeyVaultStore;
  /** AWS Secrets Manager or Parameter Store. */
  readonly aws: AwsStore;
  /** Google Secret Manager. */
  readonly gcp: GcpStore;
}

/** Exactly one provider. */
export type StoreProvider = ExactlyOne<StoreProviders>;

/** The provider in the words of External Secrets, `spec.provider`. */
export function providerSpec(provider: StoreProvider): object {
  if (provider.vault !== undefined) return { vault: vaultSpec(provider.vault) };
  if (provider.azureKeyVault !== undefined) {
    const { serviceAccount, ...rest } = provider.azureKeyVault;
    return { azurekv: { ...rest, authType: 'WorkloadIdentity', ...accountRef(serviceAccount) } };
  }
  if (provider.aws !== undefined) {
    const { serviceAccount, ...rest } = provider.aws;
    return { aws: { ...rest, ...(serviceAccount !== 'operator' && { auth: { jwt: accountRef(serviceAccount) } }) } };
  }
  const { projectId, location, serviceAccount, ...cluster } = provider.gcp;
  const auth = serviceAccount === 'operator' ? {} : { auth: { workloadIdentity: { ...cluster, ...accountRef(serviceAccount) } } };
  return { gcpsm: { projectID: projectId, location, ...auth } };
}

function accountRef(identity: StoreIdentity | OperatorIdentity): object {
  return identity === 'operator' ? {} : { serviceAccountRef: identity };
}
