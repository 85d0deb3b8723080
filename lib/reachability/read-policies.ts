import { type Path, podsOf } from '../controls/requirement';
import type { Resource } from '../engine/resource';
import { labelsOfPods } from './calico/labels';
import { networkSets } from './calico/network-sets';
import { calicoPolicy } from './calico/policy';
import { calicoTiers } from './calico/tiers';
import { isOfIdentity } from './cilium/identity';
import { ciliumPolicies } from './cilium/policy';
import { isOutside } from './cilium/selectors';
import { clusterNetworkPolicy } from './cluster-network-policy';
import type { Labels } from './endpoint';
import { type NetworkPolicyReading, networkPolicy } from './network-policy';
import type { Enforcer, Mentions, Policy } from './policy';
import type { ReachabilityProblem } from './problem';
import type { Surroundings } from './surroundings';
import { NAMESPACED } from './tiers';
import { isUnreadPolicy, meshPolicyOf } from './unread-policies';

/** Policies that were read. */
export interface ReadPolicies {
  readonly enforcer: Enforcer;
  readonly policies: readonly Policy[];
  readonly problems: readonly ReachabilityProblem[];
  readonly mentions: Mentions;
}

/** What reading takes beside the objects. */
export interface ReadingContext {
  /** Undefined: whose policies are among the objects. */
  readonly enforcer: Enforcer | undefined;
  readonly around: Surroundings;
  readonly namespaceLabels: (name: string) => Labels;
}

const OF_CILIUM = new Set(['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']);
const OF_CALICO = new Set(['NetworkPolicy', 'GlobalNetworkPolicy']);
const CALICO = new Set(['projectcalico.org', 'crd.projectcalico.org']);
const NETWORK_POLICY_API = 'policy.networking.k8s.io';

/** The policies among objects. One with a problem is left out: an API server would refuse it. */
export function readPolicies(resources: readonly Resource[], context: ReadingContext): ReadPolicies {
  const enforcer = context.enforcer ?? (resources.some(isOfCilium) ? 'cilium' : resources.some(isOfCalico) ? 'calico' : 'kubernetes');
  const problems: ReachabilityProblem[] = [];
  const mentions: Mentions = {
    blocks: new Map(),
    peerBlocks: new Set(),
    fqdns: new Set(),
    entities: new Set(),
    pods: [],
    absentServices: new Set(),
    absentTiers: new Set(),
    meshPolicies: new Set(),
  };
  const readCalico = enforcer === 'calico' ? calicoReader(resources, context, mentions, problems) : undefined;
  const ofCilium = enforcer === 'cilium';
  const reading: NetworkPolicyReading = {
    byAddress: (peer) => !ofCilium || isOutside(peer),
    rulesClose: ofCilium,
    negationsMatchOutside: ofCilium,
    ...(ofCilium && { knowsLabel: isOfIdentity }),
  };
  const policies: Policy[] = [];
  for (const resource of resources) {
    const before = problems.length;
    const complain = (path: Path, message: string): void => void problems.push({ resource, path, message });
    const { group, version, kind, namespace = 'default', name, object } = resource;
    let read: readonly Policy[] = [];
    if (group === 'networking.k8s.io' && version === 'v1' && kind === 'NetworkPolicy') {
      // Calico has them among its own, after those with an order below 1000.
      const place = { tier: NAMESPACED, order: 1000, tie: `${name}/${namespace}/KubernetesNetworkPolicy` };
      read = [networkPolicy(resource, namespace, { ...reading, ...(enforcer === 'calico' && { place }) }, mentions, complain)];
    } else if (isOfCilium(resource)) {
      if (enforcer === 'cilium')
        read = ciliumPolicies(resource, kind === 'CiliumNetworkPolicy' ? namespace : undefined, context.around, mentions, complain);
    } else if (isOfCalico(resource)) {
      if (readCalico !== undefined) read = readCalico(resource, complain);
      else if (context.enforcer === undefined)
        problems.push({
          resource,
          path: ['kind'],
          message: 'is of Calico and stands beside policies of Cilium: only one of them carries policies out',
          options: ['enforcer'],
        });
    } else if (group === NETWORK_POLICY_API && kind === 'ClusterNetworkPolicy' && version === 'v1alpha2') {
      read = [clusterNetworkPolicy(resource, reading, mentions, complain)];
    } else if (isUnreadPolicy(resource)) complain(['kind'], 'is a network policy of a kind or a version that reachability does not read');
    const ofMesh = meshPolicyOf(resource);
    if (ofMesh !== undefined) mentions.meshPolicies.add(ofMesh);
    for (const { path, expected } of podsOf(group, kind, object).malformed) complain(path, `must be ${expected}`);
    if (problems.length === before) policies.push(...read);
  }
  return { enforcer, policies, problems, mentions };
}

function calicoReader(
  resources: readonly Resource[],
  { around, namespaceLabels }: ReadingContext,
  mentions: Mentions,
  problems: ReachabilityProblem[],
): (resource: Resource, complain: (path: Path, message: string) => void) => readonly Policy[] {
  const complain = (resource: Resource, path: Path, message: string): void => void problems.push({ resource, path, message });
  const ofKind = (...kinds: readonly string[]) => resources.filter(({ group, kind }) => CALICO.has(group) && kinds.includes(kind));
  const tiers = calicoTiers(ofKind('Tier'), complain);
  const sets = networkSets(ofKind('NetworkSet', 'GlobalNetworkSet'), namespaceLabels, mentions, complain);
  const world = { around, sets, labelOf: labelsOfPods(around), mentions };
  return (resource, report) => {
    const { kind, namespace = 'default' } = resource;
    return [calicoPolicy(resource, kind === 'NetworkPolicy' ? namespace : undefined, tiers, world, report)];
  };
}

function isOfCilium({ group, kind }: Resource): boolean {
  return group === 'cilium.io' && OF_CILIUM.has(kind);
}

function isOfCalico({ group, kind }: Resource): boolean {
  return CALICO.has(group) && OF_CALICO.has(kind);
}
