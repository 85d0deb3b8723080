import { celLiteral, code, or } from '../text';
import type { Scalar, ValueTest } from './value-test';

/** A list that holds at least one of the values; a repair adds the first. */
export function containsAny<const V extends Scalar>(...values: readonly [V, ...V[]]): ValueTest<V[]> {
  return {
    absent: false,
    accepts: (list) => Array.isArray(list) && values.some((value) => list.includes(value)),
    prose: `a list that holds ${or(values.map(code))}`,
    cel: (list) => `(${values.map((value) => `${celLiteral(value)} in ${list}`).join(' || ')})`,
    fix: (path, actual) => (Array.isArray(actual) ? { op: 'append', path, value: values[0] } : { op: 'set', path, value: [values[0]] }),
  };
}
