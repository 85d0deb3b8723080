import type { Fix, Path } from '../finding';

/** Values that stand in a field by themselves. */
export type Scalar = string | number | boolean;

/**
 * A test of one value: verdict, CEL, prose and fix side by side.
 * `V` is what the field must be able to hold for the test to make sense.
 */
export interface ValueTest<out V> {
  /** The verdict where there is no value. */
  readonly absent: boolean;
  /** The verdict on a value that is there. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever a manifest holds, whether it fits `V` or not.
  readonly accepts: (value: any) => boolean;
  /** The same over a CEL expression that gives the value. */
  readonly cel: (value: string) => string;
  /** Completes "must be …". */
  readonly prose: string;
  /** What makes it right; `actual` is undefined where nothing is written. */
  readonly fix: (path: Path, actual: unknown) => Fix;
  /** Of `having`: findings point one step deeper, where `keyProse` says what must be. */
  readonly key?: string;
  readonly keyProse?: string;
  /** Never read: carries `V`. */
  readonly like?: V;
}

/** The same test; a person decides what to write instead. */
export function byHand<V>(test: ValueTest<V>, instructions: string): ValueTest<V> {
  return { ...test, fix: () => ({ op: 'manual', instructions }) };
}
