export { type Assumption, type SettingName, settingsText } from './assumptions';
export type { ContainerPort, Endpoint, Outsider, PodEndpoint, Protocol } from './endpoint';
export { type Flow, type OpenPorts, portsText } from './flows';
export type { Enforcer } from './policy';
export type { ReachabilityProblem } from './problem';
export {
  type Answer,
  type FlowOptions,
  type Isolation,
  type Reachability,
  type ReachabilityOptions,
  reachability,
} from './reachability';
export type { DecidingRule, Side } from './verdict';
