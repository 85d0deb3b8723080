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
  /** What the answer takes for granted, and the flags that would say it. */
  readonly assumptions: readonly string[];
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
 * Names for a list of ends: workloads one by one, blocks with what is not among them, and where the rest is everybody, that. The metadata
 * address is named in any case. Everybody: pods of which nothing is known, and addresses of which nothing is known.
 */
export function namesOf(ends: readonly Endpoint[]): readonly string[] {
  const workloads = ends.filter(isWorkload).map(({ name }) => name);
  const others = whole(ends.filter((end) => !isWorkload(end)).map(({ name }) => name));
  if (!others.includes('namespace *') || !(others.includes('world') || others.includes('0.0.0.0/0'))) return [...workloads, ...others];
  return [...workloads, others.some((name) => METADATA.includes(name)) ? 'everybody else, the metadata address too' : 'everybody else'];
}

/** Blocks that were divided by other policies, put together again as far as all of their parts are there. */
function whole(names: readonly string[]): readonly string[] {
  const parts = new Map(
    names.map((name) => {
      const [block = '', except] = name.split(' except ');
      return [block, except?.split(', ') ?? []] as const;
    }),
  );
  const inside = new Set([...parts.values()].flat().filter((each) => parts.has(each)));
  const missing = (block: string): readonly string[] =>
    parts.get(block)?.flatMap((each) => (parts.has(each) ? missing(each) : [each])) ?? [];
  return [...parts.keys()]
    .filter((block) => !inside.has(block) || METADATA.includes(block))
    .map((block) => {
      const except = missing(block);
      return except.length === 0 ? block : `${block} except ${except.join(', ')}`;
    });
}

/** A list in one line; an exception has commas of its own. */
export function inOneLine(names: readonly string[]): string {
  return names.join(names.some((name) => name.includes(' except ')) ? '; ' : ', ');
}
