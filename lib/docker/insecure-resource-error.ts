import type { Json } from '../controls/requirement';
import type { Finding } from '../engine/finding';
import type { WaiverProblem } from '../engine/waiver';
import { TemperedError } from '../errors';
import type { Profile } from '../profiles/profile';
import { refusal } from '../reporters/refusal';

/** What an {@link InsecureResourceError} says besides the findings. */
export interface InsecureResource {
  /** `docker.Container`. */
  readonly title: string;
  /** The name of the resource. */
  readonly name: string;
  /** What the program wrote. */
  readonly props: Json;
  /** The profile that asked. */
  readonly profile: Profile;
  /** What is insecure about it; at least one. */
  readonly findings: readonly Finding[];
  /** What is wrong with its waivers: one that has ended is why something is a finding again. */
  readonly waiverProblems: readonly WaiverProblem[];
}

/**
 * What an insecure resource is refused with, before anything is deployed. It is neither changed nor kept in silence: the message says
 * which resource and field, what an attacker makes of it, what to write instead, and how to waive it.
 */
export class InsecureResourceError extends TemperedError {
  /** What is insecure, where, and what to write instead. */
  // Declared only: an error that nobody catches is printed with all that is enumerable, below a message that says it already.
  declare public readonly findings: readonly Finding[];

  /** @param resource what is insecure, and which profile says so */
  public constructor(resource: InsecureResource) {
    super('insecure-resource', messageOf(resource));
    Object.defineProperty(this, 'findings', { value: resource.findings });
  }
}

function messageOf({ title, name, props, profile, findings, waiverProblems }: InsecureResource): string {
  const lines = findings.map((finding) => {
    const waiver = `waivers: [{ control: '${finding.control}', reason: '…', expires: 'YYYY-MM-DD' }]`;
    return refusal({ finding, written: props, profile, waiverProblems, waiver });
  });
  return [`${title} "${name}" is insecure (profile ${profile.name}):`, ...lines].join('\n');
}
