import type { Emit, Json, Path } from '../requirement';
import { emitLimits, isObject, UNKNOWN, unknown } from '../requirement';

/** What a field of the normal form must be for a rule to read it. */
export interface Shape<T> {
  /** Completes "Write …". */
  readonly prose: string;
  readonly is: (value: unknown) => value is T;
}

export const TEXT: Shape<string> = { prose: 'a text', is: (value) => typeof value === 'string' };
export const NUMBER: Shape<number> = { prose: 'a number', is: (value) => typeof value === 'number' };
export const FLAG: Shape<boolean> = { prose: '`true` or `false`', is: (value) => typeof value === 'boolean' };
export const OBJECT: Shape<Json> = { prose: 'an object', is: isObject };
export const LIST: Shape<readonly unknown[]> = { prose: 'a list', is: (value): value is readonly unknown[] => Array.isArray(value) };

/**
 * Reads a field for a rule that is written by hand. Undefined where it has been said why it cannot be judged: the
 * declaration cannot express it, the target drops it, its value is not known yet, or it has an impossible shape.
 */
export function readField<T>(
  container: Json,
  field: string,
  shape: Shape<T>,
  expected: string,
  emit: Emit,
): { readonly value: T | undefined } | undefined {
  if (emitLimits(container, field, expected, emit)) return undefined;
  return readValue(container[field], [field], shape, expected, emit);
}

/** The same of a value somewhere below a field. */
export function readValue<T>(
  value: unknown,
  path: Path,
  shape: Shape<T>,
  expected: string,
  emit: Emit,
): { readonly value: T | undefined } | undefined {
  if (value === undefined || value === null) return { value: undefined };
  if (value === UNKNOWN) {
    emit(unknown(path, expected));
    return undefined;
  }
  if (shape.is(value)) return { value };
  const instructions = `Write ${shape.prose} here: an engine refuses anything else.`;
  emit({ verdict: 'malformed', path, actual: value, expected: shape.prose, fix: { op: 'manual', instructions } });
  return undefined;
}

/** Whether the author of the container has said that its image runs as any user on a read-only root. */
export function isAssumed({ imageKnowledge }: Json): boolean {
  return imageKnowledge === 'assumed';
}
