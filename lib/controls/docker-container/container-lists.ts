import { type Emit, emitLimits, isObject, type Json, type Path, UNKNOWN, unknown } from '../requirement';

/**
 * Visits what stands in a list of a container. What is not known yet, and what is no list, is told here; so is that the declaration
 * has no words for the field, or that the target drops it.
 */
export function visitList(
  container: Json,
  field: string,
  expected: string,
  emit: Emit,
  visit: (element: NonNullable<unknown>, path: Path) => void,
): void {
  if (emitLimits(container, field, expected, emit)) return;
  const list: unknown = container[field];
  if (list === undefined || list === null) return;
  if (list === UNKNOWN) emit(unknown([field], expected));
  else if (!Array.isArray(list)) emit(wrongShape([field], typeof list, 'a list'));
  else {
    list.forEach((element: unknown, index) => {
      const path = [field, index];
      if (element === UNKNOWN) emit(unknown(path, expected));
      else if (element === undefined || element === null) emit(wrongShape(path, element, 'an element, not null'));
      else visit(element, path);
    });
  }
}

/** The same of a list of objects. */
export function visitObjects(
  container: Json,
  field: string,
  expected: string,
  emit: Emit,
  visit: (element: Json, path: Path) => void,
): void {
  visitList(container, field, expected, emit, (element, path) => {
    if (isObject(element)) visit(element, path);
    else emit(wrongShape(path, typeof element, 'an object'));
  });
}

/** A text, number or flag as text; of anything else nothing. */
export function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** An observation of a shape that no container can have. What is there is not repeated: it may be anything. */
export function wrongShape(path: Path, actual: unknown, expected: string) {
  return {
    verdict: 'malformed',
    path,
    actual,
    expected,
    fix: { op: 'manual', instructions: `Write ${expected} here: an engine refuses anything else.` },
  } as const;
}
