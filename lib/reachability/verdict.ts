import { formatPath, type Path } from '../controls/requirement';
import type { Resource } from '../engine/resource';
import { both, type Match } from './certainty';
import type { Endpoint, PodEndpoint, Traffic } from './endpoint';
import type { Direction, Enforcer, Policy, PolicySide, Rule } from './policy';
import { comparePlaces } from './tiers';

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
interface Candidate {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly match: Match;
}

/** The policies of one tier that select a pod, in one direction. */
interface SelectedTier {
  readonly rules: readonly { readonly policy: Policy; readonly rule: Rule }[];
  /** Those that close what no rule of the tier allows. */
  readonly closing: readonly Policy[];
}

/** What the rules of a pod say of one other end, on whatever port. */
export interface Hearing {
  /** Rules that may match, in whose ports there can be a difference. */
  readonly rules: readonly Rule[];
  readonly on: (traffic: Traffic) => Side;
}

const DIRECTIONS = { ingress: 'from', egress: 'to' } as const;

/** The policies that select each pod, found once. */
export class Court {
  private readonly policies: readonly Policy[];
  private readonly selected = {
    ingress: new Map<PodEndpoint, readonly SelectedTier[]>(),
    egress: new Map<PodEndpoint, readonly SelectedTier[]>(),
  };

  constructor(
    policies: readonly Policy[],
    private readonly enforcer: Enforcer,
  ) {
    this.policies = [...policies].sort(comparePlaces);
  }

  /** Whether any policy closes a pod in a direction. */
  isolates(direction: Direction, subject: PodEndpoint): boolean {
    return this.tiersOf(direction, subject).some(({ closing }) => closing.length > 0);
  }

  /**
   * What the policies that select a pod say of another end.
   *
   * Tier after tier: the first rule that matches decides, or, in a tier without order, a denying one before the allowing ones; what none
   * matches is refused where a policy of the tier closes the pod, and else goes to the next tier. After the last tier it is allowed.
   */
  hear(direction: Direction, subject: PodEndpoint, peer: Endpoint): Hearing {
    const destination = direction === 'egress' ? peer : subject;
    const all = this.tiersOf(direction, subject);
    const tiers = all.map(({ rules, closing }) => ({
      closing,
      candidates: rules.flatMap(({ policy, rule }): readonly Candidate[] => {
        const match = rule.peer(peer, subject);
        return match === 'no' ? [] : [{ policy, rule, match }];
      }),
    }));
    const learns = (): boolean => isLearned(peer, all);
    const hear = (traffic: Traffic): Side => sideOf(direction, tiers, subject, peer, destination, traffic, learns);
    return {
      rules: tiers.flatMap(({ candidates }) => candidates.map(({ rule }) => rule)),
      on: direction === 'ingress' && isHost(peer) ? (traffic) => this.ofHost(hear, traffic) : hear,
    };
  }

  /** A node reaches its own pods, whatever closes them; for Cilium a rule that denies it goes before. */
  private ofHost(hear: (traffic: Traffic) => Side, traffic: Traffic): Side {
    const side = this.enforcer === 'cilium' ? hear(traffic) : NODE_TO_POD;
    return side.allowed || side.rules.length === 0 ? NODE_TO_POD : side;
  }

  private tiersOf(direction: Direction, subject: PodEndpoint): readonly SelectedTier[] {
    const known = this.selected[direction].get(subject);
    if (known !== undefined) return known;
    const own = this.policies.flatMap((policy): readonly (readonly [Policy, PolicySide])[] => {
      const side = policy[direction];
      return side !== undefined && policy.selects(subject) ? [[policy, side]] : [];
    });
    const tiers = [...new Set(own.map(([{ place }]) => place.tier))].map((tier): SelectedTier => {
      const inTier = own.filter(([{ place }]) => place.tier === tier);
      const rules = inTier.flatMap(([policy, side]) => side.rules.map((rule) => ({ policy, rule })));
      const early = rules.filter(({ policy, rule }) => policy.place.order === undefined && rule.action === 'deny');
      return {
        rules: early.length === 0 ? rules : [...early, ...rules.filter((each) => !early.includes(each))],
        closing: inTier.filter(([, { isolates }]) => isolates).map(([policy]) => policy),
      };
    });
    const asEnforced = this.enforcer === 'cilium' ? closedAtTheEnd(tiers) : tiers;
    this.selected[direction].set(subject, asEnforced);
    return asEnforced;
  }
}

/**
 * Cilium refuses what nothing has allowed behind the last tier, not at the end of the one whose policies close: there a ClusterNetworkPolicy
 * of the tier Baseline opens what a NetworkPolicy closes, which the Network Policy API rules out.
 *
 * Source: Cilium 1.20, `pkg/policy/repository.go` (`computePolicyEnforcementAndRules`).
 */
function closedAtTheEnd(tiers: readonly SelectedTier[]): readonly SelectedTier[] {
  const closing = tiers.flatMap((each) => each.closing);
  return closing.length === 0 ? tiers : [...tiers.map(({ rules }) => ({ rules, closing: [] })), { rules: [], closing }];
}

const NODE_TO_POD: Side = { allowed: true, reasons: ['a node always reaches its own pods'], rules: [] };

function isHost(end: Endpoint): boolean {
  return end.kind === 'pod' ? end.hostNetwork : end.entity === 'host';
}

function sideOf(
  direction: Direction,
  tiers: readonly { readonly closing: readonly Policy[]; readonly candidates: readonly Candidate[] }[],
  subject: PodEndpoint,
  peer: Endpoint,
  destination: Endpoint,
  traffic: Traffic,
  learns: () => boolean,
): Side {
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

/** Whether a rule of the same pod lets the enforcer see the answers about the name. */
function isLearned(peer: Endpoint, tiers: readonly SelectedTier[]): boolean {
  const name = peer.kind === 'outsider' ? peer.fqdn : undefined;
  return name !== undefined && tiers.some(({ rules }) => rules.some(({ rule }) => rule.action === 'allow' && rule.learns?.(name) === true));
}
