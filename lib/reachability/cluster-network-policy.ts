import type { Resource } from '../engine/resource';
import { type Addresses, parseCidr } from './addresses';
import { inBlock } from './blocks';
import { anyOf, type Match, matchOf } from './certainty';
import { type Endpoint, PROTOCOLS } from './endpoint';
import { labelRequirements, satisfiesAll } from './label-selector';
import { type NetworkPolicyReading, podLabel } from './network-policy';
import { type Action, type Direction, isPortNumber, type Mentions, type Policy, type PolicySide, type Rule } from './policy';
import { matchesPorts, type PortTest } from './ports';
import { type Complain, Shape } from './shape';
import { ADMIN, BASELINE } from './tiers';

type Peer = (peer: Endpoint) => Match;

const ACTIONS = { Accept: 'allow', Deny: 'deny', Pass: 'pass' } as const satisfies Readonly<Record<string, Action>>;
const ENDS = { ingress: 'from', egress: 'to' } as const;
const PEERS = { ingress: ['namespaces', 'pods'], egress: ['namespaces', 'pods', 'nodes', 'networks', 'domainNames'] } as const;
const NAMES = ['Accept', 'Deny', 'Pass'] as const;

/**
 * A ClusterNetworkPolicy (policy.networking.k8s.io/v1alpha2): of the tier Admin before NetworkPolicies, of Baseline behind them. It closes
 * nothing by itself: what no rule matches goes on. Of two with the same priority, which the API leaves open, the first by name goes first.
 *
 * Source: network-policy-api, `apis/v1alpha2/clusternetworkpolicy_types.go`.
 */
export function clusterNetworkPolicy(resource: Resource, reading: NetworkPolicyReading, mentions: Mentions, complain: Complain): Policy {
  const spec = Shape.of(resource.object.spec, ['spec'], complain, ['tier', 'priority', 'subject', 'ingress', 'egress']);
  const tier = spec.oneOf('tier', ['Admin', 'Baseline']);
  if (!spec.has('tier')) spec.wrong('tier', 'is missing');
  const order = spec.number('priority');
  if (order === undefined || !Number.isInteger(order) || order < 0 || order > 1000)
    spec.wrong('priority', 'must be a number from 0 to 1000');
  const subject = spec.object('subject', ['namespaces', 'pods']);
  if (subject === undefined) spec.wrong('subject', 'is missing');
  const selects = subject === undefined ? () => false : podsOf(subject, reading);
  const side = (direction: Direction): PolicySide | undefined => {
    const rules = rulesOf(direction, spec, reading, mentions);
    return rules.length === 0 ? undefined : { isolates: false, rules };
  };
  return {
    resource,
    name: `ClusterNetworkPolicy ${resource.name}`,
    place: { tier: tier === 'Baseline' ? BASELINE : ADMIN, order: order ?? 0 },
    selects,
    ingress: side('ingress'),
    egress: side('egress'),
  };
}

/** `namespaces` or `pods`, of a subject or of a peer; a pod in its node's network is in neither. */
function podsOf(holder: Shape, reading: NetworkPolicyReading, mentions?: Mentions): (end: Endpoint) => boolean {
  onlyOne(holder, ['namespaces', 'pods', 'nodes', 'networks', 'domainNames']);
  const both = holder.object('pods', ['namespaceSelector', 'podSelector']);
  const namespaces = both === undefined ? labelRequirements(holder, 'namespaces') : labelRequirements(both, 'namespaceSelector');
  const pods = both === undefined ? [] : labelRequirements(both, 'podSelector');
  if (both !== undefined && namespaces === undefined) both.wrong('namespaceSelector', 'is missing');
  if (both !== undefined && pods === undefined) both.wrong('podSelector', 'is missing');
  if (namespaces === undefined || pods === undefined) return () => false;
  mentions?.pods.push({ namespace: undefined, namespaces, pods });
  return (end) =>
    end.kind === 'pod' &&
    !end.hostNetwork &&
    satisfiesAll(namespaces, (key) => end.namespaceLabels[key]) &&
    satisfiesAll(pods, podLabel(end, reading));
}

function onlyOne(shape: Shape, keys: readonly string[]): void {
  const there = keys.filter((key) => shape.has(key));
  if (there.length !== 1)
    shape.wrong(
      there[1] ?? keys[0] ?? '',
      there.length === 0 ? `is missing: one of ${keys.join(', ')} must be there` : `cannot stand beside ${there[0]}`,
    );
}

