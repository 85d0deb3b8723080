import { controlById } from '../controls/catalogue';
import { formatPath, isObject, type Json, type Path } from '../controls/requirement';
import type { Finding } from '../engine/finding';
import type { WaiverProblem } from '../engine/waiver';
import type { Profile } from '../profiles/profile';

/** What a program is refused for, and how it could go on. */
export interface Refusal {
  /** What is insecure. */
  readonly finding: Finding;
  /** What the program wrote: the paths of the finding speak of it. */
  readonly written: Json;
  /** Who asked. */
  readonly profile: Profile;
  /** What is wrong with the waivers of the same object: one that has ended is why something is a finding again. */
  readonly waiverProblems: readonly WaiverProblem[];
  /** The line of code that waives it. */
  readonly waiver: string;
}

/** The control, the field, the attack, the alternative and the way to waive it: the same words in Kubernetes and in Docker. */
export function refusal({ finding, written, profile, waiverProblems, waiver }: Refusal): string {
  const { control, container, message } = finding;
  const where = container === undefined ? '' : ` in container "${container}"`;
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
    `    Instead: ${alternative(finding, written)}.`,
    ...(ended === undefined ? [] : [`    It was waived: ${ended.message}.`]),
    profile.neverWaive.has(control)
      ? `    The profile ${profile.name} allows no waiver of it.`
      : `    Or take the risk for a while: ${waiver}`,
  ].join('\n');
}

function alternative({ fix }: Finding, written: Json): string {
  switch (fix.op) {
    case 'set': {
      const [place, value] = [formatPath(fix.path), JSON.stringify(fix.value)];
      return isWritten(written, fix.path) ? `leave ${place} out, or set it to ${value}` : `set ${place} to ${value}`;
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
function isWritten(written: Json, path: Path): boolean {
  let node: unknown = written;
  for (const step of path) {
    if (!isObject(node) && !Array.isArray(node)) return false;
    node = Reflect.get(node, step);
  }
  return node !== undefined && node !== null;
}
