import { type Emit, isObject, type Json, type KindRef, listOf, type Path, type Rule } from '../requirement';
import { isKind } from '../workload/kinds';
import { celOfObject } from './cel-of-object';
import { CALICO_GLOBAL, CALICO_POLICIES, CILIUM, CILIUM_CLUSTERWIDE } from './policies-of-other-dialects';

/** All addresses, or so many that it is said to get round that: two halves are everything, and 2000::/3 is the internet of IPv6. */
export const EVERYTHING = '/[0-3]$';
const isEverything = (cidr: unknown): boolean => typeof cidr === 'string' && new RegExp(EVERYTHING).test(cidr);
const isEmpty = (list: unknown): boolean => !Array.isArray(list) || list.length === 0;
const texts = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list : []);

const EVERYBODY = 'a rule that names peers, or ports: this one allows everything';
const INTERNET = 'a rule that does not let the whole internet in';

function tell(at: Path, rule: Json, expected: string, emit: Emit): void {
  const instructions =
    expected === INTERNET
      ? 'Write the blocks from which clients come, or select the pods of the ingress controller.'
      : 'Name who is meant, or the ports; to allow nothing, leave the rule out and keep the policy.';
  emit({ verdict: 'fail', path: at, actual: rule, expected, fix: { op: 'manual', instructions } });
}

const CILIUM_POLICIES: readonly KindRef[] = [CILIUM, CILIUM_CLUSTERWIDE];
const CILIUM_ENDS = { ingress: 'from', egress: 'to' } as const;
const CILIUM_PEERS = ['Endpoints', 'Requires', 'CIDR', 'CIDRSet', 'Entities', 'Groups', 'Nodes'] as const;
const peersOfCilium = (end: 'from' | 'to'): readonly string[] => [
  ...CILIUM_PEERS.map((each) => end + each),
  ...(end === 'to' ? ['toServices', 'toFQDNs'] : []),
];

/** Whether the ports of a rule leave some out; 0 is all. */
function boundByPorts({ toPorts }: Json): boolean {
  return (
    !isEmpty(toPorts) &&
    listOf(toPorts).every(({ ports }) => !isEmpty(ports) && listOf(ports).every(({ port = '0' }) => String(port) !== '0'))
  );
}

const CEL_BOUND =
  "(has(r.toPorts) && size(r.toPorts) > 0 && r.toPorts.all(t, has(t.ports) && size(t.ports) > 0 && t.ports.all(p, has(p.port) && string(p.port) != '0')))";

/** Policies of Cilium: an empty rule is nobody, ports alone are everybody, and so is the entity `all`. */
export const openToAllByCilium: Rule = {
  reads: CILIUM_POLICIES,
  evaluate(subject, emit) {
    if (!CILIUM_POLICIES.some((each) => isKind(each, subject))) return false;
    const { spec, specs } = subject.object;
    const all: readonly (readonly [Json, Path])[] = [
      ...(isObject(spec) ? [[spec, ['spec']] as const] : []),
      ...listOf(specs).map((each, index) => [each, ['specs', index]] as const),
    ];
    for (const [each, place] of all)
      for (const direction of ['ingress', 'egress'] as const)
        for (const [index, rule] of listOf(each[direction]).entries()) {
          const end = CILIUM_ENDS[direction];
          const entities = texts(rule[`${end}Entities`]);
          const everybody = entities.includes('all') || peersOfCilium(end).every((key) => (rule[key] ?? undefined) === undefined);
          const at = [...place, direction, index];
          if (everybody && (!isEmpty(rule.toPorts) || entities.length > 0) && !boundByPorts(rule)) tell(at, rule, EVERYBODY, emit);
          else if (direction === 'ingress' && letsInternetIn(rule, entities)) tell(at, rule, INTERNET, emit);
        }
    return true;
  },
  cel: celOfObject(
    `((has(object.spec) ? [object.spec] : []) + (has(object.specs) ? object.specs : [])).all(s, ${(['ingress', 'egress'] as const)
      .map((direction) => `(!has(s.${direction}) || !s.${direction}.exists(r, ${celOfCilium(direction)}))`)
      .join(' && ')})`,
  ),
  prose:
    'no rule of a policy of Cilium allows everybody: peers `all`, and ports without peers, are bounded by ports, and neither `world` nor all addresses are let in',
};

