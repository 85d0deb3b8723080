import { always, type Requirement, type Rule } from '../rule';

/**
 * The way out, for what the algebra cannot say (joins, two fields compared): the derived parts, written by hand,
 * with their CEL or the reason why there is none.
 */
export function custom(rule: Rule): Requirement {
  return always(rule);
}
