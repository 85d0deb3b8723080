import { type ControlId, controlById } from '../controls/catalogue';
import { type Profile, restricted } from '../profiles';
import { type AllowOnlyOptions, flowDifference } from './allow-only/compare';
import { constructNames } from './allow-only/construct-names';
import type { FlowText } from './allow-only/stated-flow';
import { auditOf, outcomeOf, resourcesIn } from './judged';

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

/** More would hide what comes first. */
const MOST_FLOWS = 20;

/**
 * Policies let through exactly these flows: between the workloads, and between them and everybody else. Policies of Kubernetes, Cilium and
 * Calico are read; who is not among the objects counts too, so that a rule for a whole namespace is a flow that must be stated.
 * DNS to the cluster's resolver need not be stated, unless `dns: 'stated'` asks for it; nor what `mesh` and `implied` name. Takes an app, a chart
 * or manifests. What a failure takes for granted stands at its end, with the option that would say it.
 *
 * @throws a TemperedError `nothing-to-judge`, `invalid-flow`, `unknown-endpoint`, or `invalid-policy` where a policy is malformed
 */
export function toAllowOnly(received: unknown, flows: readonly FlowText[], options: AllowOnlyOptions = {}): MatcherResult {
  const { beyond, missing, assumptions } = flowDifference(resourcesIn(received), flows, options, constructNames(received));
  const pass = beyond.length === 0 && missing.length === 0;
  const message = (): string => {
    if (pass) return 'expected other flows than the stated ones, but exactly these are let through';
    const list = (title: string, all: readonly (readonly [string, readonly string[]])[]): string => {
      if (all.length === 0) return '';
      const lines = all.slice(0, MOST_FLOWS).map(([text, reasons]) => `    ${text}\n${reasons.map((each) => `      ${each}\n`).join('')}`);
      return `  ${title}:\n${lines.join('')}${all.length > MOST_FLOWS ? `    and ${all.length - MOST_FLOWS} more\n` : ''}`;
    };
    return [
      'expected only the stated flows to be let through, but\n',
      list(
        'let through beyond them',
        beyond.map(({ text, reasons }) => [text, reasons]),
      ),
      list(
        'stated and refused',
        missing.map(({ text, ports, reasons }) => [ports === undefined ? text : `${text} (only ${ports} is refused)`, reasons]),
      ),
      list(
        'taken for granted',
        assumptions.map((each) => [each, []]),
      ),
    ]
      .join('')
      .trimEnd();
  };
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
 *   expect(chart).toAllowOnly(['namespace ingress-nginx -> web TCP/8080', 'web -> api TCP/8080', 'api -> fqdn:api.example.com TCP/443']);
 * });
 * ```
 */
export const temperedMatchers = { toAllowOnly, toHoldControl, toPassProfile };

declare global {
  namespace jest {
    interface Matchers<R> {
      /** Policies let through exactly these flows, DNS to the cluster's resolver aside. */
      toAllowOnly(flows: readonly FlowText[], options?: AllowOnlyOptions): R;
      /** Holds a control: something was asked, and all that was passes or is waived. */
      toHoldControl(control: ControlId): R;
      /** Has no finding that the profile fails. Default: `restricted`. */
      toPassProfile(profile?: Profile): R;
    }
  }
}
