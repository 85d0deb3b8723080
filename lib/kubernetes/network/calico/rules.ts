import { API_SERVER_PORTS, type ClusterNetwork, METADATA_BLOCKS } from '../cluster';
import type { FlowDirection } from '../dialect';
import type { Flow, FlowPeer, FlowPort, PodsPeer } from '../stated-network';
import { calicoSelector, podSelector } from './selector';

/** Part of a rule: source or destination. */
type Entity = Readonly<Record<string, unknown>>;

/** A rule of a policy of Calico. */
export interface CalicoRule {
  readonly action: 'Allow' | 'Deny';
  readonly protocol?: string;
  readonly source?: Entity;
  readonly destination?: Entity;
}

/** The rules that let a flow through, and nothing else. Never `Pass`, which would skip whatever policy comes after. */
export function allow(
  flow: Flow,
  direction: FlowDirection,
  { apiServer, nodes = [] }: Pick<ClusterNetwork, 'apiServer' | 'nodes'>,
): CalicoRule[] {
  // Out to its Service, the ports are the Service's own.
  if (flow.peer.kind === 'api-server' && direction === 'egress' && apiServer === undefined)
    return [rule(direction, KUBERNETES_SERVICE, {}, undefined)];
  const ports = flow.peer.kind === 'api-server' && direction === 'egress' ? (flow.ports ?? API_SERVER) : flow.ports;
  return entities(flow.peer, apiServer, nodes).flatMap((peer) =>
    byProtocol(ports).map(([protocol, ends]) => rule(direction, peer, ends === undefined ? {} : { ports: ends }, protocol)),
  );
}

/** Refuses the addresses where clouds hand out credentials. */
export const DENY_METADATA: readonly CalicoRule[] = METADATA_BLOCKS.map((block) => ({ action: 'Deny', destination: { nets: [block] } }));

/**
 * The API server by its Service, whose addresses and ports Calico follows; beside it only ports of an ingress rule may stand.
 *
 * @see https://docs.tigera.io/calico/latest/network-policy/policy-rules/service-policy
 */
const KUBERNETES_SERVICE = { services: { name: 'kubernetes', namespace: 'default' } };

const API_SERVER: readonly FlowPort[] = API_SERVER_PORTS.map((port) => ({ protocol: 'TCP', port }));

function rule(direction: FlowDirection, peer: Entity, ports: Entity, protocol: string | undefined): CalicoRule {
  const destination = direction === 'egress' ? { ...peer, ...ports } : ports;
  return {
    action: 'Allow',
    ...(protocol !== undefined && { protocol }),
    ...(direction === 'ingress' && { source: peer }),
    ...(Object.keys(destination).length > 0 && { destination }),
  };
}

/** A rule takes blocks of one IP version only. */
function entities(peer: FlowPeer, apiServer: readonly string[] | undefined, nodes: readonly string[]): readonly Entity[] {
  switch (peer.kind) {
    case 'pods':
      return [pods(peer)];
    case 'cidr':
      return [{ nets: [peer.cidr], ...(peer.except.length > 0 && { notNets: peer.except }) }];
    case 'api-server':
      if (apiServer === undefined) return [KUBERNETES_SERVICE];
      return byVersion(apiServer);
    case 'nodes':
      return byVersion(nodes);
    case 'fqdn':
      return [];
  }
}

function byVersion(blocks: readonly string[]): readonly Entity[] {
  return [blocks.filter((block) => !isVersion6(block)), blocks.filter(isVersion6)].flatMap((nets) => (nets.length > 0 ? [{ nets }] : []));
}

/** Without a selector of namespaces, one of pods means those of the policy's own namespace. */
function pods({ namespaces, pods: selector, serviceAccount }: PodsPeer): Entity {
  return {
    selector: podSelector(selector),
    ...(namespaces !== 'own' && { namespaceSelector: calicoSelector(namespaces) }),
    // A label is given to a pod by whoever may write pods; its account, by whoever may use that account.
    ...(serviceAccount !== undefined && { serviceAccounts: { names: [serviceAccount] } }),
  };
}

/** A rule with ports names one protocol; one without either means all, ICMP too. */
function byProtocol(
  ports: readonly FlowPort[] | undefined,
): readonly (readonly [string | undefined, readonly (number | string)[] | undefined])[] {
  if (ports === undefined) return [[undefined, undefined]];
  const protocols = new Map<string, (number | string)[]>();
  for (const { protocol, port, endPort } of ports)
    protocols.set(protocol, [...(protocols.get(protocol) ?? []), endPort === undefined || endPort === port ? port : `${port}:${endPort}`]);
  return [...protocols];
}

function isVersion6(block: string): boolean {
  return block.includes(':');
}
