import type { ClusterNetwork } from './cluster';
import type { Flow, PolicyObject, StatedNetwork } from './stated-network';

/** Seen from the workload whose policy it is. */
export type FlowDirection = 'ingress' | 'egress';

/** Why a dialect has no words for a flow. */
export interface Inexpressible {
  /** Completes "the flow … ": `is to a name of the DNS, which NetworkPolicy does not know`. */
  readonly wrong: string;
  /** What to do about it, in one sentence: `name its addresses with cidr(), or isolate with cilium()`. */
  readonly hint: string;
}

/**
 * A language of policies. It is a pure function of what is stated: no clock, no tree, the same policies each time.
 *
 * Each isolated workload must be closed in both directions but for its own flows and the cluster's resolver, and no flow may open the
 * metadata address of the cloud ({@link METADATA_BLOCKS}): blocks come with it excepted.
 */
export interface Dialect {
  /** For errors: `NetworkPolicy`, `Cilium`. */
  readonly name: string;
  /**
   * The ends at which requests of HTTP are told apart. Where the destination does it, the flow out of the source comes without `http`.
   * Empty: `http` of a flow never comes here, but is an error before.
   */
  readonly http: readonly FlowDirection[];
  /** Asked of every flow before `policies`; undefined where there are words for it. HTTP is not asked here but of `http`. */
  inexpressible(flow: Flow, direction: FlowDirection): Inexpressible | undefined;
  /** The mesh that it needs the pods to be in, and the namespaces whose pods may come without. Default: none is needed. */
  readonly mesh?: { readonly name: string; readonly unmeshed: ReadonlySet<string> };
  /** What it was told of the cluster: a mesh over it must know the same. Default: nothing. */
  readonly cluster?: ClusterNetwork;
  /**
   * Ports of TCP on which the pods of isolated workloads listen besides what their containers declare: those of the proxy of a mesh.
   *
   * @default - none
   */
  readonly proxyPorts?: readonly number[];
  /**
   * Whether what it says of a whole namespace closes only what no policy opens, so that workloads there may be isolated by other dialects.
   *
   * @default false
   */
  readonly isAdditive?: boolean;
  /** Annotations that the pods of every isolated workload must carry for the policies to hold. Default: none. */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /**
   * The policies of the isolated workloads of one chart.
   *
   * @param scopeName a name for what belongs to all of them, good as an object's name and unique in the app
   * @param wholeNamespaces the namespaces that the chart may close as a whole, with the pods that nobody isolates: the one that it states,
   * unless only some of its workloads are isolated or the app isolates others there by another dialect
   */
  policies(stated: readonly StatedNetwork[], scopeName: string, wholeNamespaces: readonly string[]): readonly PolicyObject[];
}
