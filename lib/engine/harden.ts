import type { Fix, Neighbours, Observation } from '../controls/requirement';
import { applyEdit, isEdit } from './apply-fix';
import { type Judged, Waivers, type WaiversAbout } from './apply-waivers';
import type { EvaluationOptions } from './audit';
import { copyOf } from './copy';
import { evaluate, preferences } from './evaluate';
import { type Finding, fillsAbsence, findingOf } from './finding';
import { Inventory } from './inventory';
import { LATEST_MINOR, type Plan, planOf } from './plan';
import { type Resource, resource as resourceOf } from './resource';

/** What hardening is told. */
export interface HardenOptions extends EvaluationOptions {
  /** Also changes what somebody wrote. Default: false, only what is absent is filled in. */
  readonly override?: boolean;
}

/** What hardening made of one resource; `findings`, `waived` and `problems` judge the result. */
export interface Hardened extends Judged {
  /** A fresh copy with the fixes applied; the resource that was given is untouched. */
  readonly resource: Resource;
  /** The findings and preferences whose fixes were applied, in order. */
  readonly applied: readonly Finding[];
  /** The same, round by round: a path speaks of the object as it was when its round began. */
  readonly rounds: readonly (readonly Finding[])[];
  /** Shapes that no object of Kubernetes can have: what lies below was neither judged nor repaired. */
  readonly malformed: readonly Observation[];
}

/** A fix may give rise to another question; in practice three rounds are enough, and this bound is never met. */
const MAX_ROUNDS = 12;

/**
 * Applies the audit's own fixes to a copy of the resource: those of what is absent, and with `override` the others too.
 * Nothing that a waiver is about is touched. A second run changes nothing.
 */
export function harden(given: Resource, options: HardenOptions): Hardened {
  const plan = planOf(options.profile, options.minor ?? LATEST_MINOR);
  const neighbours = options.neighbours ?? new Inventory([given]);
  const waivers = new Waivers(options.profile, options.waivers, options.today).about(given);
  const resource = resourceOf(copyOf(given.object), given.origin, given.written);
  const rounds: (readonly Finding[])[] = [];
  for (;;) {
    const evaluation = evaluate(plan, resource, neighbours);
    const judged = waivers.judge(plan, evaluation);
    const done: Finding[] = [];
    if (rounds.length < MAX_ROUNDS) {
      done.push(
        ...applyAll(
          resource,
          judged.findings.filter((finding) => fillsAbsence(finding) || (options.override === true && changes(finding))),
        ),
      );
      // Asked last, so that what is required comes first. After a change of a list, paths no longer speak of the same object.
      if (done.every(({ fix }) => fix.op === 'set')) done.push(...applyAll(resource, preferred(plan, resource, neighbours, waivers)));
    }
    if (done.length === 0) return { ...judged, resource, applied: rounds.flat(), rounds, malformed: evaluation.malformed };
    rounds.push(done);
  }
}

function changes({ verdict, fix }: Finding): boolean {
  return verdict === 'fail' && isEdit(fix);
}

/** What the preferences of the controls fill in beside what is required. */
function preferred(plan: Plan, resource: Resource, neighbours: Neighbours, waivers: WaiversAbout): readonly Finding[] {
  const found: Finding[] = [];
  preferences(plan, resource, neighbours, (planned, observation) => {
    const finding = findingOf(planned, resource, observation);
    if (fillsAbsence(finding) && waivers.lifting(finding) === undefined) found.push(finding);
  });
  return found;
}

/**
 * From the back, so that indices hold. Of two fixes of one place the first is taken, and a fix chosen by a field that
 * another one writes waits; the next round judges the result.
 */
function applyAll({ object }: Resource, findings: readonly Finding[]): readonly Finding[] {
  const touched = new Set<string>();
  const chosen = findings.filter(({ fix, chosenBy = [] }) => {
    if (chosenBy.some((path) => touched.has(path.join('\n')))) return false;
    const place = 'path' in fix ? `${fix.path.join('\n')}${fix.op === 'append' ? `\n+${String(fix.value)}` : ''}` : '';
    return !touched.has(place) && touched.add(place);
  });
  const ordered = [...chosen].sort((a, b) => removedIndex(b.fix) - removedIndex(a.fix));
  const done = new Set(ordered.filter(({ fix }) => isEdit(fix) && applyEdit(object, fix)));
  return chosen.filter((finding) => done.has(finding));
}

/** Removals of list elements go last, the highest index first; everything else keeps its order before them. */
function removedIndex(fix: Fix): number {
  const last = fix.op === 'remove' ? fix.path.at(-1) : undefined;
  return typeof last === 'number' ? -1 / (last + 2) : 0;
}
