import { isObject } from '../subject';
import type { ValueTest } from './value-test';

/** No value at all; a repair takes it away. */
export function absent(): ValueTest<never> {
  return { absent: true, accepts: () => false, prose: 'absent', cel: () => 'false', fix: (path) => ({ op: 'remove', path }) };
}

/** No value, or an empty list or text. */
export function absentOrEmpty<V extends readonly unknown[] | string>(): ValueTest<V> {
  return {
    absent: true,
    accepts: (value) => (typeof value === 'string' || Array.isArray(value)) && value.length === 0,
    prose: 'absent or empty',
    cel: (value) => `size(${value}) == 0`,
    fix: (path) => ({ op: 'remove', path }),
  };
}

/** Any value. `write` is what hardening fills in; without it a person decides, by the instructions. */
export function present<V>(write: { readonly value: V } | { readonly instructions: string }): ValueTest<V> {
  return {
    absent: false,
    accepts: () => true,
    prose: 'set',
    cel: () => 'true',
    fix: (path) => ('value' in write ? { op: 'set', path, value: write.value } : { op: 'manual', instructions: write.instructions }),
  };
}

/** A value that is not empty: a text, list or object with something in it. */
export function notEmpty<V extends object | string>(instructions: string): ValueTest<V> {
  return {
    absent: false,
    accepts: (value) => (typeof value === 'string' ? value !== '' : holdsSomething(value)),
    prose: 'set and not empty',
    cel: (value) => `size(${value}) > 0`,
    fix: () => ({ op: 'manual', instructions }),
  };
}

/** An object whose every key is null is empty to an API server. */
function holdsSomething(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0
    : isObject(value) && Object.values(value).some((each) => each !== null && each !== undefined);
}

/** No value, or one that passes; only what is there is repaired. */
export function ifSet<V>(test: ValueTest<V>): ValueTest<V> {
  return { ...test, absent: true, prose: `absent or ${test.prose}` };
}

/** No value, or one that passes. */
export function optional<V>(test: ValueTest<V>): ValueTest<V> {
  return { ...test, absent: true, prose: `absent or ${test.prose}` };
}
