import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { FlowDirection } from './dialect';
import type { FlowOptions } from './flow-options';
import type { ApiServerPeer, CidrPeer, FqdnPeer, NodesPeer } from './peers';
import type { FlowPeer, PodsPeer } from './stated-network';

/** A workload or a selection of cdk8s-plus, of whichever version: `Deployment`, `Pods`, `Namespaces`, `NetworkPolicyIpBlock`. */
export interface PlusPeer extends IConstruct {
  toNetworkPolicyPeerConfig(): object;
}

/** A workload of cdk8s-plus, of whichever version. */
export interface PlusPod extends PlusPeer {
  readonly podMetadata: { toJson(): unknown };
  toPodSelectorConfig(): object;
}

/**
 * Who a flow may come from: a workload or a selection of cdk8s-plus (`Pods`, `Namespaces`, `NetworkPolicyIpBlock`) in any version, an object
 * of `Include` or `Helm` that holds pods, or what `inNamespaces`, `podsIn`, `cidr`, `apiServer`, `nodes`, `ingressController` and `monitoring` name.
 */
export type FlowSource = PlusPeer | ApiObject | PodsPeer | CidrPeer | ApiServerPeer | NodesPeer;

/** Where a flow may go: what it may come from, and names of the DNS (`fqdn`). */
export type FlowDestination = FlowSource | FqdnPeer;

/** A flow as it was stated, before anything is known of ports and namespaces. */
export interface Statement {
  /** The workload that states it. */
  readonly subject: IConstruct;
  /** `egress`: to the peer. */
  readonly direction: FlowDirection;
  readonly peer: FlowDestination;
  readonly options: FlowOptions;
}

/** Whether a peer is one of ours and no construct. */
export function isPlainPeer(peer: FlowDestination): peer is FlowPeer {
  return !('node' in peer);
}
