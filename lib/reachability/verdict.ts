import { formatPath, type Path } from '../controls/requirement';
import type { Resource } from '../engine/resource';
import { both, type Match } from './certainty';
import type { Endpoint, PodEndpoint, Traffic } from './endpoint';
import type { Direction, Policy, Rule } from './policy';

/** A rule that decided, and where it stands. */
export interface DecidingRule {
  readonly resource: Resource;
  /** From the root of the object: `spec.ingress[0]`. */
  readonly path: Path;
}

/** What one end of a connection says to it. */
export interface Side {
  readonly allowed: boolean;
  /** Why, a sentence each: the policy and the rule that decide, or that no policy selects the end. */
  readonly reasons: readonly string[];
  /** The rules of `reasons`; empty where it is the absence of rules that decides. */
  readonly rules: readonly DecidingRule[];
}

/** A rule that matches the other end, at least perhaps. */
export interface Candidate {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly match: Match;
}

/** What a pod's policies are asked. */
export interface Question {
  readonly direction: Direction;
  readonly subject: PodEndpoint;
  readonly peer: Endpoint;
  /** The policies that select the pod, tier after tier: rules that may match the peer, and policies that close what no rule allows. */
  readonly tiers: readonly { readonly candidates: readonly Candidate[]; readonly closing: readonly Policy[] }[];
  /** Whether a rule of the pod lets Cilium learn the addresses of the peer, where that is a name. */
  readonly learns: () => boolean;
}

const DIRECTIONS = { ingress: 'from', egress: 'to' } as const;

/**
 * What tiers of rules say of traffic. Tier after tier: the first rule that matches decides, or, in a tier without order, a denying one before
 * the allowing ones; what none matches is refused where a policy of the tier closes the pod, and else goes to the next tier. After the last
 * tier it is allowed.
 */
export function sideOf({ direction, subject, peer, tiers, learns }: Question, traffic: Traffic): Side {
  const destination = direction === 'egress' ? peer : subject;
  const allowing: Candidate[] = [];
  const unlearned: Candidate[] = [];
  for (const { candidates, closing } of tiers) {
    let passes = false;
    let decided = false;
    for (const { policy, rule, match: peerMatch } of candidates) {
      const match = both(peerMatch, rule.port(traffic, destination));
      if (match === 'no') continue;
      const candidate = { policy, rule, match };
      if (rule.action === 'allow') {
        if (rule.byName === true && !learns()) unlearned.push(candidate);
        else allowing.push(candidate);
        // In a tier without an order every allowing rule is worth naming.
        if (match === 'yes' && policy.place.order !== undefined) return allowedBy(allowing);
      } else if (match === 'yes') {
        if (rule.action === 'deny')
          return allowing.length > 0 ? allowedBy(allowing) : deniedBy(candidate, candidates, traffic, destination);
        decided = true;
        break;
      } else if (rule.action === 'pass') passes = true;
    }
    if (allowing.some(({ match, policy }) => match === 'yes' && policy.place.order === undefined)) return allowedBy(allowing);
    if (decided || passes || closing.length === 0) continue;
    if (allowing.length > 0) return allowedBy(allowing);
    if (unlearned.length > 0)
      return refused(
        unlearned.map(
          ({ policy, rule }) =>
            `${policy.name} would allow it by ${formatPath(rule.path)}, but no DNS rule lets Cilium learn the addresses`,
        ),
        unlearned,
      );
    return refused(
      closing.map(
        ({ name }) =>
          `${name} selects ${subject.name} and has no rule ${DIRECTIONS[direction]} ${peer.name} on ${traffic.protocol}/${traffic.port}`,
      ),
    );
  }
  if (allowing.length > 0) return allowedBy(allowing);
  const open = tiers.every(({ closing }) => closing.length === 0);
  return {
    allowed: true,
    reasons: [open ? `no policy closes ${subject.name} for ${direction}` : `what its policies pass on is closed by none for ${direction}`],
    rules: [],
  };
}

function allowedBy(allowing: readonly Candidate[]): Side {
  const reasons = allowing.map(({ policy, rule, match }) => {
    const condition = rule.condition === undefined ? '' : `, ${rule.condition}`;
    return `${policy.name} allows it by ${formatPath(rule.path)}${condition}${match === 'maybe' ? `, ${rule.doubt ?? 'where the address is in its block'}` : ''}`;
  });
  return { allowed: true, reasons, rules: allowing.map(rulesOf) };
}

/** Where there is no order, every rule that denies is named. */
function deniedBy(first: Candidate, candidates: readonly Candidate[], traffic: Traffic, destination: Endpoint): Side {
  const all =
    first.policy.place.order !== undefined
      ? [first]
      : candidates.filter(({ rule, match }) => rule.action === 'deny' && match === 'yes' && rule.port(traffic, destination) === 'yes');
  return refused(
    all.map(({ policy, rule }) => `${policy.name} denies it by ${formatPath(rule.path)}`),
    all,
  );
}

function refused(reasons: readonly string[], by: readonly Candidate[] = []): Side {
  return { allowed: false, reasons, rules: by.map(rulesOf) };
}

function rulesOf({ policy: { resource }, rule: { path } }: Candidate): DecidingRule {
  return { resource, path };
}