function rulesOf(direction: Direction, spec: Shape, reading: NetworkPolicyReading, mentions: Mentions): readonly Rule[] {
  const end = ENDS[direction];
  return (spec.objects(direction, ['name', 'action', end, 'protocols']) ?? []).map((rule): Rule => {
    const action = rule.oneOf('action', NAMES);
    if (!rule.has('action')) rule.wrong('action', 'is missing');
    const written = rule.objects(end, PEERS[direction]) ?? [];
    if (written.length === 0) rule.wrong(end, 'is missing: a rule names at least one peer');
    const peers = written.map((each) => peerOf(each, action, reading, mentions));
    const ports = portsOf(rule);
    return {
      action: ACTIONS[action ?? 'Deny'],
      path: rule.path,
      peer: (peer) => anyOf(peers, (matches) => matches(peer)),
      port: (traffic, destination) => matchesPorts(ports, traffic, destination),
      divides: ports ?? [],
    };
  });
}

function peerOf(peer: Shape, action: (typeof NAMES)[number] | undefined, reading: NetworkPolicyReading, mentions: Mentions): Peer {
  if (peer.has('networks')) {
    const addresses = networksOf(peer, mentions);
    return (end) => (reading.byAddress(end) ? inBlock(addresses, end) : 'no');
  }
  if (peer.has('nodes')) {
    labelRequirements(peer, 'nodes');
    // Nodes and their labels are not among the objects.
    return (end) => ((end.kind === 'pod' ? end.hostNetwork : end.entity !== 'world') ? 'maybe' : 'no');
  }
  if (peer.has('domainNames')) {
    if (action !== 'Accept') peer.wrong('domainNames', 'is for rules that accept');
    const names = (peer.texts('domainNames') ?? []).map((each) => each.toLowerCase().replace(/\.$/, ''));
    for (const name of names) mentions.fqdns.add(name);
    return (end) => matchOf(end.kind === 'outsider' && end.fqdn !== undefined && names.some((name) => isNamed(end.fqdn ?? '', name)));
  }
  const isPeer = podsOf(peer, reading, mentions);
  const outside = reading.negationsMatchOutside === true && onlyNegations(peer);
  return (end) => matchOf(isPeer(end) || (outside && (end.kind === 'outsider' || end.hostNetwork)));
}

/** Whether `namespaces` says only what must not be there. */
function onlyNegations(peer: Shape): boolean {
  const asked = labelRequirements(peer, 'namespaces') ?? [];
  return asked.length > 0 && asked.every(({ operator }) => operator === 'NotIn' || operator === 'DoesNotExist');
}

/** `*.example.com` is every name below example.com, at any depth. */
function isNamed(written: string, name: string): boolean {
  const asked = written.toLowerCase().replace(/\.$/, '');
  return name.startsWith('*.') ? asked.endsWith(name.slice(1)) : asked === name;
}

function networksOf(peer: Shape, mentions: Mentions): Addresses {
  onlyOne(peer, PEERS.egress);
  return (peer.texts('networks') ?? []).flatMap((text) => {
    const range = text.includes('/') ? parseCidr(text) : undefined;
    if (range === undefined) peer.wrong('networks', `must hold CIDR blocks such as 192.0.2.0/24, and ${text} is none`);
    else mentions.blocks.set(text, range);
    mentions.peerBlocks.add(text);
    return range ?? [];
  });
}

function portsOf(rule: Shape): readonly PortTest[] | undefined {
  const written = rule.objects('protocols', ['tcp', 'udp', 'sctp', 'destinationNamedPort']);
  if (written?.length === 0) rule.wrong('protocols', 'must not be empty');
  return written?.map((each): PortTest => {
    onlyOne(each, ['tcp', 'udp', 'sctp', 'destinationNamedPort']);
    const name = each.text('destinationNamedPort');
    if (name !== undefined) return { protocols: PROTOCOLS, port: name };
    const protocol = PROTOCOLS.find((one) => each.has(one.toLowerCase()));
    if (protocol === undefined) return { protocols: [] };
    const port = each.object(protocol.toLowerCase(), ['destinationPort'])?.object('destinationPort', ['number', 'range']);
    return { protocols: [protocol], ...(port !== undefined && { port: rangeOf(port) }) };
  });
}

function rangeOf(port: Shape): { readonly first: number; readonly last: number } {
  onlyOne(port, ['number', 'range']);
  const range = port.object('range', ['start', 'end']);
  const first = range === undefined ? port.number('number') : range.number('start');
  const last = range === undefined ? first : range.number('end');
  if (isPortNumber(first) && isPortNumber(last) && first <= last) return { first, last };
  (range ?? port).wrong(range === undefined ? 'number' : 'start', 'must be a number from 1 to 65535, and not behind the end');
  return { first: 0, last: 0 };
}
