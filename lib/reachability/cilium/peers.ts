import { parseCidr } from '../addresses';
import { block, inBlock } from '../blocks';
import { anyOf, type Match, matchOf } from '../certainty';
import type { Endpoint } from '../endpoint';
import { type LabelRequirements, labelRequirements, labelRequirementsList, satisfiesAll } from '../label-selector';
import type { Direction, Mentions } from '../policy';
import { absentService, type ServicePeer, servicePeer } from '../services';
import type { Shape } from '../shape';
import type { Surroundings } from '../surroundings';
import { exactName, type NameTest, namePattern } from './names';
import { ENTITIES, endpointSelector, isEntity, isOutside, isSomeNode, podsMentioned } from './selectors';

type Peer = (peer: Endpoint) => Match;

/** What a rule says of the other end. */
export interface CiliumPeers {
  readonly matches: Peer;
  /** Whether it says it by names in the DNS. */
  readonly byName: boolean;
  /** What a match depends on, where it is not an address. */
  readonly doubt?: string;
}

const ENDS = { ingress: 'from', egress: 'to' } as const;
const MEMBERS = ['Endpoints', 'Requires', 'CIDR', 'CIDRSet', 'Entities', 'Groups', 'Nodes'] as const;

/** The keys of a rule in one direction. */
export function ruleKeys(direction: Direction): readonly string[] {
  const peers = MEMBERS.map((each) => ENDS[direction] + each);
  return [...peers, ...(direction === 'egress' ? ['toServices', 'toFQDNs'] : []), 'toPorts', 'icmps', 'authentication'];
}

/**
 * The peers of a rule. A list that is there and empty is nobody. No list at all is everybody where the rule names ports,
 * and nobody where it names none: `{}` only puts the pods into default deny.
 */
export function peersOf(
  rule: Shape,
  direction: Direction,
  namespace: string | undefined,
  around: Surroundings,
  mentions: Mentions,
): CiliumPeers {
  const end = ENDS[direction];
  const behind = direction === 'egress' ? services(rule, around, mentions) : undefined;
  const doubt = behind?.find((each) => each.doubt !== undefined)?.doubt;
  const lists: readonly (readonly [string, readonly Peer[] | undefined])[] = [
    [`${end}Endpoints`, endpoints(rule, `${end}Endpoints`, namespace, mentions)],
    [`${end}CIDR`, rule.texts(`${end}CIDR`)?.map((text) => cidr(rule, `${end}CIDR`, text, [], mentions))],
    [`${end}CIDRSet`, cidrSet(rule, `${end}CIDRSet`, around, mentions)],
    [`${end}Entities`, entities(rule, `${end}Entities`, mentions)],
    [`${end}Groups`, rule.elements(`${end}Groups`)?.map((): Peer => (peer) => (isOutside(peer) ? 'maybe' : 'no'))],
    [`${end}Nodes`, labelRequirementsList(rule, `${end}Nodes`)?.map((): Peer => isSomeNode)],
    [
      'toServices',
      behind?.map(
        ({ matches }): Peer =>
          (peer) =>
            isNode(peer) ? 'no' : matches(peer),
      ),
    ],
    ['toFQDNs', direction === 'egress' ? fqdns(rule, mentions) : undefined],
  ];
  const there = lists.filter(([, peers]) => peers !== undefined);
  const filled = there.filter(([, peers]) => peers !== undefined && peers.length > 0);
  const [, second] = filled;
  if (second !== undefined) rule.wrong(second[0], `cannot stand beside ${filled[0]?.[0]}`);
  if ((rule.elements(`${end}Requires`) ?? []).length > 0) rule.wrong(`${end}Requires`, 'is no longer read by Cilium');
  const byName = filled.some(([key]) => key === 'toFQDNs');
  // Groups, services and names that are there and empty say nothing, unlike the others.
  const nobody = there.some(([key, peers]) => peers?.length === 0 && !/Groups|Services|FQDNs/.test(key));
  if (nobody) return { matches: () => 'no', byName };
  if (filled.length === 0) {
    const named = (rule.elements('toPorts') ?? []).length > 0 || (rule.elements('icmps') ?? []).length > 0;
    return { matches: () => matchOf(named), byName };
  }
  const all = filled.flatMap(([, peers]) => peers ?? []);
  return { matches: (peer) => anyOf(all, (each) => each(peer)), byName, ...(doubt !== undefined && { doubt }) };
}

function endpoints(rule: Shape, key: string, namespace: string | undefined, mentions: Mentions): readonly Peer[] | undefined {
  return labelRequirementsList(rule, key)?.map((each) => {
    mentions.pods.push(podsMentioned(each, namespace));
    return endpointSelector(each, namespace);
  });
}

