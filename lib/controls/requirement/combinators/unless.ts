import { celAt } from '../cel-path';
import type { At, PodFields } from '../fields';
import { UNKNOWN } from '../finding';
import { hasCel, mapRules, type Requirement, type Rule } from '../rule';
import type { PodPath } from '../scopes/pod';
import type { Json } from '../subject';
import type { ValueTest } from '../values';
import { reader } from '../walk';
import { type MinorVersion, minorOf } from './versions';

/** Something that holds for a pod, or does not. */
export interface Condition {
  /** The first minor version in which it counts. */
  readonly from: number;
  readonly holds: (spec: Json) => boolean;
  /** Over `variables.spec`. */
  readonly cel: string;
  /** Completes "not asked of …". */
  readonly prose: string;
}

/** The pod's field passes the test, from that version on. */
export function when<P extends PodPath>(path: P, test: ValueTest<At<PodFields, P>>, prose: string, from: MinorVersion = 'v1.0'): Condition {
  const get = reader(path.split('.'));
  return {
    from: minorOf(from),
    holds(spec) {
      const value = get(spec);
      return value === undefined || value === null ? test.absent : value !== UNKNOWN && test.accepts(value);
    },
    cel: celAt('variables.spec', path, test),
    prose,
  };
}

/** The requirement is not asked of pods of which the condition holds: it does not apply to them. */
export function unless(condition: Condition, requirement: Requirement): Requirement {
  const guarded = mapRules(requirement, (rule) => guard(condition, rule));
  return {
    changes: [condition.from, ...requirement.changes],
    at: (minor) => (minor < condition.from ? requirement : guarded).at(minor),
  };
}

function guard(condition: Condition, rule: Rule): Rule {
  return {
    ...rule,
    evaluate(subject, emit) {
      if (subject.pod !== undefined && condition.holds(subject.pod.spec)) return false;
      return rule.evaluate(subject, emit);
    },
    cel: hasCel(rule.cel)
      ? {
          ...rule.cel,
          expression: `(${condition.cel}) || (${rule.cel.expression})`,
          offenders: `(${condition.cel}) ? [] : (${rule.cel.offenders})`,
        }
      : rule.cel,
    prose: `${rule.prose}; not asked of ${condition.prose}`,
  };
}
