import * as container from '../container';
import * as pod from '../pod';
import { cachedByList, isObject, type Json, type Neighbours, podsOf, WORKLOAD_KINDS } from '../requirement';

const KINDS = [...new Map(WORKLOAD_KINDS.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }])).values()];

/** Annotations that say: this workload is not as Pod Security wants it. */
const waivers = new Set<string>();
for (const { id, references } of [...Object.values(container), ...Object.values(pod)])
  if ('podSecurity' in references) waivers.add(`waive.tempered/${id}`);

/** A workload of the namespace that is excused from a part of Pod Security (`DaemonSet agent`), which its label would not excuse. */
export function waivedWorkloadOf(namespace: string, neighbours: Neighbours): string | undefined {
  for (const { group, kind } of KINDS) {
    const [found] = waived(neighbours.list(group, kind, namespace));
    if (found !== undefined) return `${kind} ${found}`;
  }
  return undefined;
}

const waived = cachedByList((objects) => objects.filter(isWaived).map(({ metadata }) => String(metadata?.name ?? '')));

function isWaived(object: Json): boolean {
  const { apiVersion, kind, metadata } = object;
  const group = String(apiVersion).includes('/') ? String(apiVersion).split('/', 1).join() : '';
  return [metadata, ...podsOf(group, String(kind), object).pods.map((each) => each.metadata)].some(
    (each) => isObject(each) && isObject(each.annotations) && Object.keys(each.annotations).some((key) => waivers.has(key)),
  );
}
