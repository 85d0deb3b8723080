import fc, { type Arbitrary } from 'fast-check';

/** How often a generated field gets a value that somebody careful would not write: pods of both sorts are wanted. */
export type Care = 'careful' | 'careless';

const USUAL_WEIGHT: Readonly<Record<Care, number>> = { careful: 80, careless: 3 };

/** Makes a field: a usual value mostly, an odd one sometimes. `undefined` is a field that is not written. */
export type Choose = <T>(usual: readonly T[], odd: readonly T[]) => Arbitrary<T>;

export function chooseWith(care: Care): Choose {
  return (usual, odd) =>
    fc.oneof(
      { weight: USUAL_WEIGHT[care], arbitrary: fc.constantFrom(...usual) },
      { weight: 1, arbitrary: fc.constantFrom(...usual, ...odd) },
    );
}

/** A field that is seldom written at all. */
export function seldom<T>(value: Arbitrary<T>): Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

/** A list of one to `most`, or no list. */
export function fewOf<T>(value: Arbitrary<T>, most: number): Arbitrary<T[] | undefined> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 4, arbitrary: fc.array(value, { minLength: 1, maxLength: most }) },
    { weight: 1, arbitrary: fc.constant<T[]>([]) },
  );
}
