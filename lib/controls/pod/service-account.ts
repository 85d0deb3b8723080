import { podsOf } from '../../engine/pods';
import { WORKLOAD_KINDS } from '../../engine/workload-kinds';
import type { Json, Neighbours, PodSubject, Subject } from '../requirement';

/** The account that a pod runs with: the deprecated field counts where the other is empty, and without a name it is `default`. */
export function serviceAccountNameOf({ spec }: PodSubject): unknown {
  return spec.serviceAccountName || spec.serviceAccount || 'default';
}

/** The ServiceAccount object of a pod, where it was read together with it. */
export function serviceAccountOf(pod: PodSubject, { namespace, neighbours }: Subject): Json | undefined {
  const name = serviceAccountNameOf(pod);
  return typeof name === 'string' ? neighbours.find('', 'ServiceAccount', namespace, name) : undefined;
}

/** Every pod, or pod template, of a namespace, with the object that holds it. */
export function* podsOfNamespace(
  neighbours: Neighbours,
  namespace: string | undefined,
): Generator<{ readonly object: Json; readonly pod: PodSubject }> {
  const kinds = new Map(WORKLOAD_KINDS.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }]));
  for (const { group, kind } of kinds.values())
    for (const object of neighbours.list(group, kind, namespace)) for (const pod of podsOf(group, kind, object).pods) yield { object, pod };
}
