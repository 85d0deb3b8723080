import { cachedByList, isObject, type Json, type KindRef, type Neighbours, type PodSubject } from '../requirement';
import { labelsOf } from '../workload/label-selector';
import { selectorIndex } from '../workload/neighbour-index';

export const NETWORK_POLICY: KindRef = { group: 'networking.k8s.io', kind: 'NetworkPolicy' };

/** Policies of other dialects, whose selectors are not read here. */
const OTHERS: readonly KindRef[] = [
  { group: 'cilium.io', kind: 'CiliumNetworkPolicy' },
  { group: 'projectcalico.org', kind: 'NetworkPolicy' },
  { group: 'crd.projectcalico.org', kind: 'NetworkPolicy' },
];
const CLUSTERWIDE: readonly KindRef[] = [
  { group: 'cilium.io', kind: 'CiliumClusterwideNetworkPolicy' },
  { group: 'projectcalico.org', kind: 'GlobalNetworkPolicy' },
  { group: 'crd.projectcalico.org', kind: 'GlobalNetworkPolicy' },
  ...['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'].map((kind) => ({
    group: 'policy.networking.k8s.io',
    kind,
  })),
];

const bySelector = cachedByList((list) => selectorIndex(list, ({ spec }) => (isObject(spec) ? (spec.podSelector ?? {}) : undefined)));

/** The NetworkPolicies of a namespace that select a pod. An absent selector selects everything, as an empty one does. */
export function policiesOf(pod: PodSubject, namespace: string | undefined, neighbours: Neighbours): readonly Json[] {
  return bySelector(neighbours.list(NETWORK_POLICY.group, NETWORK_POLICY.kind, namespace)).selecting(labelsOf(pod));
}

/** Whether policies of another dialect may select pods of a namespace: what they do is not known here. */
export function hasOtherPolicies(namespace: string | undefined, neighbours: Neighbours): boolean {
  return (
    OTHERS.some(({ group, kind }) => neighbours.list(group, kind, namespace).length > 0) ||
    CLUSTERWIDE.some(({ group, kind }) => neighbours.everywhere(group, kind).length > 0)
  );
}

/** The directions that a policy isolates. Without `policyTypes`: ingress always, egress where it has rules for it. */
export function directionsOf({ spec }: Json): readonly string[] {
  if (!isObject(spec)) return [];
  if (Array.isArray(spec.policyTypes) && spec.policyTypes.length > 0) return spec.policyTypes;
  return Array.isArray(spec.egress) && spec.egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}
