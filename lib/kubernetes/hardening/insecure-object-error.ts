import { controlById } from '../../controls/catalogue';
import { formatPath, isObject, type Path } from '../../controls/requirement';
import type { Finding } from '../../engine/finding';
import { describeResource, type Resource } from '../../engine/resource';
import type { WaiverProblem } from '../../engine/waiver';
import type { Profile } from '../../profiles/profile';
import { InsecureManifestError } from '../app/findings';

/** What an {@link InsecureObjectError} says besides the findings. */
export interface InsecureObject {
  /** Path of the construct that renders the object. */
  readonly path: string;
  /** `file:line:column` where the user's program made it; undefined where nobody recorded it. */
  readonly trace: string | undefined;
  /** The profile that asked. */
  readonly profile: Profile;
  /** What is insecure about it; at least one. */
  readonly findings: readonly Finding[];
  /** What is wrong with the waivers of the object: one that has ended is why something is a finding again. */
  readonly waiverProblems: readonly WaiverProblem[];
}

/**
 * What an insecure object is refused with. It is neither changed nor kept in silence: the message says where it stands, what an
 * attacker makes of it, what to write instead, and how to waive it.
 */
export class InsecureObjectError extends InsecureManifestError {
  /** @param object what is insecure, where it was made, and which profile says so */
  public constructor(object: InsecureObject) {
    super('insecure-object', messageOf(object), object.findings);
  }
}

function messageOf({ path, trace, profile, findings, waiverProblems }: InsecureObject): string {
  const made = trace === undefined ? '' : `, made at ${trace}`;
  const paragraphs = [...new Set(findings.map(({ resource }) => resource))].map((resource) => [
    `${describeResource(resource)} is insecure (construct ${path}${made}; profile ${profile.name}):`,
    ...findings.filter((each) => each.resource === resource).map((each) => describe(each, profile, waiverProblems)),
  ]);
  return paragraphs.map((lines) => lines.join('\n')).join('\n\n');
}

function describe(finding: Finding, profile: Profile, waiverProblems: readonly WaiverProblem[]): string {
  const { control, container, message } = finding;
  const where = container === undefined ? '' : ` in container "${container}"`;
  const waiver = `waive(construct, { control: '${control}',${container === undefined ? '' : ` container: '${container}',`} reason: '…', expires: 'YYYY-MM-DD' })`;
  const ended = waiverProblems.find(
    (problem) =>
      problem.kind === 'expired' &&
      problem.control === control &&
      problem.resource === finding.resource &&
      (problem.waiver?.container ?? container) === container,
  );
  return [
    `  ${control}${where}: ${message}.`,
    `    Why: ${controlById(control).why}`,
    `    Instead: ${alternative(finding)}.`,
    ...(ended === undefined ? [] : [`    It was waived: ${ended.message}.`]),
    profile.neverWaive.has(control)
      ? `    The profile ${profile.name} allows no waiver of it.`
      : `    Or take the risk for a while: ${waiver}`,
  ].join('\n');
}

function alternative({ fix, resource }: Finding): string {
  switch (fix.op) {
    case 'set': {
      const [place, value] = [formatPath(fix.path), JSON.stringify(fix.value)];
      return isWritten(resource, fix.path) ? `leave ${place} out, or set it to ${value}` : `set ${place} to ${value}`;
    }
    case 'append':
      return `add ${JSON.stringify(fix.value)} to ${formatPath(fix.path)}`;
    case 'remove':
      return `leave ${formatPath(fix.path)} out`;
    case 'create':
      return `add a ${String(fix.object.kind)}`;
    case 'manual':
      return fix.instructions.replace(/\.$/, '');
  }
}

/** Whether the program wrote the field: what it did not write and is insecure nevertheless, leaving out will not mend. */
function isWritten({ object }: Resource, path: Path): boolean {
  let node: unknown = object;
  for (const step of path) {
    if (!isObject(node) && !Array.isArray(node)) return false;
    node = Reflect.get(node, step);
  }
  return node !== undefined && node !== null;
}
