import { controlById } from '../../controls/catalogue';
import { type Fix, formatPath } from '../../controls/requirement';
import type { Finding } from '../../engine/finding';
import { describeResource } from '../../engine/resource';
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
}

/**
 * What an insecure object is refused with. It is neither changed nor kept in silence: the message says where it stands, what an
 * attacker makes of it, what to write instead, and how to waive it.
 */
export class InsecureObjectError extends InsecureManifestError {
  public constructor(object: InsecureObject) {
    super('insecure-object', messageOf(object), object.findings);
  }
}

function messageOf({ path, trace, profile, findings }: InsecureObject): string {
  const [first] = findings;
  const name = first === undefined ? 'an object' : describeResource(first.resource);
  const made = trace === undefined ? '' : `, made at ${trace}`;
  return [
    `${name} is insecure (construct ${path}${made}; profile ${profile.name}):`,
    ...findings.map((each) => describe(each, profile)),
  ].join('\n');
}

function describe(finding: Finding, profile: Profile): string {
  const { control, container, message, fix } = finding;
  const where = container === undefined ? '' : ` in container "${container}"`;
  const waiver = `waive(construct, { control: '${control}',${container === undefined ? '' : ` container: '${container}',`} reason: '…', expires: 'YYYY-MM-DD' })`;
  return [
    `  ${control}${where}: ${message}.`,
    `    Why: ${controlById(control).why}`,
    `    Instead: ${alternative(fix)}.`,
    profile.neverWaive.has(control)
      ? `    The profile ${profile.name} allows no waiver of it.`
      : `    Or take the risk for a while: ${waiver}`,
  ].join('\n');
}

function alternative(fix: Fix): string {
  switch (fix.op) {
    case 'set':
      return `leave ${formatPath(fix.path)} out, or set it to ${JSON.stringify(fix.value)}`;
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
