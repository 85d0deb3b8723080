import { type ControlId, controlById } from '../controls/catalogue';
import { type Profile, restricted } from '../profiles';
import { auditOf, outcomeOf } from './judged';

/** What jest, and what speaks like it, wants of a matcher. */
export interface MatcherResult {
  /** Whether it holds. */
  readonly pass: boolean;
  /** What to say where the test wanted the opposite. */
  readonly message: () => string;
}

/**
 * Holds a control: at least one object was asked, and each that was passes or carries a waiver.
 * A control that nothing was asked of does not hold: a test that cannot fail says nothing.
 *
 * @throws a TemperedError `unknown-control` that names the nearest one, or `nothing-to-judge`
 */
export function toHoldControl(received: unknown, control: ControlId): MatcherResult {
  const { title } = controlById(control);
  const { asked, problems } = outcomeOf(received, control);
  const pass = asked && problems.length === 0;
  const message = (): string => {
    if (pass) return `expected ${control} not to hold (${title}), but every object that was asked passes`;
    if (!asked) return `expected ${control} to hold (${title}), but no object was asked: nothing here is of a kind that it reads`;
    return `expected ${control} to hold (${title}), but\n${problems.map((each) => `  ${each}`).join('\n')}`;
  };
  return { pass, message };
}

/**
 * Has no finding that a profile fails; advice does not count.
 *
 * @throws a TemperedError `nothing-to-judge`
 */
export function toPassProfile(received: unknown, profile: Profile = restricted): MatcherResult {
  const { findings, controls, malformed } = auditOf(received, profile);
  const failing = findings.filter(({ level }) => level === 'fail');
  const problems = [
    ...failing.map(({ control, resource, message }) => `${control}: ${resource.kind} ${resource.name}: ${message}`),
    ...malformed.map(
      ({ resource, observation }) => `${resource.kind} ${resource.name}: ${observation.path.join('.')} must be ${observation.expected}`,
    ),
  ];
  const pass = problems.length === 0;
  const message = (): string =>
    pass
      ? `expected a finding under the profile ${profile.name}, but ${controls.passed} of ${controls.evaluated} controls pass and none fails`
      : `expected no finding under the profile ${profile.name}, but\n${problems.map((each) => `  ${each}`).join('\n')}`;
  return { pass, message };
}

/**
 * Matchers for jest and Vitest.
 *
 * @example
 * ```ts
 * import { temperedMatchers } from 'tempered/testing';
 *
 * expect.extend(temperedMatchers);
 *
 * test('the shop is hardened', () => {
 *   expect(chart).toPassProfile(shop);
 *   expect(chart).toHoldControl('read-only-root-filesystem');
 * });
 * ```
 */
export const temperedMatchers = { toHoldControl, toPassProfile };

declare global {
  namespace jest {
    interface Matchers<R> {
      /** Holds a control: something was asked, and all that was passes or is waived. */
      toHoldControl(control: ControlId): R;
      /** Has no finding that the profile fails. Default: `restricted`. */
      toPassProfile(profile?: Profile): R;
    }
  }
}
