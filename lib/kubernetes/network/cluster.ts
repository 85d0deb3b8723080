import type { FlowPort, PodsPeer, SelectorLabels } from './stated-network';

/** Who answers names in the cluster. */
export interface Resolver {
  /**
   * The namespace of its pods.
   *
   * @default kube-system
   */
  readonly namespace?: string;
  /**
   * Labels of its pods.
   *
   * @default - `k8s-app: kube-dns`, which CoreDNS carries nearly everywhere
   */
  readonly labels?: SelectorLabels;
  /**
   * The port on which its pods listen, which is what policies see behind its Service: 5353 on OpenShift (`dns-default` in openshift-dns),
   * 8053 on Gardener. The cache on each node has 53 in any case.
   *
   * @default 53
   */
  readonly port?: number;
  /**
   * The address of the cache on each node (NodeLocal DNSCache) that pods ask instead; `true` for 169.254.20.10.
   *
   * @default false
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   */
  readonly nodeLocal?: boolean | string;
}

/** What policies must know of the cluster. */
export interface ClusterNetwork {
  /**
   * Who answers names: the one thing that every isolated workload may reach.
   *
   * @default - the pods with `k8s-app: kube-dns` in kube-system
   */
  readonly resolver?: Resolver;
  /**
   * The CIDR blocks of the API server's addresses as pods see them behind its Service (`kubectl get endpoints kubernetes`), for dialects that know it
   * by address only.
   *
   * @default - unknown: a flow to the API server is an error in such a dialect
   */
  readonly apiServer?: readonly string[];
  /**
   * The CIDR blocks of the nodes' addresses (`kubectl get nodes -o wide`), for dialects that know nodes by address only.
   *
   * @default - unknown: a flow with the nodes is an error in such a dialect
   */
  readonly nodes?: readonly string[];
}

/** The port of the API server behind its Service, and the Service's own. */
export const API_SERVER_PORTS = [443, 6443] as const;

/** Where clouds hand out credentials to whoever asks: link-local in IPv4, and the address of AWS in IPv6. */
export const METADATA_BLOCKS = ['169.254.169.254/32', 'fd00:ec2::254/128'] as const;

/** The label that the API server gives every namespace. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** The ports on which the pods of a resolver take questions; without one those of its cache. */
export function dnsPorts({ port = 53 }: Pick<Resolver, 'port'> = {}): readonly FlowPort[] {
  return [
    { protocol: 'UDP', port },
    { protocol: 'TCP', port },
  ];
}

/** The pods of the resolver. */
export function resolverPods({ namespace = 'kube-system', labels = { 'k8s-app': 'kube-dns' } }: Resolver = {}): PodsPeer {
  return {
    kind: 'pods',
    name: `the resolver in ${namespace}`,
    namespaces: { labels: { [NAMESPACE_NAME_LABEL]: namespace }, expressions: [] },
    namespaceNames: [namespace],
    pods: { labels, expressions: [] },
    serviceAccount: undefined,
  };
}

/** The block of the cache on each node, where there is one. */
export function nodeLocalBlock({ nodeLocal = false }: Resolver = {}): string | undefined {
  if (nodeLocal === false) return undefined;
  const address = nodeLocal === true ? '169.254.20.10' : nodeLocal;
  return `${address}/${address.includes(':') ? 128 : 32}`;
}
