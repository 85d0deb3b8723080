import type { ValueTest } from './value-test';

/** A number in the range, both ends included; a repair writes `write`, by default the lower end. */
export function between(low: number, high: number, write = low): ValueTest<number> {
  return {
    absent: false,
    accepts: (value) => typeof value === 'number' && value >= low && value <= high,
    prose: `from ${low} to ${high}`,
    cel: (value) => `(${value} >= ${low} && ${value} <= ${high})`,
    fix: (path) => ({ op: 'set', path, value: write }),
  };
}

/** A number that is not smaller; a repair writes `write`, by default the bound. */
export function atLeast(low: number, write = low): ValueTest<number> {
  return {
    absent: false,
    accepts: (value) => typeof value === 'number' && value >= low,
    prose: `${low} or more`,
    cel: (value) => `${value} >= ${low}`,
    fix: (path) => ({ op: 'set', path, value: write }),
  };
}

/** A number that is not larger; a repair writes the bound. */
export function atMost(high: number): ValueTest<number> {
  return {
    absent: false,
    accepts: (value) => typeof value === 'number' && value <= high,
    prose: `${high} or less`,
    cel: (value) => `${value} <= ${high}`,
    fix: (path) => ({ op: 'set', path, value: high }),
  };
}
