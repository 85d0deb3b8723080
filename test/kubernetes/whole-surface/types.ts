import type * as kplus from 'cdk8s-plus-28';

/** Every type that the other files need no name for. A name that is gone does not compile. */
export type Surface = [
  kplus.AbstractPodProps,
  kplus.AddDeploymentOptions,
  kplus.ApiResourceOptions,
  kplus.AwsElasticBlockStorePersistentVolumeProps,
  kplus.AwsElasticBlockStoreVolumeOptions,
  kplus.AzureDiskPersistentVolumeProps,
  kplus.AzureDiskVolumeOptions,
  kplus.BasicAuthSecretProps,
  kplus.ClusterRoleBindingProps,
  kplus.ClusterRolePolicyRule,
  kplus.ClusterRoleProps,
  kplus.CommandProbeOptions,
  kplus.CommonSecretProps,
  kplus.ConfigMapProps,
  kplus.ConfigMapVolumeOptions,
  kplus.ContainerLifecycle,
  kplus.ContainerSecurityContext,
  kplus.CpuResources,
  kplus.CronJobProps,
  kplus.CsiVolumeOptions,
  kplus.DaemonSetProps,
  kplus.DeploymentExposeViaServiceOptions,
  kplus.DeploymentProps,
  kplus.DeploymentStrategyRollingUpdateOptions,
  kplus.DnsOption,
  kplus.DockerConfigSecretProps,
  kplus.EmptyDirVolumeOptions,
  kplus.EnvFrom,
  kplus.EnvValueFromConfigMapOptions,
  kplus.EnvValueFromFieldRefOptions,
  kplus.EnvValueFromProcessOptions,
  kplus.EnvValueFromResourceOptions,
  kplus.EnvValueFromSecretOptions,
  kplus.EphemeralStorageResources,
  kplus.ExposeDeploymentViaIngressOptions,
  kplus.ExposeServiceViaIngressOptions,
  kplus.FromServiceAccountNameOptions,
  kplus.GCEPersistentDiskPersistentVolumeProps,
  kplus.GCEPersistentDiskVolumeOptions,
  kplus.HandlerFromHttpGetOptions,
  kplus.HandlerFromTcpSocketOptions,
  kplus.HorizontalPodAutoscalerProps,
  kplus.HostAlias,
  kplus.HostPathVolumeOptions,
  kplus.INamespaceSelector,
  kplus.INetworkPolicyPeer,
  kplus.IResource,
  kplus.IRole,
  kplus.ISubject,
  kplus.IngressProps,
  kplus.IngressRule,
  kplus.IngressTls,
  kplus.JobProps,
  kplus.LabelSelectorOptions,
  kplus.LabelSelectorRequirement,
  kplus.MemoryResources,
  kplus.MetricContainerResourceOptions,
  kplus.MetricObjectOptions,
  kplus.MetricOptions,
  kplus.NamespaceProps,
  kplus.NamespacesSelectOptions,
  kplus.NetworkPolicyAddEgressRuleOptions,
  kplus.NetworkPolicyPortProps,
  kplus.NetworkPolicyProps,
  kplus.NetworkPolicyRule,
  kplus.NetworkPolicyTraffic,
  kplus.NfsVolumeOptions,
  kplus.NodeTaintQueryOptions,
  kplus.PathMapping,
  kplus.PersistentVolumeClaimProps,
  kplus.PersistentVolumeClaimVolumeOptions,
  kplus.PodConnectionsAllowFromOptions,
  kplus.PodConnectionsAllowToOptions,
  kplus.PodDns,
  kplus.PodDnsProps,
  kplus.PodProps,
  kplus.PodSchedulingAttractOptions,
  kplus.PodSchedulingColocateOptions,
  kplus.PodSchedulingSeparateOptions,
  kplus.PodSecurityContext,
  kplus.PodSecurityContextProps,
  kplus.PodsAllOptions,
  kplus.PodsSelectOptions,
  kplus.ProbeOptions,
  kplus.ResourcePermissions,
  kplus.ResourceProps,
  kplus.RoleBindingProps,
  kplus.RolePolicyRule,
  kplus.RoleProps,
  kplus.ScalingPolicy,
  kplus.SecretProps,
  kplus.SecretValue,
  kplus.SecretVolumeOptions,
  kplus.ServiceAccountProps,
  kplus.ServiceAccountTokenSecretProps,
  kplus.ServiceBindOptions,
  kplus.ServiceIngressBackendOptions,
  kplus.ServiceProps,
  kplus.SshAuthSecretProps,
  kplus.StatefulSetProps,
  kplus.StatefulSetUpdateStrategyRollingUpdateOptions,
  kplus.Sysctl,
  kplus.TcpSocketProbeOptions,
  kplus.TlsSecretProps,
  kplus.VolumeMount,
  kplus.WorkloadProps,
  kplus.WorkloadScheduling,
  kplus.WorkloadSchedulingSpreadOptions,
];

/** Functions of a user's own, written against the types of cdk8s-plus. */
export function withMetrics(props: kplus.DeploymentProps): kplus.DeploymentProps {
  const containers: kplus.ContainerProps[] = props.containers ?? [];
  return { ...props, containers: containers.map((each) => ({ ...each, ports: [...(each.ports ?? []), { number: 9090 }] })) };
}

export function addTo(workload: kplus.Workload, container: kplus.ContainerProps): kplus.Container {
  return workload.addContainer(container);
}

export function nameOf(resource: kplus.Resource | kplus.IResource): string {
  return resource.name;
}

export function servicesOf(...deployments: kplus.Deployment[]): kplus.Service[] {
  return deployments.map((each) => each.exposeViaService());
}

export function contextOf(props: kplus.ContainerProps): kplus.ContainerSecurityContextProps | undefined {
  return props.securityContext;
}
