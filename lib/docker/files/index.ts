/** What `tempered/docker` makes as files: Compose, Swarm, Dockerfiles, daemon.json, seccomp. None of it needs Pulumi. */
export { Connections, type FlowOptions } from '../components/connections';
export { ContainerService, type ContainerServiceProps, type PublishedPort, type WritablePath } from '../components/container-service';
export { InsecureStackError } from '../components/insecure-stack-error';
export { type SecretMount, type SecretSource, ServiceSecret } from '../components/secret';
export type { ByteSize } from '../components/size';
export { Stack, type StackProps } from '../components/stack';
export { NamedVolume, type VolumeMount } from '../components/volume';
export * from '../daemon';
export * from '../dockerfile';
export type { HealthCheck } from '../health-check';
export type { ResourceWaiver } from '../resource-waiver';
export * from '../seccomp';
