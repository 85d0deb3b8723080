import { formatPath } from '../../controls/requirement';
import { isEdit } from '../../engine/apply-fix';
import type { Finding } from '../../engine/finding';
import type { AuditResult } from '../../reporters/audit-result';
import { fixSentence } from '../../reporters/fix-sentence';
import type { HardenedFile, HardenSelection } from './harden-manifests';
import { ONLY_OVERRIDE } from './planned-fixes';

/** What is left for a person: where the text could not be changed, the instructions say why. */
export function remaining(
  result: AuditResult,
  files: readonly HardenedFile[],
  { override }: Pick<HardenSelection, 'override'>,
): AuditResult {
  const reasons = new Map<string, string>();
  for (const { repairs } of files)
    for (const { finding, refused } of repairs) if (refused !== undefined) reasons.set(keyOf(finding), refused);
  const named = new Set(files.map(({ name }) => name));
  return {
    ...result,
    findings: result.findings.map(({ finding, place }) => ({
      place,
      finding: {
        ...finding,
        fix: instructionsFor(finding, {
          refused: reasons.get(keyOf(finding)),
          elsewhere: named.has(place.file) ? undefined : place.file,
          override,
        }),
      },
    })),
  };
}

interface WhyLeft {
  /** Why the text could not be changed. */
  readonly refused: string | undefined;
  /** The file that the text stands in, where that was read because another one names it (`include`, `extends`). */
  readonly elsewhere: string | undefined;
  readonly override: boolean;
}

function instructionsFor({ fix, actual }: Finding, { refused, elsewhere, override }: WhyLeft): Finding['fix'] {
  // What is left has words of its own, why it was not written included.
  if (refused !== undefined && fix.op === 'manual') return fix;
  if (refused !== undefined)
    return { op: 'manual', instructions: `${fixSentence(fix)}${refused === ONLY_OVERRIDE ? '' : ' by hand'}: ${refused}` };
  if (!isEdit(fix)) return fix;
  if (elsewhere === undefined) return { op: 'manual', instructions: `${fixSentence(fix)}: ${ONLY_OVERRIDE}` };
  const unnamed = `the text is in ${elsewhere}, which was not named, and no other file is changed: name it on the command line, too`;
  return { op: 'manual', instructions: `${fixSentence(fix)}: ${unnamed}${actual === undefined || override ? '' : `; ${ONLY_OVERRIDE}`}` };
}

/** The same finding before and after: lines may have moved. */
function keyOf({ control, resource: { origin, kind, name }, path }: Finding): string {
  const where = origin.from === 'file' ? [origin.file, origin.document, formatPath(origin.prefix)] : [];
  return JSON.stringify([control, kind, name, ...where, formatPath(path)]);
}
