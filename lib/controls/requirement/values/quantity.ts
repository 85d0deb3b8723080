import { compareQuantities, isQuantity } from '../quantity';
import type { ValueTest } from './value-test';

/** A Kubernetes quantity above zero (`256Mi`, `100m`, `1`); a repair writes `write`. */
export function positiveQuantity(write: string): ValueTest<string> {
  return {
    absent: false,
    accepts: (value) => isQuantity(value) && compareQuantities(value, '0') > 0,
    prose: 'set and above zero',
    cel: (value) => `quantity(string(${value})).isGreaterThan(quantity('0'))`,
    fix: (path) => ({ op: 'set', path, value: write }),
  };
}
