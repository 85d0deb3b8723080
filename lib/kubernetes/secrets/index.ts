export { type SealOptions, sealValue, sealValues } from './sealed/seal';
export { SealedSecret, type SealedSecretContent, type SealedSecretProps } from './sealed/sealed-secret';
export type { ClusterWideScope, NamespaceWideScope, SealingScope, StrictScope } from './sealed/sealing-scope';
