import type { ApiObject } from 'cdk8s';
import type * as plus from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import type { FlowDirection } from './dialect';
import type { FlowOptions } from './flow-options';
import type { ApiServerPeer, CidrPeer, FqdnPeer } from './peers';
import type { FlowPeer, PodsPeer } from './stated-network';

/**
 * Who a flow may come from: a workload or a selection of cdk8s-plus (`Pods`, `Namespaces`, `NetworkPolicyIpBlock`), an object of
 * `Include` or `Helm` that holds pods, or what `inNamespaces`, `podsIn`, `cidr`, `apiServer`, `ingressController` and `monitoring` name.
 */
export type FlowSource = plus.INetworkPolicyPeer | ApiObject | PodsPeer | CidrPeer | ApiServerPeer;

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
