import { formatPath } from '../controls/requirement';
import { both } from './certainty';
import type { Endpoint, PodEndpoint, Traffic } from './endpoint';
import type { Direction, Policy, Rule } from './policy';

/** What one end of a connection says to it. */
export interface Side {
  readonly allowed: boolean;
  /** Why, a sentence each: the policy and the rule that decide, or that no policy selects the end. */
  readonly reasons: readonly string[];
}

const DIRECTIONS = { ingress: 'from', egress: 'to' } as const;

/**
 * What the policies that select a pod say of traffic in one direction.
 *
 * NetworkPolicy: a pod that no policy selects is open; else what one rule of one policy allows is allowed.
 * Cilium adds that a denying rule goes before every allowing one, and that a policy may select without closing.
 */
export function sideOf(direction: Direction, policies: readonly Policy[], subject: PodEndpoint, peer: Endpoint, traffic: Traffic): Side {
  const destination = direction === 'egress' ? peer : subject;
  const matches = (rule: Rule) => both(rule.peer(peer, subject), rule.port(traffic, destination));
  const own = policies.filter((policy) => policy[direction] !== undefined && policy.selects(subject));
  const rules = own.flatMap((policy) => (policy[direction]?.rules ?? []).map((rule) => ({ policy, rule, match: matches(rule) })));
  const hits = rules.filter(({ match }) => match !== 'no');
  const denying = hits.filter(({ rule, match }) => rule.action === 'deny' && match === 'yes');
  if (denying.length > 0)
    return { allowed: false, reasons: denying.map(({ policy, rule }) => `${policy.name} denies it by ${formatPath(rule.path)}`) };
  const allowing = hits.filter(({ rule }) => rule.action === 'allow');
  const learned = allowing.filter(
    ({ rule }) =>
      rule.byName !== true ||
      isLearned(
        peer,
        rules.map((each) => each.rule),
      ),
  );
  if (learned.length > 0) {
    return {
      allowed: true,
      reasons: learned.map(({ policy, rule, match }) => {
        const condition = rule.condition === undefined ? '' : `, ${rule.condition}`;
        return `${policy.name} allows it by ${formatPath(rule.path)}${condition}${match === 'maybe' ? ', where the address is in its block' : ''}`;
      }),
    };
  }
  if (allowing.length > 0)
    return {
      allowed: false,
      reasons: allowing.map(
        ({ policy, rule }) => `${policy.name} would allow it by ${formatPath(rule.path)}, but no DNS rule lets Cilium learn the addresses`,
      ),
    };
  const closing = own.filter((policy) => policy[direction]?.isolates === true);
  if (closing.length > 0)
    return {
      allowed: false,
      reasons: closing.map(
        ({ name }) =>
          `${name} selects ${subject.name} and has no rule ${DIRECTIONS[direction]} ${peer.name} on ${traffic.protocol}/${traffic.port}`,
      ),
    };
  return { allowed: true, reasons: [`no policy closes ${subject.name} for ${direction}`] };
}

/** Whether a rule of the same pod lets the enforcer see the answers about the name. */
function isLearned(peer: Endpoint, rules: readonly Rule[]): boolean {
  const name = peer.kind === 'outsider' ? peer.fqdn : undefined;
  return name !== undefined && rules.some(({ action, learns }) => action === 'allow' && learns?.(name) === true);
}
