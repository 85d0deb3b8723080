import { type Cel, hasCel, type NoCel, type Requirement, type Rule } from '../rule';
import { and } from '../text';

/** Every part must hold. */
export function all(...parts: readonly Requirement[]): Requirement {
  return {
    changes: parts.flatMap((part) => part.changes),
    at: (minor) => joinPodRules(parts.flatMap((part) => part.at(minor))),
  };
}

/** Rules that read the pod become one, so that an API server's denial names everything at once; others stay apart. */
function joinPodRules(rules: readonly Rule[]): readonly Rule[] {
  const ofPods = rules.filter((rule) => rule.reads === 'pod');
  if (ofPods.length < 2) return rules;
  return [allRules(ofPods), ...rules.filter((rule) => rule.reads !== 'pod')];
}

/** Rules of one scope as one. */
export function allRules(rules: readonly Rule[]): Rule {
  const [first] = rules;
  if (first === undefined) throw new Error('allRules needs a rule');
  return {
    reads: first.reads,
    crossObject: rules.some((rule) => rule.crossObject === true),
    evaluate(subject, emit) {
      let asked = false;
      for (const rule of rules) asked = rule.evaluate(subject, emit) || asked;
      return asked;
    },
    cel: allCel(rules.map((rule) => rule.cel)),
    prose: rules.map((rule) => rule.prose).join('; '),
  };
}

function allCel(parts: readonly (Cel | NoCel)[]): Cel | NoCel {
  const possible = parts.filter(hasCel);
  if (possible.length < parts.length) return parts.find((part): part is NoCel => !hasCel(part)) ?? { impossible: '' };
  return {
    expression: and(possible.map((part) => part.expression)),
    offenders: possible.map((part) => `(${part.offenders})`).join(' + '),
    variables: possible.flatMap((part) => part.variables ?? []),
  };
}
