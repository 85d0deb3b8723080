import { isObject } from '../subject';
import type { ValueTest } from './value-test';

/**
 * An object whose own field passes; asked only of objects that are there.
 * An empty object (`seccompProfile: {}`) is there, and counts as set.
 */
export function having<K extends string, V>(key: K, test: ValueTest<V>): ValueTest<{ [P in K]?: V }> {
  return {
    key,
    absent: true,
    prose: `an object with \`${key}\` ${test.prose}`,
    keyProse: test.prose,
    accepts: (value) => isObject(value) && (value[key] == null ? test.absent : test.accepts(value[key])),
    cel: (value) => {
      const field = `${value}.${key}`;
      return test.absent ? `(!has(${field}) || ${test.cel(field)})` : `(has(${field}) && ${test.cel(field)})`;
    },
    fix: (path, value) => test.fix([...path, key], isObject(value) ? value[key] : undefined),
  };
}
