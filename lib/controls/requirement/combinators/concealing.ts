import { mapRules, type Requirement } from '../rule';

/** The same findings, showing that word in place of what is written: commands and variables may hold secrets. */
export function concealing(shown: string, requirement: Requirement): Requirement {
  return mapRules(requirement, (rule) => ({
    ...rule,
    evaluate: (subject, emit) =>
      rule.evaluate(subject, (found) => emit(found.verdict === 'fail' && found.actual !== undefined ? { ...found, actual: shown } : found)),
  }));
}
