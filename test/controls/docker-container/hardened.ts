import type { DockerContainer } from '../../../lib/controls/docker/container';
import { exampleObject } from '../../../lib/controls/example-object';
import type { Json } from '../../../lib/controls/requirement';
import { evaluate } from '../../../lib/engine/evaluate';
import { harden } from '../../../lib/engine/harden';
import { Inventory } from '../../../lib/engine/inventory';
import { LATEST_MINOR, planOf } from '../../../lib/engine/plan';
import { resource } from '../../../lib/engine/resource';
import { defineProfile } from '../../../lib/profiles/profile';

/** Fields as they may come, not as they should. */
export type Fields = { readonly [field in keyof DockerContainer]?: unknown };

function containerOf(fields: Fields): Json {
  return exampleObject({ because: '', docker: fields as Partial<DockerContainer> });
}

/** A profile of these controls alone. */
function only(ids: readonly string[]) {
  return defineProfile({ name: 'only', controls: Object.fromEntries(ids.map((id) => [id, 'fail'])) });
}

/** What one control says of a container: its verdict, and each place with the repair. */
export function judged(id: string, fields: Fields, neighbours: readonly Json[] = []) {
  const object = resource(containerOf(fields));
  const inventory = new Inventory([object, ...neighbours.map((each) => resource(each))]);
  const { verdicts, observations, malformed } = evaluate(planOf(only([id]), LATEST_MINOR), object, inventory);
  return { verdict: verdicts[0]?.verdict, observations: observations.map(({ observation }) => observation), malformed };
}

/** The fields of a container after hardening under these controls, without what it began with. */
export function hardened(ids: readonly string[], fields: Fields, override = false): Json {
  const given = containerOf(fields);
  const { object } = harden(resource(given), { profile: only(ids), override }).resource;
  return Object.fromEntries(Object.entries(object).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(given[field])));
}

/** A service of somebody's Compose file. */
export const theirs = { declaredBy: 'compose', imageKnowledge: 'required' } as const;
