import { hasCel, mapRules, type Requirement } from '../rule';
import type { Condition } from './unless';

/** The requirement is asked only of pods of which the condition holds, in every version; to others it does not apply. */
export function onlyWhere(condition: Condition, requirement: Requirement): Requirement {
  return mapRules(requirement, (rule) => ({
    ...rule,
    evaluate: (subject, emit) => subject.pod !== undefined && condition.holds(subject.pod.spec) && rule.evaluate(subject, emit),
    cel: hasCel(rule.cel)
      ? {
          ...rule.cel,
          expression: `!(${condition.cel}) || (${rule.cel.expression})`,
          offenders: `(${condition.cel}) ? (${rule.cel.offenders}) : []`,
        }
      : rule.cel,
    prose: `${rule.prose}; asked only of ${condition.prose}`,
  }));
}
