// Everything of cdk8s-plus under its own name; what is exported by name below takes precedence.
export * from 'cdk8s-plus-28';
export type { ControlId } from '../controls/catalogue';
export type { Finding } from '../engine/finding';
export * from '../profiles';
export { App, type AppProps } from './app';
export { InsecureManifestError } from './app/findings';
export * from './certificates';
export { ConfigMap } from './config-map';
export { CronJob, type CronJobProps } from './cron-job';
export { DaemonSet, type DaemonSetProps } from './daemon-set';
export { Deployment, type DeploymentProps } from './deployment';
export type { Grant, GrantedVerb, VerbOfOne } from './grant';
export { type Advice, adviceOn } from './hardening/advice';
export { InsecureObjectError } from './hardening/insecure-object-error';
export { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler';
export { Ingress } from './ingress';
export { Job, type JobProps } from './job';
export { Namespace } from './namespace';
export * from './network';
export { NetworkPolicy } from './network-policy';
export {
  AwsElasticBlockStorePersistentVolume,
  AzureDiskPersistentVolume,
  GCEPersistentDiskPersistentVolume,
  PersistentVolume,
} from './persistent-volume';
export { PersistentVolumeClaim } from './persistent-volume-claim';
export { Pod, type PodProps } from './pod';
export { Container, type ContainerAdditions, type ContainerOpts, type ContainerProps } from './pod/container';
export { setDefaultResources } from './pod/default-resources';
export type { DisruptionBudget } from './pod/disruption-budget';
export type { PodAdditions, PodContainers } from './pod/pod-additions';
export type { WritablePath } from './pod/writable-paths';
export { ClusterRole, Role } from './role';
export { ClusterRoleBinding, RoleBinding } from './role-binding';
export * from './runtime';
export { BasicAuthSecret, DockerConfigSecret, Secret, ServiceAccountTokenSecret, SshAuthSecret, TlsSecret } from './secret';
export * from './secrets';
export { Service } from './service';
export { ServiceAccount } from './service-account';
export { StatefulSet, type StatefulSetProps } from './stateful-set';
export type { TenantMember } from './tenant/tenant-members';
export { TenantNamespace, type TenantNamespaceProps } from './tenant/tenant-namespace';
export type { TenantNetworkProps } from './tenant/tenant-network';
export type { TenantQuota } from './tenant/tenant-quota';
export type { TenantRole, TenantSecretSource } from './tenant/tenant-roles';
export { type NamedContainer, type WaiverProps, waive } from './waive';
export type { Waived } from './waived';
export { Workload } from './workload';
