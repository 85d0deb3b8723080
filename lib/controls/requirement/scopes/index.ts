export * from './annotations';
export * from './container-resource';
export * from './containers';
export { type DockerPath, type DockerRule, docker, dockerContainer, emitLimits, failing, NO_ADMISSION, whereObject } from './docker';
export * from './effective';
export * from './inherited';
export * from './object';
export * from './pod';
export {
  type Grant,
  granting,
  holding,
  isGenerated,
  isRole,
  RBAC,
  ROLES,
  type RulesAsked,
  type RuleTest,
  ruleOfRules,
  rules,
  rulesOf,
  verbsProse,
} from './rules';
