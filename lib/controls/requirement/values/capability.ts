import { celList, code, or } from '../text';
import type { ValueTest } from './value-test';

const upperAscii = (text: string): string => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());

/**
 * A capability other than these, in whatever spelling: lower case, or with the prefix `CAP_` of the kernel.
 * Names are given in capitals without the prefix.
 */
export function capabilityOtherThan(names: readonly string[], instructions: string): ValueTest<string> {
  const spellings = names.flatMap((name) => [name, `CAP_${name}`]);
  const set = new Set(spellings);
  return {
    absent: true,
    accepts: (value) => typeof value === 'string' && !set.has(upperAscii(value)),
    prose: `other than ${or(names.map(code))}, in any spelling`,
    cel: (value) => `!(${value}.upperAscii() in ${celList(spellings)})`,
    fix: () => ({ op: 'manual', instructions }),
  };
}
