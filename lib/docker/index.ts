// Providers, functions that look things up, types: what is not hardened is as it is there. Names that are stated here win.
export * from '@pulumi/docker';
export { DeployedStack, type DeployedStackArgs } from './components/deployed-stack';
export { Container, type ContainerArgs } from './container';
export * from './files';
export { type HardenStackOptions, hardeningTransform, hardenStack } from './harden-stack';
export type { Additions } from './hardening/additions';
export { type HardenArgsOptions, type HardenedArgs, hardenArgs } from './hardening/harden-args';
export type { WritableFolder } from './hardening/writable-paths';
export { Image, type ImageArgs } from './image';
export { type InsecureResource, InsecureResourceError } from './insecure-resource-error';
export { Network, type NetworkArgs } from './network';
export { policies, policiesOf } from './policies/policies';
export type {
  AnalyzedResource,
  ComplianceFramework,
  Inapplicable,
  Policy,
  PolicyMetadata,
  ReportViolation,
  ResourcePolicy,
  StackPolicy,
} from './policies/policy';
export { RegistryImage, type RegistryImageArgs } from './registry-image';
export { RemoteImage, type RemoteImageArgs } from './remote-image';
export { Secret } from './secret';
export { Service, type ServiceArgs } from './service';
export { ServiceConfig, type ServiceConfigArgs } from './service-config';
export { Volume, type VolumeArgs } from './volume';
export { waiverLabel } from './waiver-label';
