import { celLiteral, code } from '../text';
import type { Scalar, ValueTest } from './value-test';

/** A list that holds the value. Adding to a list that somebody wrote counts as changing it: `harden` leaves it to `--override`. */
export function contains<const V extends Scalar>(value: V): ValueTest<V[]> {
  return {
    absent: false,
    accepts: (list) => Array.isArray(list) && list.includes(value),
    prose: `a list that holds ${code(value)}`,
    cel: (list) => `${celLiteral(value)} in ${list}`,
    fix: (path, actual) => (Array.isArray(actual) ? { op: 'append', path, value } : { op: 'set', path, value: [value] }),
  };
}
