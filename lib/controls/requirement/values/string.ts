import { celLiteral, code } from '../text';
import type { ValueTest } from './value-test';

/** A text that begins so. */
export function startsWith(prefix: string): ValueTest<string> {
  return {
    absent: false,
    accepts: (value) => typeof value === 'string' && value.startsWith(prefix),
    prose: `text that begins with ${code(prefix)}`,
    cel: (value) => `${value}.startsWith(${celLiteral(prefix)})`,
    fix: () => ({ op: 'manual', instructions: `Write a text that begins with ${code(prefix)}.` }),
  };
}

/**
 * A text that the expression matches somewhere. The pattern must be one that JavaScript and RE2 read alike:
 * no look-around, no back-references.
 */
export function matches(pattern: string, prose: string, instructions: string): ValueTest<string> {
  const expression = new RegExp(pattern);
  return {
    absent: false,
    accepts: (value) => typeof value === 'string' && expression.test(value),
    prose,
    cel: (value) => `${value}.matches(${celLiteral(pattern)})`,
    fix: () => ({ op: 'manual', instructions }),
  };
}
