export type { ContainerPort, Endpoint, PodEndpoint, Protocol } from './endpoint';
export type { ReachabilityProblem } from './problem';
export { type Answer, type Reachability, type ReachabilityOptions, reachability } from './reachability';
export type { Side } from './verdict';
