import type { Fix, Neighbours, Observation } from '../controls/requirement';
import type { Profile } from '../profiles/profile';
import { applyEdit, isEdit } from './apply-fix';
import { applyWaivers, type ExternalWaiver } from './audit';
import { evaluate, preferences } from './evaluate';
import { type Finding, fillsAbsence, findingOf } from './finding';
import { Inventory } from './inventory';
import { LATEST_MINOR, type PlannedControl, planOf } from './plan';
import { type Resource, resource as resourceOf } from './resource';
import { today, type Waiver, waiversOf, waives } from './waiver';

export interface HardenOptions {
  readonly profile: Profile;
  /** Minor version of Kubernetes. Default: the newest known. */
  readonly minor?: number;
  /** Also changes what somebody wrote. Default: false, only what is absent is filled in. */
  readonly override?: boolean;
  readonly waivers?: readonly ExternalWaiver[];
  readonly today?: string;
  readonly neighbours?: Neighbours;
}

/** What hardening made of one resource. */
export interface Hardened {
  /** A fresh copy with the fixes applied; the resource that was given is untouched. */
  readonly resource: Resource;
  /** The findings and preferences whose fixes were applied, in order. */
  readonly applied: readonly Finding[];
  /** What is left, judged on the result. */
  readonly findings: readonly Finding[];
  readonly waived: readonly { readonly finding: Finding; readonly waiver: Waiver }[];
  readonly malformed: readonly Observation[];
}

/** A fix may give rise to another question; in practice two rounds are enough, and this bound is never met. */
const MAX_ROUNDS = 12;

/**
 * Applies the audit's own fixes to a copy of the resource: those of what is absent, and with `override` the others too.
 * Nothing that a waiver is about is touched. A second run changes nothing.
 */
export function harden(given: Resource, options: HardenOptions): Hardened {
  const plan = planOf(options.profile, options.minor ?? LATEST_MINOR);
  const neighbours = options.neighbours ?? new Inventory([given]);
  const external = new Map<ExternalWaiver, boolean>((options.waivers ?? []).map((each) => [each, false]));
  const { waivers } = waiversOf(given);
  const day = waivers.length === 0 ? '' : (options.today ?? today());
  const valid = waivers.filter((each) => each.expires >= day && !plan.profile.neverWaive.has(each.control));
  const object = structuredClone(given.object);
  const current = resourceOf(object, given.origin);
  const applied: Finding[] = [];
  for (let round = 0; ; round++) {
    const evaluation = evaluate(plan, current, neighbours);
    const judged = applyWaivers(plan, evaluation, external, options.today);
    const wanted = judged.findings.filter((finding) => fillsAbsence(finding) || (options.override === true && changes(finding)));
    if (wanted.length === 0) wanted.push(...preferred(plan, current, neighbours, valid));
    const done = round < MAX_ROUNDS ? applyAll(current, wanted) : [];
    applied.push(...done);
    if (done.length === 0)
      return { resource: current, applied, findings: judged.findings, waived: judged.waived, malformed: evaluation.malformed };
  }
}

function changes({ verdict, fix }: Finding): boolean {
  return verdict === 'fail' && isEdit(fix);
}

function preferred(
  plan: ReturnType<typeof planOf>,
  current: Resource,
  neighbours: Neighbours,
  valid: readonly Waiver[],
): readonly Finding[] {
  const found: Finding[] = [];
  preferences(plan, current, neighbours, (planned: PlannedControl, observation: Observation) => {
    const finding = findingOf(planned, current, observation);
    if (fillsAbsence(finding) && !valid.some((waiver) => waives(waiver, finding))) found.push(finding);
  });
  return found;
}

/** From the back, so that indices hold. Of two fixes of one place the first is taken; the next round judges the result. */
function applyAll({ object }: Resource, findings: readonly Finding[]): readonly Finding[] {
  const touched = new Set<string>();
  const chosen = findings.filter(({ fix }) => {
    const place = 'path' in fix ? `${fix.path.join('\n')}${fix.op === 'append' ? `\n+${String(fix.value)}` : ''}` : '';
    return !touched.has(place) && touched.add(place);
  });
  const ordered = [...chosen].sort((a, b) => lastIndexOf(b.fix) - lastIndexOf(a.fix));
  const done = new Set(ordered.filter(({ fix }) => isEdit(fix) && applyEdit(object, fix)));
  return chosen.filter((finding) => done.has(finding));
}

/** Removals of list elements go last index first; everything else keeps its order. */
function lastIndexOf(fix: Fix): number {
  if (fix.op !== 'remove') return -1;
  const last = fix.path.at(-1);
  return typeof last === 'number' ? last : -1;
}
