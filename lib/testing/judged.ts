import type { ControlId } from '../controls/catalogue';
import { isObject, type Json } from '../controls/requirement';
import { Waivers } from '../engine/apply-waivers';
import { audit } from '../engine/audit';
import { evaluate } from '../engine/evaluate';
import { Inventory } from '../engine/inventory';
import { LATEST_MINOR, planOf } from '../engine/plan';
import type { Report } from '../engine/report';
import { isKubernetesObject, type Resource, resource } from '../engine/resource';
import { TemperedError } from '../errors';
import { defineProfile, type Profile } from '../profiles';

/** The objects in what a test hands over. Throws where there are none: a test of nothing must not pass. */
export function resourcesIn(received: unknown): readonly Resource[] {
  // An app has charts, and renders none by itself.
  const charts: readonly unknown[] = isObject(received) && Array.isArray(received.charts) ? received.charts : [received];
  const all = charts.flatMap((each): readonly unknown[] => {
    const rendered: unknown = isObject(each) && typeof each.toJson === 'function' ? each.toJson() : each;
    return Array.isArray(rendered) ? rendered : [rendered];
  });
  const objects = all.filter((each): each is Json => isKubernetesObject(each));
  if (objects.length === 0)
    throw new TemperedError('nothing-to-judge', 'there is no Kubernetes object in what was handed over', {
      hint: 'hand over an app, a chart, or what Testing.synth(chart) gives',
    });
  return objects.map((each) => resource(each));
}

/** The audit of what a test hands over. */
export function auditOf(received: unknown, profile: Profile): Report {
  return audit(resourcesIn(received), { profile });
}

/** What came of one control over all objects. */
export interface ControlOutcome {
  /** Whether any object was asked. */
  readonly asked: boolean;
  /** What does not pass and is not waived, a sentence each. */
  readonly problems: readonly string[];
}

export function outcomeOf(received: unknown, control: ControlId): ControlOutcome {
  const resources = resourcesIn(received);
  const profile = defineProfile({ name: control, controls: { [control]: 'fail' } });
  const plan = planOf(profile, LATEST_MINOR);
  const neighbours = new Inventory(resources);
  const waivers = new Waivers(profile);
  let asked = false;
  const problems: string[] = [];
  for (const each of resources) {
    const evaluation = evaluate(plan, each, neighbours);
    if (evaluation.verdicts.some(({ verdict }) => verdict !== 'not-applicable')) asked = true;
    const { findings } = waivers.about(each).judge(plan, evaluation);
    for (const { message } of findings) problems.push(`${each.kind} ${each.name}: ${message}`);
  }
  return { asked, problems };
}
