export { TemperedValidation, type TemperedValidationProps } from './cdk8s-cli/tempered-validation';
export { CATALOGUE, type ControlId, controlById, isControlId, type ParametersOf } from './controls/catalogue';
export type { Control, Counterparts, Example, Family, References, Severity } from './controls/control';
export { type Fix, formatPath, type Neighbours, type Observation, type Path, UNKNOWN } from './controls/requirement';
export type { ExternalWaiver } from './engine/apply-waivers';
export { audit, type EvaluationOptions } from './engine/audit';
export type { Finding } from './engine/finding';
export { type Hardened, type HardenOptions, harden } from './engine/harden';
export { Inventory } from './engine/inventory';
export type { ControlCounts, Report } from './engine/report';
export { isKubernetesObject, type Origin, type Resource, resource } from './engine/resource';
export { type Waiver, type WaiverProblem, waiverAnnotation } from './engine/waiver';
export { TemperedError, type TemperedErrorOptions } from './errors';
export {
  baseline,
  type ControlSetting,
  type ControlSettings,
  defineProfile,
  type Level,
  PROFILES,
  Profile,
  type ProfileDefinition,
  type ProfileEntry,
  platform,
  podSecurityBaseline,
  podSecurityRestricted,
  profileByName,
  restricted,
} from './profiles';
export { type ProfileFile, ProfileFileError, readProfileFile } from './profiles/profile-file';
export type { ReadError } from './sources/yaml/read-error';
