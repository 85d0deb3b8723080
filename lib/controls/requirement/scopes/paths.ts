import { code, list } from '../text';
import type { ValueTest } from '../values';

export type OneOrMore<T> = T | readonly T[];

export function listed<T extends string>(paths: OneOrMore<T>): readonly T[] {
  return typeof paths === 'string' ? [paths] : paths;
}

/** The sentence "`a` and `b` are …". */
export function named(paths: readonly string[], test: ValueTest<unknown>): string {
  return `${list(paths.map(code))} ${paths.length > 1 ? 'are' : 'is'} ${test.prose}`;
}
