import type { Resource } from '../engine/resource';
import { parseCidr } from './addresses';
import { block, inBlock } from './blocks';
import { anyOf, type Match, matchOf } from './certainty';
import { type Endpoint, type PodEndpoint, PROTOCOLS } from './endpoint';
import { type LabelRequirements, labelRequirements, satisfiesAll } from './label-selector';
import { type Direction, isPortNumber, type Mentions, type Policy, type PolicySide, type Rule } from './policy';
import { matchesPorts, type PortTest } from './ports';
import { type Complain, Shape } from './shape';
import { type Place, UNORDERED } from './tiers';

type Peer = (peer: Endpoint) => Match;

/** How an enforcer reads what Kubernetes leaves open. */
export interface NetworkPolicyReading {
  /** Whether an ipBlock can match that end. Kubernetes means blocks for what is outside; who matches by address matches pods too. */
  readonly byAddress: (peer: Endpoint) => boolean;
  /**
   * By which labels pods are told apart.
   *
   * @default - by all of them
   */
  readonly knowsLabel?: (key: string) => boolean;
  /**
   * Whether rules of a direction close it even where `policyTypes` leaves it out. Kubernetes does not say so; Cilium does it.
   *
   * @default false
   */
  readonly rulesClose?: boolean;
  /**
   * Whether the peer `namespaces` of a ClusterNetworkPolicy that asks only for labels not to be there matches what is no pod, which has none.
   * The API means pods; Cilium does it.
   *
   * @default false
   */
  readonly negationsMatchOutside?: boolean;
  /**
   * When it is asked.
   *
   * @default - without an order: NetworkPolicies only allow
   */
  readonly place?: Place;
}

/**
 * A NetworkPolicy (networking.k8s.io/v1), as its API reference has it.
 *
 * Of a pod in the node's network nothing is selected: what policies do with it is undefined there, and every enforcer takes it for its node.
 */
export function networkPolicy(
  resource: Resource,
  namespace: string,
  reading: NetworkPolicyReading,
  mentions: Mentions,
  complain: Complain,
): Policy {
  const spec = Shape.of(resource.object.spec, ['spec'], complain, ['podSelector', 'policyTypes', 'ingress', 'egress']);
  const selector = labelRequirements(spec, 'podSelector') ?? []; // optional since 1.35; absent, it selects every pod
  const types = spec.texts('policyTypes') ?? [];
  for (const type of types) if (type !== 'Ingress' && type !== 'Egress') spec.wrong('policyTypes', 'must hold Ingress or Egress');
  const rules = {
    ingress: rulesOf('ingress', spec, namespace, reading, mentions),
    egress: rulesOf('egress', spec, namespace, reading, mentions),
  };
  const inForce = {
    ingress: types.length === 0 || types.includes('Ingress'),
    egress: types.length === 0 ? rules.egress.length > 0 : types.includes('Egress'),
  };
  const side = (direction: Direction): PolicySide | undefined =>
    inForce[direction] || (reading.rulesClose === true && rules[direction].length > 0)
      ? { isolates: true, rules: rules[direction] }
      : undefined;
  return {
    resource,
    name: `NetworkPolicy ${namespace}/${resource.name}`,
    place: reading.place ?? UNORDERED,
    selects: (pod) => pod.namespace === namespace && !pod.hostNetwork && satisfiesAll(selector, podLabel(pod, reading)),
    ingress: side('ingress'),
    egress: side('egress'),
  };
}

function rulesOf(direction: Direction, spec: Shape, namespace: string, reading: NetworkPolicyReading, mentions: Mentions): readonly Rule[] {
  const end = direction === 'ingress' ? 'from' : 'to';
  return (spec.objects(direction, [end, 'ports']) ?? []).map((rule): Rule => {
    const written = rule.objects(end, ['podSelector', 'namespaceSelector', 'ipBlock']) ?? [];
    const peers = written.map((each) => peerOf(each, namespace, reading, mentions));
    const ports = portsOf(rule);
    return {
      action: 'allow',
      path: rule.path,
      // An empty list of peers, like an absent one, is everybody.
      peer: (peer) => (peers.length === 0 ? 'yes' : anyOf(peers, (matches) => matches(peer))),
      port: (traffic, destination) => matchesPorts(ports, traffic, destination),
      divides: ports ?? [],
    };
  });
}