function letsInternetIn({ fromCIDR, fromCIDRSet }: Json, entities: readonly unknown[]): boolean {
  return entities.includes('world') || texts(fromCIDR).some(isEverything) || listOf(fromCIDRSet).some(({ cidr }) => isEverything(cidr));
}

function celOfCilium(direction: 'ingress' | 'egress'): string {
  const end = CILIUM_ENDS[direction];
  const entity = (name: string): string => `(has(r.${end}Entities) && r.${end}Entities.exists(e, e == '${name}'))`;
  const nobodyNamed = peersOfCilium(end)
    .map((key) => `!has(r.${key})`)
    .join(' && ');
  const everybody = `((${entity('all')} || (${nobodyNamed} && has(r.toPorts) && size(r.toPorts) > 0)) && !${CEL_BOUND})`;
  if (direction === 'egress') return everybody;
  const wide = (value: string): string => `${value}.matches('${EVERYTHING}')`;
  const internet = [
    entity('world'),
    `(has(r.fromCIDR) && r.fromCIDR.exists(c, ${wide('c')}))`,
    `(has(r.fromCIDRSet) && r.fromCIDRSet.exists(c, has(c.cidr) && ${wide('c.cidr')}))`,
  ].join(' || ');
  return `(${everybody} || ${internet})`;
}

const OF_CALICO: readonly KindRef[] = [...CALICO_POLICIES, ...CALICO_GLOBAL];
const CALICO_ENDS = { ingress: 'source', egress: 'destination' } as const;
const CALICO_PEERS = ['nets', 'notNets', 'selector', 'notSelector', 'namespaceSelector', 'services', 'serviceAccounts'];
/** Protocols without ports, by name and number. */
const PINGS: readonly unknown[] = ['ICMP', 'ICMPv6', 1, 58];

/** Policies of Calico: an `Allow` that says nothing of the other end is for everybody. */
export const openToAllByCalico: Rule = {
  reads: OF_CALICO,
  evaluate(subject, emit) {
    if (!OF_CALICO.some((each) => isKind(each, subject))) return false;
    const spec: Json = isObject(subject.object.spec) ? subject.object.spec : {};
    for (const direction of ['ingress', 'egress'] as const)
      for (const [index, rule] of listOf(spec[direction]).entries()) {
        if (rule.action !== 'Allow') continue;
        const { source, destination, protocol, http } = rule;
        const end: unknown = direction === 'ingress' ? source : destination;
        const peer: Json = isObject(end) ? end : {};
        const isBound =
          PINGS.includes(protocol) || (isObject(destination) && !isEmpty(destination.ports)) || (http !== undefined && http !== null);
        const at = ['spec', direction, index];
        if (CALICO_PEERS.every((key) => (peer[key] ?? undefined) === undefined)) {
          if (!isBound) tell(at, rule, EVERYBODY, emit);
        } else if (texts(peer.nets).some(isEverything) && (direction === 'ingress' || isEmpty(peer.notNets)))
          tell(at, rule, direction === 'ingress' ? INTERNET : 'a rule whose nets are less than everything', emit);
      }
    return true;
  },
  cel: celOfObject(
    `!has(object.spec) || (${(['ingress', 'egress'] as const)
      .map((direction) => `(!has(object.spec.${direction}) || !object.spec.${direction}.exists(r, ${celOfCalico(direction)}))`)
      .join(' && ')})`,
  ),
  prose:
    'no `Allow` of a policy of Calico is for everybody: it names the other end, or ports, and all addresses are neither let in nor let out to without `notNets`',
};

function celOfCalico(direction: 'ingress' | 'egress'): string {
  const end = `r.${CALICO_ENDS[direction]}`;
  const isNobody = `(!has(${end}) || (${CALICO_PEERS.map((key) => `!has(${end}.${key})`).join(' && ')}))`;
  const pings = "(has(r.protocol) && string(r.protocol) in ['ICMP', 'ICMPv6', '1', '58'])";
  const isBound = `(${pings} || (has(r.destination) && has(r.destination.ports) && size(r.destination.ports) > 0) || has(r.http))`;
  const excepted = direction === 'ingress' ? '' : ` && !(has(${end}.notNets) && size(${end}.notNets) > 0)`;
  const wide = `(has(${end}) && has(${end}.nets) && ${end}.nets.exists(n, n.matches('${EVERYTHING}'))${excepted})`;
  return `has(r.action) && r.action == 'Allow' && ((${isNobody} && !${isBound}) || ${wide})`;
}