const NODES = ['host', 'remote-node', 'kube-apiserver'] as const;

function entities(rule: Shape, key: string, mentions: Mentions): readonly Peer[] | undefined {
  return rule.texts(key)?.map((name): Peer => {
    const entity = ENTITIES.find((each) => each === name);
    for (const node of NODES) if (name === node || name === 'cluster') mentions.entities.add(node);
    if (entity !== undefined) return (peer) => isEntity(peer, entity);
    rule.wrong(key, `must hold ${ENTITIES.join(', ')}, and ${name} is none`);
    return () => 'no';
  });
}

function cidr(rule: Shape, key: string, text: string, except: readonly string[], mentions: Mentions): Peer {
  const range = parseCidr(text);
  if (range === undefined) rule.wrong(key, `must be a CIDR block such as 192.0.2.0/24, and ${text} is none`);
  else mentions.blocks.set(text, range);
  const left = except.flatMap((each) => {
    const one = parseCidr(each);
    if (one === undefined) rule.wrong(key, `must be a CIDR block such as 192.0.2.0/24, and ${each} is none`);
    else mentions.blocks.set(each, one);
    return one ?? [];
  });
  if (range === undefined) return () => 'no';
  const addresses = block(range, left);
  return (peer) => (isOutside(peer) ? inBlock(addresses, peer) : 'no');
}

function cidrSet(rule: Shape, key: string, around: Surroundings, mentions: Mentions): readonly Peer[] | undefined {
  const sets = rule.objects(key, ['cidr', 'cidrGroupRef', 'cidrGroupSelector', 'except']);
  return sets?.flatMap((each): readonly Peer[] => {
    const text = each.text('cidr');
    const except = each.texts('except') ?? [];
    if (text !== undefined) return [cidr(each, 'cidr', text, except, mentions)];
    const name = each.text('cidrGroupRef');
    const selector = labelRequirements(each, 'cidrGroupSelector');
    if (name === undefined && selector === undefined) each.wrong('cidr', 'is missing, as are cidrGroupRef and cidrGroupSelector');
    const groups = around.cidrGroups.filter(
      (group) => group.name === name || (selector !== undefined && satisfiesAll(selector, (label) => group.labels[label])),
    );
    if (name !== undefined && groups.length === 0)
      each.wrong('cidrGroupRef', `names the CiliumCIDRGroup ${name}, which is not among the objects`);
    const blocks = groups.flatMap(({ nets }) => nets);
    return blocks.length === 0
      ? [() => 'no']
      : blocks.map((one) => cidr(each, name === undefined ? 'cidrGroupSelector' : 'cidrGroupRef', one, except, mentions));
  });
}

/** Addresses that somebody put into a Service are for Cilium outside of the cluster. */
function isNode(peer: Endpoint): boolean {
  return peer.kind === 'outsider' && (peer.entity === 'host' || peer.entity === 'remote-node');
}

/** Who is behind Services, on whatever port. */
function services(rule: Shape, around: Surroundings, mentions: Mentions): readonly ServicePeer[] | undefined {
  const known = ['k8sService', 'k8sServiceSelector'];
  return rule.objects('toServices', known)?.flatMap((each): readonly ServicePeer[] => {
    const byName = each.object('k8sService', ['serviceName', 'namespace']);
    const bySelector = each.object('k8sServiceSelector', ['selector', 'namespace']);
    const name = byName?.text('serviceName');
    const namespace = byName?.text('namespace') ?? bySelector?.text('namespace');
    const selector: LabelRequirements | undefined = bySelector === undefined ? undefined : labelRequirements(bySelector, 'selector');
    if (name === undefined && selector === undefined) {
      each.wrong('k8sService', 'is missing, and so is k8sServiceSelector');
      return [];
    }
    const found = around.services.filter(
      (service) =>
        (namespace === undefined || service.namespace === namespace) &&
        (selector === undefined ? service.name === name : satisfiesAll(selector, (key) => service.labels[key])),
    );
    return found.length === 0 ? [absentService(name, namespace, mentions)] : found.map(servicePeer);
  });
}

function fqdns(rule: Shape, mentions: Mentions): readonly Peer[] | undefined {
  return rule.objects('toFQDNs', ['matchName', 'matchPattern'])?.map((each): Peer => {
    const name = each.text('matchName');
    const pattern = each.text('matchPattern');
    if (name === undefined && pattern === undefined) each.wrong('matchName', 'is missing, and so is matchPattern');
    const test: NameTest = name !== undefined ? exactName(name) : namePattern(pattern ?? '');
    mentions.fqdns.add((name ?? pattern ?? '').toLowerCase().replace(/\.$/, ''));
    return (peer) => matchOf(peer.kind === 'outsider' && peer.fqdn !== undefined && test(peer.fqdn));
  });
}
