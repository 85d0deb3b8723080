import { type Path, podsOf } from '../controls/requirement';
import type { Resource } from '../engine/resource';
import { ciliumPolicies } from './cilium/policy';
import { isOutside } from './cilium/selectors';
import { networkPolicy } from './network-policy';
import type { Mentions, Policy } from './policy';
import type { ReachabilityProblem } from './problem';
import type { Surroundings } from './surroundings';

/** Who carries policies out, where it makes a difference. */
export type Enforcer = 'kubernetes' | 'cilium' | 'calico';

/** Policies that were read. */
export interface ReadPolicies {
  readonly policies: readonly Policy[];
  readonly problems: readonly ReachabilityProblem[];
  readonly mentions: Mentions;
}

const CILIUM_KINDS = new Set(['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']);
/** Policies of dialects that are not read: whoever has them must not take the answer for the whole. */
const NOT_READ = new Set(['projectcalico.org', 'crd.projectcalico.org', 'policy.networking.k8s.io']);

/** The policies among objects. One with a problem is left out: an API server would refuse it. */
export function readPolicies(resources: readonly Resource[], around: Surroundings): ReadPolicies {
  const enforcer: Enforcer = resources.some(isOfCilium) ? 'cilium' : 'kubernetes';
  const problems: ReachabilityProblem[] = [];
  const mentions: Mentions = { blocks: new Map(), fqdns: new Set(), entities: new Set(), pods: [] };
  const policies: Policy[] = [];
  for (const resource of resources) {
    const before = problems.length;
    const complain = (path: Path, message: string): void => void problems.push({ resource, path, message });
    const { group, kind, namespace = 'default', object } = resource;
    let read: readonly Policy[] = [];
    if (group === 'networking.k8s.io' && kind === 'NetworkPolicy')
      read = [networkPolicy(resource, namespace, { byAddress: (peer) => enforcer !== 'cilium' || isOutside(peer) }, mentions, complain)];
    else if (isOfCilium(resource))
      read = ciliumPolicies(resource, kind === 'CiliumNetworkPolicy' ? namespace : undefined, around, mentions, complain);
    else if (NOT_READ.has(group) && kind.endsWith('NetworkPolicy')) complain(['kind'], 'is a policy that reachability does not read');
    for (const { path, expected } of podsOf(group, kind, object).malformed) complain(path, `must be ${expected}`);
    if (problems.length === before) policies.push(...read);
  }
  return { policies, problems, mentions };
}

function isOfCilium({ group, kind }: Resource): boolean {
  return group === 'cilium.io' && CILIUM_KINDS.has(kind);
}
