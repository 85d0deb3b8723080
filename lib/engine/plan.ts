import type { Control, Severity } from '../controls/control';
import { holdsPods, type Rule } from '../controls/requirement';
import type { Level, Profile } from '../profiles/profile';

/** The newest Kubernetes minor version whose Pod Security rules are known: what `latest` means. */
export const LATEST_MINOR = 37;

/** A control as one profile asks it of one version of Kubernetes. */
export interface PlannedControl {
  readonly control: Control;
  readonly level: Level;
  readonly severity: Severity;
  readonly rules: readonly Rule[];
  /** Asked by hardening only, of what is absent. */
  readonly preferences: readonly Rule[];
}

/** Everything that is asked, resolved once: parameters applied, versions chosen, weaker controls left out. */
export interface Plan {
  readonly profile: Profile;
  readonly minor: number;
  readonly controls: readonly PlannedControl[];
  /** The controls with a rule that reads objects of the kind, each with those rules alone. */
  concerning(group: string, kind: string): readonly PlannedControl[];
}

const plans = new WeakMap<Profile, Map<number, Plan>>();

/** The plan of a profile for a version; made once for each pair. */
export function planOf(profile: Profile, minor: number): Plan {
  const known = plans.get(profile) ?? new Map<number, Plan>();
  plans.set(profile, known);
  const plan = known.get(minor) ?? makePlan(profile, minor);
  known.set(minor, plan);
  return plan;
}

function makePlan(profile: Profile, minor: number): Plan {
  const asked: PlannedControl[] = [];
  for (const { control, level, severity, parameters } of profile.entries()) {
    const rules = control.requireWith(parameters).at(minor);
    const preferences = control.preferWith(parameters)?.at(minor) ?? [];
    if (rules.length > 0 || preferences.length > 0) asked.push({ control, level, severity, rules, preferences });
  }
  const replaced = new Set(asked.filter(({ rules }) => rules.length > 0).flatMap(({ control }) => control.replaces ?? []));
  // What no waiver may lift is asked for itself: a waiver of the stronger control would lift it, too.
  const controls = asked.filter(({ control }) => !replaced.has(control.id) || profile.neverWaive.has(control.id));
  const byKind = new Map<string, readonly PlannedControl[]>();
  return {
    profile,
    minor,
    controls,
    concerning(group, kind) {
      const key = `${group}/${kind}`;
      const concerned = byKind.get(key) ?? controls.flatMap((planned) => narrowed(planned, group, kind));
      byKind.set(key, concerned);
      return concerned;
    },
  };
}

/** Most controls read pods, and most objects hold none: what is never asked costs nothing. */
function narrowed(planned: PlannedControl, group: string, kind: string): readonly PlannedControl[] {
  const reads = (rule: Rule): boolean =>
    rule.reads === 'any'
      ? group !== 'docker' // `any` speaks of labels and versions of Kubernetes
      : rule.reads === 'pod'
        ? holdsPods(group, kind)
        : rule.reads.some((each) => each.group === group && each.kind === kind);
  const rules = planned.rules.filter(reads);
  const preferences = planned.preferences.filter(reads);
  return rules.length + preferences.length === 0 ? [] : [{ ...planned, rules, preferences }];
}
