import { formatPath, INEXPRESSIBLE, type Rule } from '../../controls/requirement';
import { applyEdit } from '../../engine/apply-fix';
import { audit } from '../../engine/audit';
import type { Finding } from '../../engine/finding';
import { Inventory } from '../../engine/inventory';
import { LATEST_MINOR } from '../../engine/plan';
import type { Resource } from '../../engine/resource';
import type { Profile, ProfileEntry } from '../../profiles/profile';
import { restricted as defaultProfile } from '../../profiles/restricted';
import { hardenArgs, resourceOf } from '../hardening/harden-args';
import { readAnalyzedProps } from './analyzed-props';
import type { ComplianceFramework, Policy, PolicyMetadata, ResourcePolicy, StackPolicy } from './policy';

/** Kinds of objects that resources of @pulumi/docker become. */
const KINDS: ReadonlySet<string> = new Set(['Container', 'Network', 'Volume', 'ComposeFile']);

/**
 * The controls of a profile about Docker as policies of Pulumi, one each, as data: they are put into a pack of one's own, or into the
 * one of `tempered/docker/policy-pack`.
 *
 * A control that fails under the profile is mandatory, and advice is advisory. What asks about several resources is asked of the whole
 * stack. A value that is not known during preview never passes: what is known is judged, and Pulumi says that the rest could not be.
 * Under the enforcement level `remediate` a policy writes what hardening would, also where something else is written.
 *
 * @example
 * ```ts
 * import { PolicyPack } from '@pulumi/policy';
 * import { policiesOf } from 'tempered/docker';
 * new PolicyPack('containers', { policies: policiesOf(ourProfile) });
 * ```
 */
export function policiesOf(profile: Profile = defaultProfile): Policy[] {
  return [...profile.entries()].flatMap((entry) => {
    const rules = entry.control.requireWith(entry.parameters).at(LATEST_MINOR).filter(isAboutDocker);
    if (rules.length === 0) return [];
    const alone = profile.narrowed({ only: [entry.control.id] });
    return [rules.some(({ crossObject }) => crossObject === true) ? stackPolicy(entry, alone) : resourcePolicy(entry, alone)];
  });
}

/** The policies of the profile `restricted`. */
export const policies: Policy[] = policiesOf();

function isAboutDocker({ reads }: Rule): boolean {
  return Array.isArray(reads) && reads.some(({ group, kind }) => group === 'docker' && KINDS.has(kind));
}

function resourcePolicy(entry: ProfileEntry, profile: Profile): ResourcePolicy {
  return {
    ...metadataOf(entry),
    validateResource({ type, props: analyzed, name, notApplicable }, reportViolation) {
      const { props, unknown } = readAnalyzedProps(analyzed);
      const judged = resourceOf(type, props, { name });
      const { findings, controls, malformed } = judged === undefined ? NOTHING : audit([judged], { profile });
      for (const { message } of reportable(findings, unknown)) reportViolation(`${message}.`);
      for (const { observation } of malformed) reportViolation(`${formatPath(observation.path)} must be ${observation.expected}.`);
      if (unknown !== undefined && findings.some(isUnknown)) throw unknown;
      const unsayable = findings.find(({ actual }) => actual === INEXPRESSIBLE);
      if (unsayable !== undefined) notApplicable(unsayable.fix.op === 'manual' ? unsayable.fix.instructions : unsayable.message);
      if (controls.evaluated === controls.notApplicable) notApplicable('It is about something else.');
    },
    remediateResource: ({ type, props: analyzed, name }) => remedied(type, analyzed, name, profile),
  };
}

/** In Pulumi a policy of the stack cannot write anything: resources that it is about are repaired one by one. */
function stackPolicy(entry: ProfileEntry, profile: Profile): StackPolicy {
  return {
    ...metadataOf(entry),
    validateStack({ resources, notApplicable }, reportViolation) {
      const urns = new Map<Resource, string>();
      let thrown: unknown;
      for (const { type, props: analyzed, name, urn } of resources) {
        const { props, unknown } = readAnalyzedProps(analyzed);
        const judged = resourceOf(type, props, { name });
        if (judged === undefined) continue;
        thrown ??= unknown;
        urns.set(judged, urn);
      }
      const { findings, controls, malformed } = audit([...urns.keys()], { profile, neighbours: new Inventory(urns.keys()) });
      for (const { message, resource } of reportable(findings, thrown)) reportViolation(`${message}.`, urns.get(resource));
      for (const { resource, observation } of malformed)
        reportViolation(`${formatPath(observation.path)} must be ${observation.expected}.`, urns.get(resource));
      if (thrown !== undefined && findings.some(isUnknown)) throw thrown;
      if (controls.evaluated === controls.notApplicable) notApplicable('Nothing in the stack is what it is about.');
    },
    remediateResource: ({ type, props: analyzed, name }) => remedied(type, analyzed, name, profile),
  };
}

const NOTHING = { findings: [], malformed: [], controls: { evaluated: 0, notApplicable: 0 } } as const;

/** What fails, and what cannot be judged for another reason than a value that a preview does not know. */
function reportable(findings: readonly Finding[], unknown: unknown): readonly Finding[] {
  return findings.filter((finding) => finding.verdict === 'fail' || (unknown === undefined && isUnknown(finding)));
}

function isUnknown({ verdict, actual }: Finding): boolean {
  return verdict === 'unknown' && actual !== INEXPRESSIBLE;
}

/** The same properties with the edits made in place, so that what is secret or not known in them stays so; undefined without one. */
function remedied(type: string, analyzed: Record<string, unknown>, name: string, profile: Profile): Record<string, unknown> | undefined {
  const { props } = readAnalyzedProps(analyzed);
  const { edits } = hardenArgs(type, props, { name, profile, override: true });
  for (const edit of edits) applyEdit(analyzed, edit);
  return edits.length === 0 ? undefined : analyzed;
}

function metadataOf({ control, level, severity }: ProfileEntry): PolicyMetadata {
  const { id, title, why, family, references, notes } = control;
  const framework = frameworkOf(references.cisDocker);
  return {
    name: id,
    displayName: title,
    description: why,
    severity,
    enforcementLevel: level === 'fail' ? 'mandatory' : 'advisory',
    tags: ['tempered', family],
    remediationSteps: `${notes === undefined ? '' : `${notes}\n\n`}To take the risk for a while, label the resource \`waive.tempered/${id}\` with {"reason": "…", "expires": "YYYY-MM-DD"}.`,
    ...(framework !== undefined && { framework }),
    ...(references.docker !== undefined && { url: references.docker }),
  };
}

function frameworkOf(sections: readonly string[] | undefined): ComplianceFramework | undefined {
  if (sections === undefined) return undefined;
  return {
    name: 'CIS Docker Benchmark',
    version: '1.6.0',
    reference: sections.join(', '),
    specification: `CIS Docker Benchmark v1.6.0, ${sections.length === 1 ? 'section' : 'sections'} ${sections.join(', ')}`,
  };
}
