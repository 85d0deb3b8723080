import type { Path } from '../../controls/requirement';
import type { Resource } from '../../engine/resource';
import type { Endpoint, Flow, Isolation, PodEndpoint, Reachability, Side } from '../../reachability';
import { METADATA } from '../../reachability/outsiders';
import type { Place, PlacedError } from '../../reporters/audit-result';

/** What came of following the flows. */
export interface FlowsResult {
  readonly reach: Reachability;
  readonly flows: readonly Flow[];
  /** Workloads that policies leave open in a direction. */
  readonly open: readonly Isolation[];
  /** How many policies were read. */
  readonly policies: number;
  readonly errors: readonly PlacedError[];
  readonly placeOf: (resource: Resource, path: Path) => Place;
}

/** Whether an end is a workload among the objects. */
export function isWorkload(end: Endpoint): end is PodEndpoint {
  return end.kind === 'pod' && end.resource !== undefined;
}

/** The rules that let a connection through, with their places. */
export function placesOf({ rules }: Side, placeOf: FlowsResult['placeOf']): readonly Place[] {
  return rules.map(({ resource, path }) => placeOf(resource, path));
}

/**
 * Names for a list of ends: workloads one by one, and where the rest is everybody, that. The metadata address is named in any case.
 * Everybody: pods of which nothing is known, and addresses of which nothing is known.
 */
export function namesOf(ends: readonly Endpoint[]): readonly string[] {
  const workloads = ends.filter(isWorkload).map(({ name }) => name);
  const others = ends.filter((end) => !isWorkload(end)).map(({ name }) => name);
  if (!others.includes('namespace *') || !(others.includes('world') || others.includes('0.0.0.0/0'))) return [...workloads, ...others];
  return [...workloads, others.some((name) => METADATA.includes(name)) ? 'everybody else, the metadata address too' : 'everybody else'];
}
