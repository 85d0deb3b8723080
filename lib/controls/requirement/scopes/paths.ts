import { code, list } from '../text';
import type { ValueTest } from '../values';

export type OneOrMore<T> = T | readonly T[];

export function listed<T extends string>(paths: OneOrMore<T>): readonly T[] {
  return typeof paths === 'string' ? [paths] : paths;
}

/** The sentence "`a` and `b` are …"; of the elements of lists, which may be none, "each `a[]` is …". */
export function named(paths: readonly string[], test: ValueTest<unknown>): string {
  if (paths.every((path) => path.includes('[]'))) return `${list(paths.map((path) => `each ${code(path)}`))} is ${test.prose}`;
  return `${list(paths.map(code))} ${paths.length > 1 ? 'are' : 'is'} ${test.prose}`;
}
