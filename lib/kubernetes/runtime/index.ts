export {
  type SeccompArchitecture,
  type SeccompPlatform,
  type SeccompProfile as OciSeccompProfile,
  type StrictSeccompOptions,
  strictSeccompProfile,
} from '../../docker/seccomp';
export { type AppArmorOptions, LocalhostAppArmor } from './localhost-app-armor';
export { LocalhostSeccomp } from './localhost-seccomp';
export { OperatorAppArmorProfile, type OperatorAppArmorProfileProps } from './operator-app-armor-profile';
export type { OperatorProfileProps, ProfilesOperatorVersion } from './operator-profile';
export { OperatorSeccompProfile, type OperatorSeccompProfileProps } from './operator-seccomp-profile';
export { OperatorSelinuxProfile, type OperatorSelinuxProfileProps } from './operator-selinux-profile';
export { Sandbox, type SandboxOverhead, type SandboxProps, type SandboxToleration, sandboxed } from './sandbox';
export { type ContainerSelinuxType, SelinuxOptions, type SelinuxOptionsProps } from './selinux-options';
export { inUserNamespaces, type UserNamespaceOptions, useUserNamespace } from './user-namespace';
