export { ExternalSecret, type ExternalSecretProps, type RemoteValue } from './external/external-secret';
export { PushSecret, type PushSecretProps } from './external/push-secret';
export {
  ClusterSecretStore,
  type ClusterSecretStoreProps,
  type ISecretStore,
  SecretStore,
  type SecretStoreProps,
} from './external/secret-store';
export type { AwsStore, AzureKeyVaultStore, GcpStore, StoreIdentity, StoreProvider, VaultStore } from './external/store-provider';
export { type SealOptions, sealValue, sealValues } from './sealed/seal';
export { SealedSecret, type SealedSecretContent, type SealedSecretProps } from './sealed/sealed-secret';
export type { ClusterWideScope, NamespaceWideScope, SealingScope, StrictScope } from './sealed/sealing-scope';
export { type SecretMountProps, SecretReference } from './secret-reference';
