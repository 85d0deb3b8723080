export { Connections, type FlowOptions } from './connections';
export { ContainerService, type ContainerServiceProps, type PublishedPort, type WritablePath } from './container-service';
export { DeployedStack, type DeployedStackArgs } from './deployed-stack';
export { InsecureStackError } from './insecure-stack-error';
export { type SecretMount, type SecretSource, ServiceSecret } from './secret';
export type { ByteSize } from './size';
export { Stack, type StackProps } from './stack';
export { NamedVolume, type VolumeMount } from './volume';
