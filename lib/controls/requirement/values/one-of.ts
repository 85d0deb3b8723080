import { celList, celLiteral, code, or } from '../text';
import type { Scalar, ValueTest } from './value-test';

/** Is there, and is one of the values; the first is what a repair writes. */
export function oneOf<const V extends Scalar>(...values: readonly [V, ...V[]]): ValueTest<V> {
  const set = new Set<unknown>(values);
  return {
    absent: false,
    accepts: (value) => set.has(value),
    prose: or(values.map(code)),
    cel: (value) => (values.length === 1 ? `${value} == ${celLiteral(values[0])}` : `${value} in ${celList(values)}`),
    fix: (path) => ({ op: 'set', path, value: values[0] }),
  };
}

/** Is there, and is this value. */
export function is<const V extends Scalar>(value: V): ValueTest<V> {
  return oneOf(value);
}

/** No value, or one of these; a repair writes the first, or takes the value away where that says the same. */
export function absentOr<const V extends Scalar>(...values: readonly [V, ...V[]]): ValueTest<V> {
  const test = oneOf(...values);
  const saysNothing = values[0] === '' || values[0] === 0;
  return {
    ...test,
    absent: true,
    prose: or(['absent', ...values.map(code)]),
    fix: saysNothing ? (path) => ({ op: 'remove', path }) : test.fix,
  };
}

/** No value, or any other than these of the same type: `"0"` where a number belongs is no way around `0`. */
export function not<const V extends Scalar>(...values: readonly [V, ...V[]]): ValueTest<V> {
  const set = new Set<unknown>(values);
  const types = new Set<string>(values.map((value) => typeof value));
  return {
    absent: true,
    accepts: (value) => types.has(typeof value) && !set.has(value),
    prose: `absent or other than ${or(values.map(code))}`,
    cel: (value) => (values.length === 1 ? `${value} != ${celLiteral(values[0])}` : `!(${value} in ${celList(values)})`),
    fix: (path) => ({ op: 'remove', path }),
  };
}
