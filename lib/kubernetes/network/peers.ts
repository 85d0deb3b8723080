import { NAMESPACE_NAME_LABEL } from './cluster';
import type { FlowPeer, PodsPeer, Selector, SelectorLabels } from './stated-network';

/** A block of addresses outside of the cluster. */
export type CidrPeer = Extract<FlowPeer, { readonly kind: 'cidr' }>;
/** A name of the DNS outside of the cluster. It can only be a destination. */
export type FqdnPeer = Extract<FlowPeer, { readonly kind: 'fqdn' }>;
/** The API server of the cluster. */
export type ApiServerPeer = Extract<FlowPeer, { readonly kind: 'api-server' }>;

/** The nodes of the cluster. */
export type NodesPeer = Extract<FlowPeer, { readonly kind: 'nodes' }>;

/** Pods of one namespace that somebody else runs. */
export interface ForeignPods {
  /** The name of their namespace. */
  readonly namespace: string;
  /**
   * Labels that they all carry.
   *
   * @default - every pod of the namespace
   */
  readonly labels?: SelectorLabels;
}

const EVERYTHING: Selector = { labels: {}, expressions: [] };

/**
 * Every pod of namespaces, by their names.
 *
 * @example
 * ```ts
 * api.connections.allowFrom(inNamespaces('reports', 'billing'));
 * ```
 */
export function inNamespaces(...names: readonly [string, ...string[]]): PodsPeer {
  return {
    kind: 'pods',
    name: `the pods of ${names.join(', ')}`,
    namespaces: namespacesNamed(names),
    namespaceNames: names,
    pods: EVERYTHING,
    serviceAccount: undefined,
  };
}

/** A selector of namespaces by their names. */
export function namespacesNamed(names: readonly string[]): Selector {
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return { labels: { [NAMESPACE_NAME_LABEL]: only }, expressions: [] };
  return { labels: {}, expressions: [{ key: NAMESPACE_NAME_LABEL, operator: 'In', values: names }] };
}

/**
 * Pods of a namespace by their labels, whoever made them.
 *
 * @example
 * ```ts
 * web.connections.allowTo(podsIn({ namespace: 'queues', labels: { app: 'rabbitmq' } }), { port: 5672 });
 * ```
 */
export function podsIn({ namespace, labels = {} }: ForeignPods): PodsPeer {
  const pods = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return {
    ...inNamespaces(namespace),
    name: [`the pods of ${namespace}`, ...pods].join(' '),
    pods: { labels, expressions: [] },
  };
}

/**
 * Addresses outside of the cluster. Of the address at which clouds hand out credentials nothing is opened, whatever the block.
 *
 * @param block `203.0.113.0/24`, `2001:db8::/32`
 * @param except blocks inside that are not meant
 * @example
 * ```ts
 * web.connections.allowTo(cidr('203.0.113.0/24'), { port: 443 });
 * ```
 */
export function cidr(block: string, except: readonly string[] = []): CidrPeer {
  return { kind: 'cidr', cidr: block, except };
}

/**
 * A name of the DNS outside of the cluster, for dialects that follow names (Cilium does).
 *
 * @param name `api.example.com`, or `*.example.com` for the names directly below one
 * @example
 * ```ts
 * web.connections.allowTo(fqdn('api.example.com'), { port: 443 });
 * ```
 */
export function fqdn(name: string): FqdnPeer {
  return { kind: 'fqdn', fqdn: name };
}

/**
 * The API server of the cluster: what an operator talks to, and who calls an admission webhook.
 *
 * @example
 * ```ts
 * operator.connections.allowTo(apiServer());
 * webhook.connections.allowFrom(apiServer(), { port: 9443 });
 * ```
 */
export function apiServer(): ApiServerPeer {
  return { kind: 'api-server' };
}

/**
 * The nodes of the cluster, and with them whatever is in their network: an ingress controller with `hostNetwork`, an agent on each node,
 * connections to a NodePort or a load balancer that a node passes on, and, in clusters whose control plane calls through the nodes
 * (konnectivity, tunnels), the API server that calls a webhook.
 *
 * @example
 * ```ts
 * web.connections.allowFrom(nodes(), { port: 8080 });
 * ```
 */
export function nodes(): NodesPeer {
  return { kind: 'nodes' };
}

/**
 * The pods of an Ingress or Gateway controller: who asks whatever stands behind an Ingress. An Ingress states no flow by itself.
 *
 * @example
 * ```ts
 * web.connections.allowFrom(ingressController({ namespace: 'traefik' }));
 * ```
 */
export function ingressController(pods: ForeignPods): PodsPeer {
  return { ...podsIn(pods), name: `the ingress controller in ${pods.namespace}` };
}

/**
 * Who collects metrics.
 *
 * @param pods where the collector is. Default: Prometheus in the namespace `monitoring`, as its operator installs it
 * @example
 * ```ts
 * api.connections.allowFrom(monitoring(), { port: 'metrics' });
 * ```
 */
export function monitoring(pods: ForeignPods = { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } }): PodsPeer {
  return { ...podsIn(pods), name: `monitoring in ${pods.namespace}` };
}
