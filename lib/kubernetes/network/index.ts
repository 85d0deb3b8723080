export { type CalicoProps, type CalicoTier, calico } from './calico';
export { type CiliumProps, cilium } from './cilium/cilium';
export type { ClusterNetwork, Resolver } from './cluster';
export { Connections } from './connections';
export { connectionsOf, type WorkloadConnections } from './connections-of';
export type { Dialect, FlowDirection, Inexpressible } from './dialect';
export type {
  FlowOfHttp,
  FlowOptions,
  FlowWithPolicyPorts,
  FlowWithPort,
  HttpMethod,
  HttpRequests,
  PortRange,
  StatedPort,
  StatedPorts,
  UndeclaredPort,
} from './flow-options';
export { type IsolationProps, isolate } from './isolate';
export { type IstioProps, istio, type OutsideBlock } from './istio';
export { type LinkerdProps, linkerd } from './linkerd';
export { type KubernetesPoliciesProps, kubernetesPolicies } from './network-policy/kubernetes-policies';
export {
  type ApiServerPeer,
  apiServer,
  type CidrPeer,
  cidr,
  type ForeignPods,
  type FqdnPeer,
  fqdn,
  ingressController,
  inNamespaces,
  monitoring,
  type NodesPeer,
  nodes,
  podsIn,
} from './peers';
export type {
  Flow,
  FlowPeer,
  FlowPort,
  HttpRequest,
  PodsPeer,
  PolicyObject,
  Selector,
  SelectorExpression,
  SelectorLabels,
  StatedNetwork,
} from './stated-network';
export type { FlowDestination, FlowSource, PlusPeer, PlusPod } from './statement';
