import type { Finding } from '../../engine/finding';
import type { Resource } from '../../engine/resource';
import type { WaiverProblem } from '../../engine/waiver';
import { TemperedError } from '../../errors';
import type { Profile } from '../../profiles/profile';
import { refusal } from '../../reporters/refusal';

/** What an insecure stack is refused with: everything of it at once, in the words of a Compose file. */
export class InsecureStackError extends TemperedError {
  constructor(
    stack: string,
    profile: Profile,
    /** What is insecure. */
    public readonly findings: readonly Finding[],
    waiverProblems: readonly WaiverProblem[],
  ) {
    super('insecure-stack', messageOf(stack, profile, findings, waiverProblems));
  }
}

function messageOf(stack: string, profile: Profile, findings: readonly Finding[], waiverProblems: readonly WaiverProblem[]): string {
  const resources = [...new Set(findings.map(({ resource }) => resource))];
  return resources
    .map((resource) =>
      [
        `${nameOf(resource)} of the stack ${stack} is insecure (profile ${profile.name}):`,
        ...findings
          .filter((finding) => finding.resource === resource)
          .map((finding) => {
            const waiver = `waivers: [{ control: '${finding.control}', reason: '…', expires: 'YYYY-MM-DD' }]`;
            return refusal({ finding, written: resource.object, profile, waiverProblems, waiver });
          }),
      ].join('\n'),
    )
    .join('\n\n');
}

function nameOf({ kind, name }: Resource): string {
  return kind === 'Container' ? `The service ${name}` : `The ${kind.toLowerCase()} ${name}`;
}
