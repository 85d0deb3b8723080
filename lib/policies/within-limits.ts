import type { PolicyRule } from './validation';

/**
 * The most that one policy holds, in bytes of its expressions. `kubectl apply` keeps a copy of the object in an annotation
 * of at most 256 KiB; and each policy has a budget of its own for what evaluating it may cost.
 */
const MOST_BYTES = 60_000;

/** The rules in as few parts as one policy each can hold: by size, and so that no two variables of one name differ. */
export function withinLimits(rules: readonly PolicyRule[]): readonly (readonly PolicyRule[])[] {
  const parts: PolicyRule[][] = [];
  let bytes = 0;
  let variables = new Map<string, string>();
  for (const each of rules) {
    const size = sizeOf(each);
    const part = parts.at(-1);
    if (part === undefined || bytes + size > MOST_BYTES || differs(each, variables)) {
      parts.push([each]);
      bytes = size;
      variables = new Map();
    } else {
      part.push(each);
      bytes += size;
    }
    for (const { name, expression } of each.cel.variables ?? []) variables.set(name, expression);
  }
  return parts;
}

function sizeOf({ rule, cel }: PolicyRule): number {
  return cel.expression.length + cel.offenders.length + 2 * rule.prose.length;
}

function differs({ cel }: PolicyRule, known: ReadonlyMap<string, string>): boolean {
  return (cel.variables ?? []).some(({ name, expression }) => known.has(name) && known.get(name) !== expression);
}