function peerOf(peer: Shape, namespace: string, reading: NetworkPolicyReading, mentions: Mentions): Peer {
  const pods = labelRequirements(peer, 'podSelector');
  const namespaces = labelRequirements(peer, 'namespaceSelector');
  if (peer.has('ipBlock')) {
    if (pods !== undefined || namespaces !== undefined) peer.wrong('ipBlock', 'cannot stand beside a selector');
    return ipBlock(peer, reading, mentions);
  }
  if (pods === undefined && namespaces === undefined) {
    peer.wrong('podSelector', 'is missing, as are namespaceSelector and ipBlock: one of them must be there');
    return () => 'no';
  }
  mentions.pods.push({ namespace: namespaces === undefined ? namespace : undefined, namespaces: namespaces ?? [], pods: pods ?? [] });
  return (other) => matchOf(isSelected(other, namespace, pods ?? [], namespaces, reading));
}

/** The labels of a pod, as far as whoever carries policies out knows them. */
export function podLabel({ labels }: PodEndpoint, { knowsLabel }: NetworkPolicyReading): (key: string) => string | undefined {
  return (key) => (knowsLabel?.(key) === false ? undefined : labels[key]);
}

function isSelected(
  peer: Endpoint,
  own: string,
  pods: LabelRequirements,
  namespaces: LabelRequirements | undefined,
  reading: NetworkPolicyReading,
): boolean {
  if (peer.kind !== 'pod' || peer.hostNetwork) return false;
  const there = namespaces === undefined ? peer.namespace === own : satisfiesAll(namespaces, (key) => peer.namespaceLabels[key]);
  return there && satisfiesAll(pods, podLabel(peer, reading));
}

function ipBlock(peer: Shape, { byAddress }: NetworkPolicyReading, mentions: Mentions): Peer {
  const written = peer.object('ipBlock', ['cidr', 'except']);
  const text = written?.text('cidr');
  const cidr = text === undefined ? undefined : parseCidr(text);
  if (cidr === undefined || text?.includes('/') !== true) {
    written?.wrong('cidr', 'must be a CIDR block such as 192.0.2.0/24');
    return () => 'no';
  }
  mentions.blocks.set(text, cidr);
  mentions.peerBlocks.add(text);
  const except = (written?.texts('except') ?? []).flatMap((each) => {
    const range = parseCidr(each);
    const inside = range !== undefined && range.family === cidr.family && range.first >= cidr.first && range.last <= cidr.last;
    const isWhole = range !== undefined && range.first === cidr.first && range.last === cidr.last;
    if (!inside || isWhole || !each.includes('/'))
      written?.wrong('except', `must hold CIDR blocks inside ${text} and smaller than it, and ${each} is none`);
    else mentions.blocks.set(each, range);
    return inside ? [range] : [];
  });
  const addresses = block(cidr, except);
  return (other) => (byAddress(other) ? inBlock(addresses, other) : 'no');
}

/** As an API server has it: `IsValidPortName` of k8s.io/apimachinery. */
function isPortName(text: string): boolean {
  return text.length <= 15 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && /[a-z]/.test(text);
}

function portsOf(rule: Shape): readonly PortTest[] | undefined {
  const written = rule.objects('ports', ['port', 'protocol', 'endPort']) ?? [];
  if (written.length === 0) return undefined;
  return written.map((each): PortTest => {
    const protocols = [each.oneOf('protocol', PROTOCOLS) ?? 'TCP'] as const;
    const port = each.get('port');
    const endPort = each.number('endPort');
    if (port === undefined) {
      if (endPort !== undefined) each.wrong('endPort', 'needs a port');
      return { protocols };
    }
    if (typeof port === 'string' && !/^\d+$/.test(port)) {
      if (endPort !== undefined) each.wrong('endPort', 'needs a port that is a number');
      if (!isPortName(port)) each.wrong('port', 'must be a number from 1 to 65535, or the name of a container port');
      return { protocols, port };
    }
    if (!isPortNumber(port)) {
      each.wrong('port', 'must be a number from 1 to 65535, or the name of a container port');
      return { protocols: [] };
    }
    if (endPort !== undefined && (!isPortNumber(endPort) || endPort < port)) {
      each.wrong('endPort', 'must be a number from the port to 65535');
      return { protocols: [] };
    }
    return { protocols, port: { first: port, last: endPort ?? port } };
  });
}
