import { isObject, type Json, listOf } from '../../controls/requirement';

/**
 * Takes out what `spread: true` of cdk8s-plus adds anew to the anti-affinity of a workload each time that it renders: terms that
 * are there already. So an object renders the same however often it is asked. The pod spec is changed in place.
 */
export function withoutRepeatedTerms(spec: Json): void {
  const affinity: unknown = spec.affinity;
  const antiAffinity: unknown = isObject(affinity) ? affinity.podAntiAffinity : undefined;
  if (!isObject(antiAffinity)) return;
  for (const [list, terms] of Object.entries(antiAffinity)) {
    const distinct = new Map(listOf(terms).map((term) => [JSON.stringify(term), term]));
    Reflect.set(antiAffinity, list, [...distinct.values()]);
  }
}
