import type { Emit, Json, Neighbours, Observation, Rule, Subject } from '../controls/requirement';
import { podsOf } from '../controls/requirement/pods';
import type { Plan, PlannedControl } from './plan';
import type { Resource } from './resource';

/** What came of asking one control of one resource. */
export type Verdict = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** What one resource was asked, and what it answered. */
export interface Evaluation {
  readonly resource: Resource;
  /** Of the controls that read objects of this kind; to all others it is not applicable. */
  readonly verdicts: readonly { readonly planned: PlannedControl; readonly verdict: Verdict }[];
  readonly observations: readonly { readonly planned: PlannedControl; readonly observation: Observation }[];
  /** Shapes that no Kubernetes object can have, each place once. */
  readonly malformed: readonly Observation[];
}

/** The one evaluation: audit reports what it finds, hardening applies it. */
export function evaluate(plan: Plan, resource: Resource, neighbours: Neighbours): Evaluation {
  const { pods, malformed } = podsOf(resource.group, resource.kind, resource.object);
  const bad = new Map<string, Observation>(malformed.map((each) => [each.path.join('\n'), each]));
  const subjects = subjectsOf(plan, resource, pods, neighbours);
  const observations: { planned: PlannedControl; observation: Observation }[] = [];
  const verdicts: { planned: PlannedControl; verdict: Verdict }[] = [];
  for (const planned of plan.concerning(resource.group, resource.kind)) {
    if (planned.rules.length === 0) continue;
    let verdict: Verdict = 'not-applicable';
    const asked = ask(planned.rules, subjects, (observation) => {
      if (observation.verdict === 'malformed') bad.set(observation.path.join('\n'), observation);
      else observations.push({ planned, observation });
      verdict = verdict === 'fail' || observation.verdict === 'fail' ? 'fail' : 'unknown';
    });
    verdicts.push({ planned, verdict: asked && verdict === 'not-applicable' ? 'pass' : verdict });
  }
  return { resource, verdicts, observations, malformed: [...bad.values()] };
}

/** What the preferences of the controls would fill in; only where nothing is written. */
export function preferences(
  plan: Plan,
  resource: Resource,
  neighbours: Neighbours,
  emit: (planned: PlannedControl, observation: Observation) => void,
): void {
  const preferring = plan.concerning(resource.group, resource.kind).filter((planned) => planned.preferences.length > 0);
  if (preferring.length === 0) return;
  const { pods } = podsOf(resource.group, resource.kind, resource.object);
  const subjects = subjectsOf(plan, resource, pods, neighbours);
  for (const planned of preferring) {
    ask(planned.preferences, subjects, (observation) => {
      if (observation.verdict === 'fail' && observation.actual === undefined) emit(planned, observation);
    });
  }
}

/** One subject for each pod that the object holds; the object itself, where it holds none. */
function subjectsOf(
  plan: Plan,
  { object, group, version, kind, namespace, name }: Resource,
  pods: ReturnType<typeof podsOf>['pods'],
  neighbours: Neighbours,
): readonly Subject[] {
  const subject = { object: object as Json, group, version, kind, namespace, name, minor: plan.minor, neighbours };
  return pods.length === 0 ? [{ ...subject, pod: undefined }] : pods.map((pod) => ({ ...subject, pod }));
}

function ask(rules: readonly Rule[], subjects: readonly Subject[], emit: Emit): boolean {
  let asked = false;
  for (const rule of rules) {
    if (rule.reads === 'pod') {
      for (const subject of subjects) if (subject.pod !== undefined) asked = rule.evaluate(subject, emit) || asked;
    } else {
      const [subject] = subjects; // about the object itself: once, however many pods it holds
      if (subject !== undefined) asked = rule.evaluate(subject, emit) || asked;
    }
  }
  return asked;
}
