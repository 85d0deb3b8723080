import type { Attack, Outcome } from './attack';
import type { Result } from './engine';

/** The name of a test of an attack. */
export function saying(outcome: Outcome, { id, attempt }: Attack): string {
  return `${outcome === 'succeeds' ? 'can' : 'cannot'} ${attempt} (${id})`;
}

export function expectOutcome({ code, output }: Result, expected: Outcome): void {
  const succeeded = code === 0;
  if (expected === 'succeeds') expect({ succeeded, said: output }).toEqual({ succeeded: true, said: output });
  else
    expect({ succeeded, said: expected.saying.test(output) ? 'as expected' : output }).toEqual({ succeeded: false, said: 'as expected' });
}
