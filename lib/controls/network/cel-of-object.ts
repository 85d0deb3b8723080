import type { Cel } from '../requirement';

/** CEL over the whole object, which is the offender by its kind. */
export function celOfObject(expression: string): Cel {
  return { expression, offenders: `(${expression}) ? [] : ['the ' + object.kind]` };
}
