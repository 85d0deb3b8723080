/** Steps from an object to one of its fields: keys, and indices of lists. */
export type Path = readonly (string | number)[];

/**
 * What repairs a finding.
 *
 * - `set` writes a value, making the objects on the way.
 * - `append` adds an element to a list.
 * - `remove` takes a key or an element away.
 * - `create` adds a new object beside the one that was judged.
 * - `manual` is for a person: `instructions` says what to decide and what to write.
 */
export type Fix =
  | { readonly op: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'append'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path }
  | { readonly op: 'create'; readonly object: Readonly<Record<string, unknown>> }
  | { readonly op: 'manual'; readonly instructions: string };

/**
 * What a rule says of one field.
 *
 * - `fail`: the field is not as required.
 * - `unknown`: the value is not there yet (an unresolved output); never counts as a pass.
 * - `malformed`: the field has a shape that no Kubernetes object can have, so that nothing below it could be judged.
 */
export type ObservationVerdict = 'fail' | 'unknown' | 'malformed';

/** One field that did not pass. */
export interface Observation {
  /** Why it did not pass. */
  readonly verdict: ObservationVerdict;
  /** Where, from the root of the object. */
  readonly path: Path;
  /** What is written there; `undefined` where nothing is. */
  readonly actual: unknown;
  /** What it must be, as prose that completes "must be …". */
  readonly expected: string;
  /** What repairs it. */
  readonly fix: Fix;
  /** Other fields that the repair was chosen by; where one of them is being repaired too, this repair waits for the next round. */
  readonly chosenBy?: readonly Path[];
}

/** Takes what a rule observes. */
export type Emit = (observation: Observation) => void;

/** The value of a field that is not known yet. Put it in an object in place of the value: no control passes on it. */
export const UNKNOWN: unique symbol = Symbol.for('tempered.unknown') as never;

/** Stands for a value that the declaration has no words for: not a pass, and nothing that its author could have written there. */
export const INEXPRESSIBLE: unique symbol = Symbol.for('tempered.inexpressible') as never;

/** Stands for a value that is there, but that the source cannot see (what a running engine does not tell): not a pass either. */
export const UNSEEN: unique symbol = Symbol.for('tempered.unseen') as never;

/** A path as people write it: `spec.containers[0].image`; keys that are no plain words are quoted. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}
