export { MOBY_VERSION } from './moby-default-profile';
export {
  type SeccompAction,
  type SeccompArchitecture,
  type SeccompArgument,
  type SeccompProfile,
  type SeccompRule,
  seccompProfileText,
  writeSeccompProfile,
} from './seccomp-profile';
export { type SeccompPlatform, type StrictSeccompOptions, strictSeccompProfile } from './strict-profile';
