/** Labels of a selector: all of them must be there. */
export type SelectorLabels = Readonly<Record<string, string>>;

/** A requirement of a LabelSelector that is more than equality. */
export interface SelectorExpression {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** Empty with `Exists` and `DoesNotExist`. */
  readonly values: readonly string[];
}

/** A LabelSelector in normal form; empty: everything. */
export interface Selector {
  readonly labels: SelectorLabels;
  readonly expressions: readonly SelectorExpression[];
}

/** A port, or a range of them, of one protocol. */
export interface FlowPort {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly port: number;
  /** The last port of a range. */
  readonly endPort?: number;
}

/** A request that a flow of HTTP lets through. */
export interface HttpRequest {
  /** In capital letters. Default: every method. */
  readonly method?: string;
  /** A path, or its beginning where it ends with `*`. Default: every path. */
  readonly path?: string;
}

/** Pods, as one end of a flow: whoever answers to both selectors. */
export interface PodsPeer {
  readonly kind: 'pods';
  /** For reports and errors: `shop/web`, `namespace monitoring`. */
  readonly name: string;
  /** `own`: the namespace of the workload that states the flow. */
  readonly namespaces: 'own' | Selector;
  /** The namespaces by name, where they are stated so; what binds identities of a mesh to a flow. */
  readonly namespaceNames: readonly string[] | undefined;
  readonly pods: Selector;
  /** The account of the pods, where the peer is one workload: the identity that a mesh knows it by. */
  readonly serviceAccount: string | undefined;
}

/** The other end of a flow. */
export type FlowPeer =
  | PodsPeer
  | { readonly kind: 'cidr'; readonly cidr: string; readonly except: readonly string[] }
  /** A name of the DNS outside of the cluster; `*.example.com` for the names directly below one. */
  | { readonly kind: 'fqdn'; readonly fqdn: string }
  /** The nodes of the cluster, and with them the pods that are in the network of their node. */
  | { readonly kind: 'nodes' }
  | { readonly kind: 'api-server' };

/** What one workload may do with one peer, in one direction. */
export interface Flow {
  readonly peer: FlowPeer;
  /** Ports of the destination; undefined: all. */
  readonly ports: readonly FlowPort[] | undefined;
  /** Requests of HTTP that are let through; undefined: whatever is spoken. */
  readonly http: readonly HttpRequest[] | undefined;
}

/** Everything that is stated of one workload. A dialect makes its policies from a list of these, and from nothing else. */
export interface StatedNetwork {
  /** A name for its policies, good as an object's name. */
  readonly name: string;
  /** Path of the construct, for errors. */
  readonly path: string;
  /** Undefined: that of the chart, which `kubectl` decides. */
  readonly namespace: string | undefined;
  /** The pods of the workload. */
  readonly pods: Selector;
  readonly serviceAccount: string | undefined;
  /** The ports that its containers declare. */
  readonly ports: readonly FlowPort[];
  readonly ingress: readonly Flow[];
  readonly egress: readonly Flow[];
}

/** An object of a policy, before a chart has it. */
export interface PolicyObject {
  /** Unique beside the others of the same workload or scope: the id of its construct. */
  readonly id: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, unknown>>;
  /** The path of the workload that it is about, of which it becomes a part. Undefined: it is about several. */
  readonly workload?: string;
  /** Whether it belongs to no namespace. */
  readonly clusterScoped?: true;
}
