import type * as plus from 'cdk8s-plus-28';
import type { FlowPort } from './stated-network';

/** Ports from one to another, both included. */
export interface PortRange {
  /** The first port. */
  readonly from: number;
  /** The last port. */
  readonly to: number;
}

/** A port on which something listens that no container of the manifest declares: what is injected into the pod when it is made. */
export interface UndeclaredPort {
  /** Its number. */
  readonly undeclared: number;
}

/** A port: its number, a range, the name that a container of the destination gives it, or one that none declares. */
export type StatedPort = number | PortRange | string | UndeclaredPort;

/** Ports of a flow: one, or several. */
export type StatedPorts = StatedPort | readonly [StatedPort, ...StatedPort[]];

/** A method of HTTP (RFC 9110, section 9; RFC 5789 for PATCH). */
export type HttpMethod = 'CONNECT' | 'DELETE' | 'GET' | 'HEAD' | 'OPTIONS' | 'PATCH' | 'POST' | 'PUT' | 'TRACE';

/** Requests of HTTP: each of the methods with each of the paths. */
export interface HttpRequests {
  /** Default: every method. */
  readonly methods?: readonly HttpMethod[];
  /** Paths, or their beginnings where they end with `*`: `/health`, `/items/*`. Without a query. Default: every path. */
  readonly paths?: readonly string[];
}

/** What is said of both ends. */
interface Ends {
  /**
   * The ends that get policies for the flow.
   *
   * @default - both
   */
  readonly isolation?: plus.PodConnectionsIsolation;
}

/** Ports as cdk8s-plus has them. */
export interface FlowWithPolicyPorts extends Ends {
  /**
   * Ports of the destination.
   *
   * @default - those that its containers declare; every port, where the destination is no workload
   */
  readonly ports?: plus.NetworkPolicyPort[];
  readonly port?: undefined;
  readonly protocol?: undefined;
  readonly http?: undefined;
}

/** Ports by number or name. */
export interface FlowWithPort extends Ends {
  /** Ports of the destination: what its containers listen on, whatever port a Service in front has. */
  readonly port: StatedPorts;
  /**
   * The protocol of the ports.
   *
   * @default - as the containers declare them; TCP, where the destination is no workload
   */
  readonly protocol?: FlowPort['protocol'];
  readonly ports?: undefined;
  readonly http?: undefined;
}

/** Requests of HTTP, for dialects that tell them apart. */
export interface FlowOfHttp extends Ends {
  /** The requests that are let through; everything else that is spoken on the port is refused. */
  readonly http: HttpRequests | readonly HttpRequests[];
  /**
   * Ports of the destination.
   *
   * @default - those of TCP that its containers declare
   */
  readonly port?: StatedPorts;
  readonly protocol?: 'TCP';
  readonly ports?: undefined;
}

/** What is said of a flow beside its ends. */
export type FlowOptions = FlowWithPolicyPorts | FlowWithPort | FlowOfHttp;
