import { TemperedError } from '../../../errors';
import { checkCluster } from '../check-cluster';
import { type ClusterNetwork, dnsPorts, METADATA_BLOCKS, resolverPods } from '../cluster';
import type { Dialect, FlowDirection, Inexpressible } from '../dialect';
import { labelSelector } from '../network-policy/label-selector';
import { objectName } from '../object-name';
import type { Flow, FlowPeer, FlowPort, PodsPeer, PolicyObject, StatedNetwork } from '../stated-network';
import { endpointsOf } from './endpoint-selector';
import { httpRule } from './http';
import { unknownLabel } from './identity-labels';

/** Options of {@link cilium}. */
export interface CiliumProps extends Pick<ClusterNetwork, 'resolver'> {
  /**
   * Whether the other pods of the namespace are closed too, those that nobody isolates: pods of a Helm hook, of an operator, of
   * `kubectl run`. One more CiliumNetworkPolicy denies everything there. It holds for the namespace that an isolated chart states (`new Chart(app, 'shop', { namespace: 'shop' })`),
   * if all that the app has there is isolated by this dialect; never for a workload that is isolated by itself.
   *
   * @default true
   */
  readonly wholeNamespaces?: boolean;
  /**
   * Whether pods must prove who they are to each other before a connection is let in (mutual authentication by SPIFFE identities, which
   * the installation of Cilium must have switched on).
   *
   * @default false
   * @see https://docs.cilium.io/en/stable/network/servicemesh/mutual-authentication/mutual-authentication/
   */
  readonly mutualAuthentication?: boolean;
}

/** More do not fit into one element of `toPorts`. */
const MOST_PORTS = 40;

/**
 * CiliumNetworkPolicy (cilium.io/v2): a policy a workload, which closes it in both directions but for its flows and the resolver, and denies
 * the metadata address whatever other policies say.
 *
 * It knows pods, blocks of addresses, names of the DNS, the API server, and requests of HTTP.
 *
 * @see https://docs.cilium.io/en/stable/security/policy/language/
 * @throws a TemperedError `invalid-resolver` for a resolver that no cluster can have, or that Cilium has no words for
 * @example
 * ```ts
 * isolate(chart, { dialect: cilium({ mutualAuthentication: true }) });
 * ```
 */
export function cilium(props: CiliumProps = {}): Dialect {
  checkCluster('cilium', props);
  const unknown = unknownLabel(resolverPods(props.resolver).pods);
  if (unknown !== undefined)
    throw new TemperedError('invalid-resolver', `cilium(): the resolver has the label ${unknown}, which Cilium knows no pod by`, {
      hint: 'name its pods by other labels',
    });
  return {
    name: 'Cilium',
    http: ['ingress', 'egress'],
    cluster: props.resolver === undefined ? {} : { resolver: props.resolver },
    isAdditive: true,
    inexpressible: ({ peer }) => (peer.kind === 'pods' ? inexpressible(peer) : undefined),
    policies: (stated, scopeName, namespaces) => [
      ...(props.wholeNamespaces === false ? [] : namespaces.map((namespace) => denyAll(namespace, scopeName))),
      ...stated.map((each) => policyOf(each, props)),
    ],
  };
}

function inexpressible({ name, pods }: PodsPeer): Inexpressible | undefined {
  const label = unknownLabel(pods);
  if (label === undefined) return undefined;
  return { wrong: `is with ${name} by the label ${label}, which Cilium knows no pod by`, hint: 'select the pods by other labels' };
}

/** Of the whole namespace. What allows adds up, so it takes nothing from the workloads that have a policy of their own. */
function denyAll(namespace: string, scopeName: string): PolicyObject {
  return {
    id: `default-deny-${namespace}`,
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: objectName(scopeName, 'default-deny'), namespace },
    spec: { endpointSelector: {}, ingress: [{}], egress: [{}] },
  };
}

