import type { Fix, Observation } from '../finding';
import { mapRules, type Requirement } from '../rule';
import type { Subject } from '../subject';

/** The same findings, but a person must decide: no repair is offered, only these words. */
export function manual(instructions: string, requirement: Requirement): Requirement {
  return mapRules(requirement, (rule) => ({
    ...rule,
    evaluate: (subject, emit) => rule.evaluate(subject, (found) => emit({ ...found, fix: { op: 'manual', instructions } })),
  }));
}

/** The same requirement with a sentence of its own, where the derived one is clumsy. */
export function saying(prose: string, requirement: Requirement): Requirement {
  return mapRules(requirement, (rule) => ({ ...rule, prose }));
}

/** The same findings with another repair, chosen with the whole subject in sight. */
export function repairing(requirement: Requirement, choose: (found: Observation, subject: Subject) => Fix): Requirement {
  return mapRules(requirement, (rule) => ({
    ...rule,
    evaluate: (subject, emit) =>
      rule.evaluate(subject, (found) => emit(found.verdict === 'fail' ? { ...found, fix: choose(found, subject) } : found)),
  }));
}
