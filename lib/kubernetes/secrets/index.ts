export type { AwsObject, AwsParameters, JmesPath } from './csi/aws-parameters';
export type { AzureKeyVaultObject, AzureParameters } from './csi/azure-parameters';
export type { GcpParameters, GcpSecret } from './csi/gcp-parameters';
export {
  type CsiProvider,
  SecretProviderClass,
  type SecretProviderClassProps,
  type SyncedSecretProps,
} from './csi/secret-provider-class';
export type { VaultObject, VaultParameters } from './csi/vault-parameters';
export type { EncryptionKey, EncryptionProvider, KmsPlugin } from './encryption/encryption-key';
export {
  type EncryptionConfiguration,
  type EncryptionOptions,
  type EncryptionStep,
  encryptionWith,
  rotateEncryption,
  turnOnEncryption,
} from './encryption/encryption-steps';
export { encryptionTemplate, writeEncryptionSteps } from './encryption/write-encryption-steps';
export type { ExactlyOne } from './exactly-one';
export { ExternalSecret, type ExternalSecretProps, type ExternalSecretTarget } from './external/external-secret';
export { type PushedValue, PushSecret, type PushSecretProps } from './external/push-secret';
export type {
  Decoding,
  FoundSecrets,
  GeneratedValues,
  GeneratorReference,
  KeyRewrite,
  RemoteValue,
  RemoteValues,
} from './external/remote-values';
export {
  ClusterSecretStore,
  type ClusterSecretStoreProps,
  type ISecretStore,
  SecretStore,
  type SecretStoreProps,
} from './external/secret-store';
export type { SecretTemplate, TemplateItem, TemplateSource } from './external/secret-template';
export type { AwsStore, AzureKeyVaultStore, GcpStore, StoreProvider, StoreProviders } from './external/store-provider';
export type { NamespaceSelector, StoreReaders } from './external/store-readers';
export type { CertificateSource, OperatorIdentity, StoreCredential, StoreIdentity } from './external/store-reference';
export type {
  OtherVaultLogins,
  VaultAppRoleLogin,
  VaultCertificateLogin,
  VaultJwtLogin,
  VaultKubernetesLogin,
  VaultServer,
  VaultStore,
} from './external/vault-store';
export {
  type AwsIdentity,
  type AzureIdentity,
  type GcpIdentity,
  type IdentityAssignment,
  WorkloadIdentity,
} from './identity/workload-identity';
export type { SecretRotation } from './rotation';
export { type SealOptions, sealValue, sealValues } from './sealed/seal';
export { SealedSecret, type SealedSecretContent, type SealedSecretProps } from './sealed/sealed-secret';
export type { ClusterWideScope, NamespaceWideScope, SealingScope, StrictScope } from './sealed/sealing-scope';
export { type ContainerSecret, type SecretMountProps, SecretReference, type SecretVariablesProps } from './secret-reference';
export type { SecretUser } from './secret-source';
export { type VaultAccessOptions, type VaultRole, vaultAccess, writeVaultAccess } from './vault-access/vault-access';
export type { VaultAgentRotation } from './vault-agent/agent-files';
export { VaultAgent, type VaultAgentFile, type VaultAgentProps, type VaultAgentResources } from './vault-agent/vault-agent';
