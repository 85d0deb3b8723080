import type { Resource } from '../engine/resource';
import type { Addresses } from './addresses';

/** A transport protocol with ports. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** A port that a container says it listens on. */
export interface ContainerPort {
  /** Empty where it has none. */
  readonly name: string;
  readonly number: number;
  readonly protocol: Protocol;
}

export type Labels = Readonly<Record<string, string>>;

/** Where something may be on the network. */
export interface Whereabouts {
  /** Each a set of addresses; it has one of all of them. */
  readonly candidates: readonly Addresses[];
  /**
   * `exact`: it has exactly these addresses, or is one of them that no rule tells apart.
   * `within`: it has some address of these ranges.
   * `assumed`: nobody said; it is somewhere in the ranges that clusters use.
   */
  readonly knowledge: 'exact' | 'within' | 'assumed';
}

/** The pods of a workload: whatever is true of one is true of all. */
export interface PodEndpoint {
  readonly kind: 'pod';
  /** `shop/Deployment/web`. */
  readonly name: string;
  readonly resource: Resource | undefined;
  readonly namespace: string;
  readonly labels: Labels;
  readonly namespaceLabels: Labels;
  readonly serviceAccount: string;
  readonly hostNetwork: boolean;
  readonly ports: readonly ContainerPort[];
  readonly whereabouts: Whereabouts;
}

/** What is no pod, by the role that it has for the cluster. */
export type Entity = 'host' | 'remote-node' | 'kube-apiserver' | 'world';

/** What is no pod: a node, the API server, addresses outside of the cluster, a name in the DNS. */
export interface Outsider {
  readonly kind: 'outsider';
  /** `203.0.113.0/24`, `kube-apiserver`, `fqdn:api.example.com`. */
  readonly name: string;
  readonly entity: Entity;
  readonly whereabouts: Whereabouts;
  /** Where it is a name, or a pattern of names, whose address is not known. */
  readonly fqdn: string | undefined;
}

/** One end of a connection. */
export type Endpoint = PodEndpoint | Outsider;

/** A connection that is asked about, by its destination. */
export interface Traffic {
  readonly protocol: Protocol;
  /** 1 to 65535. */
  readonly port: number;
}
