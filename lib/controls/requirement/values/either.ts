import type { ValueTest } from './value-test';

/** A value that passes one of two tests; the first gives the repair. */
export function either<A, B>(a: ValueTest<A>, b: ValueTest<B>): ValueTest<A | B> {
  return {
    absent: a.absent || b.absent,
    accepts: (value) => a.accepts(value) || b.accepts(value),
    prose: `${a.prose}, or ${b.prose}`,
    cel: (value) => `(${a.cel(value)} || ${b.cel(value)})`,
    fix: a.fix,
  };
}
