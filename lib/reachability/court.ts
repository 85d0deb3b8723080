import type { Endpoint, PodEndpoint, Traffic } from './endpoint';
import type { Direction, Enforcer, Policy, PolicySide, Rule } from './policy';
import { comparePlaces } from './tiers';
import { type Candidate, type Side, sideOf } from './verdict';

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
  /** Whether it is refused on every port, since the pod is closed and no rule speaks of the other end. */
  readonly refusesAll: boolean;
  readonly on: (traffic: Traffic) => Side;
}

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
   */
  hear(direction: Direction, subject: PodEndpoint, peer: Endpoint): Hearing {
    const all = this.tiersOf(direction, subject);
    const tiers = all.map(({ rules, closing }) => ({
      closing,
      candidates: rules.flatMap(({ policy, rule }): readonly Candidate[] => {
        const match = rule.peer(peer, subject);
        return match === 'no' ? [] : [{ policy, rule, match }];
      }),
    }));
    const learns = (): boolean => isLearned(peer, all);
    const hear = (traffic: Traffic): Side => sideOf({ direction, subject, peer, tiers, learns }, traffic);
    const rules = tiers.flatMap(({ candidates }) => candidates.map(({ rule }) => rule));
    const ofHost = direction === 'ingress' && isHost(peer);
    return {
      rules,
      refusesAll: !ofHost && rules.length === 0 && tiers.some(({ closing }) => closing.length > 0),
      on: ofHost ? (traffic) => this.ofHost(hear, traffic) : hear,
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

/** Whether a rule of the same pod lets the enforcer see the answers about the name. */
function isLearned(peer: Endpoint, tiers: readonly SelectedTier[]): boolean {
  const name = peer.kind === 'outsider' ? peer.fqdn : undefined;
  return name !== undefined && tiers.some(({ rules }) => rules.some(({ rule }) => rule.action === 'allow' && rule.learns?.(name) === true));
}
