import * as pulumi from '@pulumi/pulumi';
import { type Json, type Path, UNKNOWN } from '../../controls/requirement';
import { copyOf } from '../../engine/copy';

/** An input that is not a plain value, and where it stands. */
export interface Pending {
  readonly path: Path;
  readonly output: pulumi.Output<unknown>;
}

/** A value, and where it belongs. */
export interface PlacedValue {
  readonly path: Path;
  readonly value: unknown;
}

/** Inputs of a resource, taken apart. */
export interface Inputs {
  /** The plain values, with `UNKNOWN` in the places of the others. */
  readonly plain: Json;
  readonly pending: readonly Pending[];
  /** What is no plain data (assets, resources): nothing is judged about it, and it goes back as it is. */
  readonly opaque: readonly PlacedValue[];
}

/** Takes outputs and promises out of the inputs of a resource, however deep they lie. */
export function takeApart(inputs: object): Inputs {
  const pending: Pending[] = [];
  const opaque: PlacedValue[] = [];
  const plainOf = (value: unknown, path: Path): unknown => {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
      pending.push({ path, output: pulumi.output(value) });
      return UNKNOWN;
    }
    if (Array.isArray(value)) return value.map((each, index) => plainOf(each, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    if (!isPlain(value)) {
      opaque.push({ path, value });
      return UNKNOWN;
    }
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainOf(each, [...path, key])]));
  };
  return { plain: plainOf(inputs, []) as Json, pending, opaque };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A copy with other values in some places. Hardening moves nothing that is written, so that the places still hold. */
export function withValues(plain: Json, values: readonly PlacedValue[]): Json {
  const copy = copyOf(plain);
  for (const { path, value } of values) {
    // Not copied: what is put in may be an output.
    const parent = path.slice(0, -1).reduce<unknown>((node, step) => Reflect.get(node as object, step), copy);
    const last = path.at(-1);
    if (last !== undefined && typeof parent === 'object' && parent !== null) Reflect.set(parent, last, value);
  }
  return copy;
}

/** Resolves when the output does, known or not; rejects with the error of whoever computed it. */
export async function settled(output: pulumi.Output<unknown>): Promise<void> {
  await pulumi.isSecret(output);
}
