import { isDeepStrictEqual } from 'node:util';

/** What became of the elements of a list, by the indices that they had. */
export interface ElementChanges<T> {
  readonly changed: readonly { readonly index: number; readonly value: T }[];
  /** Highest first. */
  readonly removed: readonly number[];
  readonly added: readonly T[];
}

/** Compares a list with what a repair made of it: repairs change elements in place, take some away, or add to the end. */
export function elementChanges<T>(before: readonly T[], after: readonly T[]): ElementChanges<T> {
  if (after.length >= before.length) {
    const changed = before.flatMap((old, index) => {
      const value = after[index] as T;
      return isDeepStrictEqual(old, value) ? [] : [{ index, value }];
    });
    return { changed, removed: [], added: after.slice(before.length) };
  }
  const changed: { index: number; value: T }[] = [];
  const removed: number[] = [];
  let next = 0;
  for (const [index, old] of before.entries()) {
    const kept = next < after.length && (isDeepStrictEqual(after[next], old) || after.length - next === before.length - index);
    if (!kept) removed.push(index);
    else {
      const value = after[next++] as T;
      if (!isDeepStrictEqual(value, old)) changed.push({ index, value });
    }
  }
  return { changed, removed: removed.reverse(), added: after.slice(next) };
}
