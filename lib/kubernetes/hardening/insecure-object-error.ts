import type { Finding } from '../../engine/finding';
import { describeResource } from '../../engine/resource';
import type { WaiverProblem } from '../../engine/waiver';
import type { Profile } from '../../profiles/profile';
import { refusal } from '../../reporters/refusal';
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
  const { control, container, resource } = finding;
  const waiver = `waive(construct, { control: '${control}',${container === undefined ? '' : ` container: '${container}',`} reason: '…', expires: 'YYYY-MM-DD' })`;
  return refusal({ finding, written: resource.object, profile, waiverProblems, waiver });
}
