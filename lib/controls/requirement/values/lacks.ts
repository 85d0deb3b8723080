import { celLiteral } from '../text';
import type { ValueTest } from './value-test';

/**
 * No text, or one that the expression matches nowhere. The pattern must be one that JavaScript and RE2 read alike:
 * no look-around, no back-references.
 */
export function lacks(pattern: string, prose: string, instructions: string): ValueTest<string> {
  const expression = new RegExp(pattern);
  return {
    absent: true,
    accepts: (value) => typeof value === 'string' && !expression.test(value),
    prose,
    cel: (value) => `!${value}.matches(${celLiteral(pattern)})`,
    fix: () => ({ op: 'manual', instructions }),
  };
}
