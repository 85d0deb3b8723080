import { closest } from 'fastest-levenshtein';
import { TemperedError } from '../errors';
import type { Level } from '../profiles/profile';
import type { AuditResult, PlacedFinding } from '../reporters/audit-result';
import { fixSentence } from '../reporters/fix-sentence';
import { placeText } from '../reporters/text';
import type { Validation, ValidationContext } from './validation-contract';

/** What `properties` of a validation in cdk8s.yaml may hold: the options of `tempered audit`. */
export interface TemperedValidationProps {
  /**
   * A profile by name, or the path of a profile file.
   *
   * @default - ./tempered.yaml where there is one, else `restricted`
   */
  readonly profile?: string;
  /**
   * The only controls that are asked.
   *
   * @default - all of the profile
   */
  readonly only?: readonly string[];
  /**
   * Controls that are left out.
   *
   * @default - none
   */
  readonly skip?: readonly string[];
  /**
   * Version of the cluster: `v1.28` or `latest`.
   *
   * @default 'latest'
   */
  readonly kubernetesVersion?: string;
  /**
   * Which findings make the synthesis fail: `warn`, all of them, or `fail`, those that are no advice.
   *
   * @default 'warn'
   */
  readonly failOn?: Level;
}

const isText = (value: unknown): boolean => typeof value === 'string';

/** What a property may be: they come from YAML, where `1.30` is a number and no version. */
const PROPERTIES: Readonly<Record<keyof TemperedValidationProps, readonly [test: (value: unknown) => boolean, words: string]>> = {
  profile: [isText, 'a text'],
  only: [(value) => Array.isArray(value) && value.every(isText), 'a list of controls'],
  skip: [(value) => Array.isArray(value) && value.every(isText), 'a list of controls'],
  kubernetesVersion: [isText, 'a text such as "v1.30"'],
  failOn: [(value) => value === 'warn' || value === 'fail', '"warn" or "fail"'],
};

/**
 * The audit as a validation plugin of cdk8s-cli: `cdk8s synth` then fails on findings and reports them with their construct paths.
 *
 * @example
 * ```yaml
 * # cdk8s.yaml
 * app: npx ts-node main.ts
 * validations:
 *   - package: tempered
 *     version: 1.0.0
 *     class: TemperedValidation
 *     properties: { profile: restricted, failOn: fail }
 * ```
 */
export class TemperedValidation implements Validation {
  /**
   * @throws TemperedError `unknown-property` for a property that there is not, naming the nearest; `invalid-property` for a wrong value
   */
  public constructor(private readonly props: TemperedValidationProps = {}) {
    const known = Object.entries(PROPERTIES);
    for (const [name, value] of Object.entries(props)) {
      const [, [test, words] = []] = known.find(([each]) => each === name) ?? [];
      if (test === undefined) {
        const nearest = closest(name, Object.keys(PROPERTIES));
        throw new TemperedError('unknown-property', `TemperedValidation has no property "${name}"; did you mean "${nearest}"?`);
      }
      if (value !== undefined && !test(value))
        throw new TemperedError('invalid-property', `"${name}" of TemperedValidation is ${JSON.stringify(value)}; it must be ${words}`);
    }
  }

  /** Audits the manifests that were written and reports each finding; what cannot be read is logged and fails the validation. */
  public async validate({ manifests, report, logger }: ValidationContext): Promise<void> {
    // Loaded here: whoever imports tempered for its constructs needs no reader of YAML.
    const { selectionOf } = require('../cli/selection') as typeof import('../cli/selection');
    const { readManifests } = require('../cli/manifests') as typeof import('../cli/manifests');
    const { judge } = require('../cli/judge') as typeof import('../cli/judge');
    const { exitCodeOf } = require('../cli/audit') as typeof import('../cli/audit');
    const result = judge(await readManifests(manifests, { stdin: async () => Buffer.alloc(0), env: {} }), selectionOf(this.props));
    for (const error of result.errors) logger.log(`${placeText(error)}: ${error.message}`);
    for (const findings of byRepair(result)) report.addViolation(violationOf(findings));
    report.submit(exitCodeOf(result, this.props.failOn ?? 'warn') === 0 ? 'success' : 'failure', metadataOf(result));
  }
}

/** The CLI reports a rule with one repair and everything that it is about. */
function byRepair({ findings }: AuditResult): Iterable<readonly [PlacedFinding, ...PlacedFinding[]]> {
  const groups = new Map<string, [PlacedFinding, ...PlacedFinding[]]>();
  for (const placed of findings) {
    const key = `${placed.finding.control}\n${fixSentence(placed.finding.fix)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [placed]);
    else group.push(placed);
  }
  return groups.values();
}

function violationOf(findings: readonly [PlacedFinding, ...PlacedFinding[]]): Parameters<ValidationContext['report']['addViolation']>[0] {
  const [{ finding }] = findings;
  return {
    ruleName: finding.control,
    recommendation: `${finding.title} (${finding.severity}${finding.level === 'warn' ? ', advice' : ''})`,
    fix: fixSentence(finding.fix),
    violatingResources: findings.map((each) => ({
      resourceName: each.finding.resource.name,
      locations: [`${each.place.line}:${each.place.column} ${each.finding.message}`],
      manifestPath: each.place.file,
    })),
  };
}

function metadataOf({ report, findings, waived, errors }: AuditResult): Readonly<Record<string, string>> {
  const { evaluated, passed, failed, waived: excused, notApplicable, unknown } = report.controls;
  return {
    profile: report.profile,
    kubernetesVersion: report.kubernetesVersion,
    controls: `${evaluated} evaluated: ${passed} passed, ${failed} failed, ${excused} waived, ${notApplicable} did not apply, ${unknown} not known`,
    findings: String(findings.length),
    waived: String(waived.length),
    errors: String(errors.length),
  };
}
