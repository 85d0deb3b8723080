import { type Emit, isObject, type Json, malformed, type Observation, type Path, UNKNOWN, unknown } from '../requirement';

/** The directions of a NetworkPolicy with the field of a rule that names the other end. */
export const DIRECTIONS = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;

/** A rule of a NetworkPolicy, with its place. */
export interface NetworkPolicyRule {
  readonly direction: 'ingress' | 'egress';
  readonly rule: Json;
  readonly at: Path;
  /** Where its peers are. */
  readonly end: 'from' | 'to';
  readonly peers: readonly NetworkPolicyPeer[];
  /** Whether something in it cannot be read, so that nothing can be said of what is left out. */
  readonly unreadable: boolean;
}

/** A peer of a rule, with its place. */
export interface NetworkPolicyPeer {
  readonly peer: Json;
  readonly at: Path;
}

/** The rules of a NetworkPolicy; what cannot be judged is emitted, and left out. */
export function* networkPolicyRules({ spec }: Json, emit: Emit): Generator<NetworkPolicyRule> {
  if (spec === undefined || spec === null) return;
  if (!isObject(spec)) return emit(unreadable(['spec'], spec, 'an object'));
  for (const [direction, end] of DIRECTIONS) {
    for (const [rule, at] of objectsIn(spec[direction], ['spec', direction], emit)) {
      let bad = false;
      const peers = [
        ...objectsIn(rule[end], [...at, end], (observation) => {
          bad = true;
          emit(observation);
        }),
      ];
      yield { direction, rule, at, end, peers: peers.map(([peer, place]) => ({ peer, at: place })), unreadable: bad };
    }
  }
}

/** The objects of a list with their places; what is no object is emitted. */
function* objectsIn(list: unknown, at: Path, emit: Emit): Generator<readonly [Json, Path]> {
  if (list === undefined || list === null) return;
  if (!Array.isArray(list)) return emit(unreadable(at, list, 'a list'));
  for (const [index, each] of list.entries()) {
    if (isObject(each)) yield [each, [...at, index]];
    else emit(unreadable([...at, index], each, 'an object'));
  }
}

function unreadable(path: Path, actual: unknown, expected: string): Observation {
  return actual === UNKNOWN ? unknown(path, expected) : malformed(path, actual, expected);
}

/** Whether the rule lets everybody through: it names no peer, or one that is empty. */
export function namesNobody({ peers, unreadable: bad }: NetworkPolicyRule): boolean {
  return !bad && (peers.length === 0 || peers.some(({ peer }) => Object.values(peer).every((each) => each === undefined || each === null)));
}

/** Whether the ports of a rule leave some out: each has a number or a name, and none is a range over all. */
export function boundByPorts({ ports }: Json): boolean {
  if (ports === UNKNOWN) return true; // told where it is known
  if (!Array.isArray(ports) || ports.length === 0) return false;
  return ports.every((each: unknown) => {
    if (!isObject(each) || each.port === undefined || each.port === null) return false;
    return !(typeof each.port === 'number' && typeof each.endPort === 'number' && each.endPort - each.port >= 65_534);
  });
}

/** The same of a rule `r`, in CEL. */
export const CEL_BOUND_BY_PORTS =
  '(has(r.ports) && size(r.ports) > 0 && r.ports.all(p, has(p.port) && (!has(p.endPort) || p.endPort - p.port < 65534)))';