function policyOf(stated: StatedNetwork, props: CiliumProps): PolicyObject {
  const { name, path, namespace, pods, ingress, egress } = stated;
  const label = unknownLabel(pods);
  if (label !== undefined)
    throw new TemperedError('unlabelled-pods', `${path}: its policy would select its pods by ${label}, which Cilium knows no pod by`, {
      hint: 'take that label off its pod template',
    });
  return {
    id: name,
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: objectName(name, 'network'), ...(namespace !== undefined && { namespace }) },
    workload: path,
    spec: {
      endpointSelector: labelSelector(pods),
      // A rule without anything lets nobody in, and closes the direction; an empty list would leave it open.
      ingress: ingress.length === 0 ? [{}] : ingress.map((flow) => ruleOf(flow, 'ingress', props)),
      egress: [...dnsRules(stated, props), ...egress.map((flow) => ruleOf(flow, 'egress', props))],
      // A name may resolve to it, and other policies may open it: a denial goes before both.
      egressDeny: [{ toCIDR: [...METADATA_BLOCKS] }],
    },
  };
}

/** Names of the DNS become addresses by the answers that the proxy of Cilium sees: it reads them where there is a rule for DNS. */
function dnsRules({ egress }: StatedNetwork, { resolver }: CiliumProps): readonly object[] {
  const byName = egress.some(({ peer }) => peer.kind === 'fqdn');
  const ask = (pods: PodsPeer, ports: readonly FlowPort[]): object => ({
    toEndpoints: [endpointsOf(pods)],
    toPorts: [{ ports: ports.map(portOf), ...(byName && { rules: { dns: [{ matchPattern: '*' }] } }) }],
  });
  const { nodeLocal = false, namespace } = resolver ?? {};
  // The cache on each node is reached by a redirect to its pod; see the documentation of Cilium, "Node-local DNS cache".
  const cache: readonly PodsPeer[] =
    nodeLocal === false ? [] : [resolverPods({ labels: { 'k8s-app': 'node-local-dns' }, ...(namespace !== undefined && { namespace }) })];
  return [ask(resolverPods(resolver), dnsPorts(resolver)), ...cache.map((pods) => ask(pods, dnsPorts()))];
}

function ruleOf({ peer, ports, http }: Flow, direction: FlowDirection, { mutualAuthentication = false }: CiliumProps): object {
  return {
    ...peerOf(peer, direction),
    ...(ports !== undefined && {
      toPorts: chunks(ports.map(portOf)).map((some) => ({
        ports: some,
        ...(http !== undefined && { rules: { http: http.map(httpRule) } }),
      })),
    }),
    ...(mutualAuthentication && direction === 'ingress' && peer.kind === 'pods' && { authentication: { mode: 'required' } }),
  };
}

function peerOf(peer: FlowPeer, direction: FlowDirection): object {
  const end = direction === 'ingress' ? 'from' : 'to';
  if (peer.kind === 'pods') return { [`${end}Endpoints`]: [endpointsOf(peer)] };
  // The own node, and the others.
  if (peer.kind === 'nodes') return { [`${end}Entities`]: ['host', 'remote-node'] };
  if (peer.kind === 'api-server') return { [`${end}Entities`]: ['kube-apiserver'] };
  if (peer.kind === 'fqdn') return { toFQDNs: [peer.fqdn.includes('*') ? { matchPattern: peer.fqdn } : { matchName: peer.fqdn }] };
  return { [`${end}CIDRSet`]: [{ cidr: peer.cidr, ...(peer.except.length > 0 && { except: [...peer.except] }) }] };
}

function portOf({ protocol, port, endPort }: FlowPort): object {
  return { port: String(port), protocol, ...(endPort !== undefined && { endPort }) };
}

function chunks<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / MOST_PORTS) }, (_, index) => all.slice(index * MOST_PORTS, (index + 1) * MOST_PORTS));
}
