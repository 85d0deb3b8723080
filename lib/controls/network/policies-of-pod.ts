import { cachedByList, isObject, type Json, type KindRef, type Neighbours, type PodSubject } from '../requirement';
import { labelsOf } from '../workload/label-selector';
import { selectorIndex } from '../workload/neighbour-index';

export const NETWORK_POLICY: KindRef = { group: 'networking.k8s.io', kind: 'NetworkPolicy' };

const bySelector = cachedByList((list) => selectorIndex(list, ({ spec }) => (isObject(spec) ? (spec.podSelector ?? {}) : undefined)));

/** The NetworkPolicies of a namespace that select a pod. An absent selector selects everything, as an empty one does. */
export function policiesOf(pod: PodSubject, namespace: string | undefined, neighbours: Neighbours): readonly Json[] {
  return bySelector(neighbours.list(NETWORK_POLICY.group, NETWORK_POLICY.kind, namespace)).selecting(labelsOf(pod));
}

/** The directions that a policy isolates. Without `policyTypes`: ingress always, egress where it has rules for it. */
export function directionsOf({ spec }: Json): readonly string[] {
  if (!isObject(spec)) return [];
  if (Array.isArray(spec.policyTypes) && spec.policyTypes.length > 0) return spec.policyTypes;
  return Array.isArray(spec.egress) && spec.egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}
