import { checkCluster } from '../check-cluster';
import { type ClusterNetwork, dnsPorts, nodeLocalBlock, resolverPods } from '../cluster';
import type { Dialect, FlowDirection, Inexpressible } from '../dialect';
import { objectName } from '../object-name';
import type { Flow, FlowPeer, FlowPort, PolicyObject, Selector, StatedNetwork } from '../stated-network';
import { labelSelector } from './label-selector';

/** Options of {@link kubernetesPolicies}. */
export interface KubernetesPoliciesProps extends ClusterNetwork {
  /**
   * Whether the other pods of the namespace are closed too, those that nobody isolates: pods of a Helm hook, of an operator, of
   * `kubectl run`. One more NetworkPolicy denies everything there. It holds for the namespace that an isolated chart states (`new Chart(app, 'shop', { namespace: 'shop' })`),
   * if all that the app has there is isolated by this dialect; never for a workload that is isolated by itself.
   *
   * @default true
   */
  readonly wholeNamespaces?: boolean;
}

/**
 * NetworkPolicy (networking.k8s.io/v1): a policy a workload, which closes it in both directions but for its flows and the resolver.
 *
 * It knows pods and blocks of addresses: no names of the DNS, no HTTP, and of the API server only its addresses.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 * @throws a TemperedError `invalid-cidr` or `invalid-resolver` for what no cluster can have
 * @example
 * ```ts
 * isolate(chart, { dialect: kubernetesPolicies({ apiServer: ['10.0.0.10/32'] }) });
 * ```
 */
export function kubernetesPolicies({ wholeNamespaces = true, ...cluster }: KubernetesPoliciesProps = {}): Dialect {
  checkCluster('kubernetesPolicies', cluster);
  return {
    name: 'NetworkPolicy',
    http: [],
    cluster,
    isAdditive: true,
    inexpressible: ({ peer }) => inexpressible(peer, cluster),
    policies: (stated, scopeName, namespaces) => [
      ...(wholeNamespaces ? namespaces.map((namespace) => denyAll(namespace, scopeName)) : []),
      ...stated.map((each) => policyOf(each, cluster)),
    ],
  };
}

function inexpressible({ kind }: FlowPeer, { apiServer = [], nodes = [] }: ClusterNetwork): Inexpressible | undefined {
  if (kind === 'fqdn')
    return {
      wrong: 'is to a name of the DNS, which NetworkPolicy does not know',
      hint: 'name its addresses with cidr(), or isolate with cilium()',
    };
  if (kind === 'api-server' && apiServer.length === 0)
    return {
      wrong: 'is with the API server, which NetworkPolicy knows by its addresses only',
      hint: 'give them: kubernetesPolicies({ apiServer: [...] }), from `kubectl get endpoints kubernetes`',
    };
  if (kind === 'nodes' && nodes.length === 0)
    return {
      wrong: 'is with the nodes, which NetworkPolicy knows by their addresses only',
      hint: 'give them: kubernetesPolicies({ nodes: [...] }), from `kubectl get nodes -o wide`',
    };
  return undefined;
}

/**
 * Of the whole namespace. Policies add up, so it takes nothing from the workloads that have one of their own, in whichever dialect.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic
 */
function denyAll(namespace: string, scopeName: string): PolicyObject {
  return {
    id: `default-deny-${namespace}`,
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: objectName(scopeName, 'default-deny'), namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}

function policyOf({ name, path, namespace, pods, ingress, egress }: StatedNetwork, cluster: ClusterNetwork): PolicyObject {
  return {
    id: name,
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: objectName(name, 'network'), ...(namespace !== undefined && { namespace }) },
    workload: path,
    spec: {
      podSelector: labelSelector(pods),
      policyTypes: ['Ingress', 'Egress'],
      ...(ingress.length > 0 && { ingress: ingress.map((flow) => ruleOf(flow, 'ingress', cluster)) }),
      egress: [...dnsRules(cluster), ...egress.map((flow) => ruleOf(flow, 'egress', cluster))],
    },
  };
}

/** The rule by which pods ask the resolver, and its cache on each node where there is one. */
export function dnsRules({ resolver }: ClusterNetwork): readonly object[] {
  const block = nodeLocalBlock(resolver);
  return [
    { to: peersOf(resolverPods(resolver), {}), ports: dnsPorts(resolver) },
    ...(block === undefined ? [] : [{ to: [{ ipBlock: { cidr: block } }], ports: dnsPorts() }]),
  ];
}

function ruleOf({ peer, ports }: Flow, direction: FlowDirection, cluster: ClusterNetwork): object {
  return {
    [direction === 'ingress' ? 'from' : 'to']: peersOf(peer, cluster),
    ...(ports !== undefined && { ports: ports.map(portOf) }),
  };
}

function peersOf(peer: FlowPeer, { apiServer = [], nodes = [] }: ClusterNetwork): readonly object[] {
  if (peer.kind === 'pods') return [{ ...namespacesOf(peer.namespaces), podSelector: labelSelector(peer.pods) }];
  if (peer.kind === 'cidr') return [{ ipBlock: { cidr: peer.cidr, ...(peer.except.length > 0 && { except: [...peer.except] }) } }];
  // An empty list would be everybody; a name never comes here.
  const blocks = peer.kind === 'api-server' ? apiServer : peer.kind === 'nodes' ? nodes : [];
  return blocks.map((cidr) => ({ ipBlock: { cidr } }));
}

function namespacesOf(namespaces: 'own' | Selector): object {
  return namespaces === 'own' ? {} : { namespaceSelector: labelSelector(namespaces) };
}

function portOf({ protocol, port, endPort }: FlowPort): object {
  return { protocol, port, ...(endPort !== undefined && { endPort }) };
}
