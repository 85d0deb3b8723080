import { formatPath } from '../../controls/requirement';
import { isEdit } from '../../engine/apply-fix';
import type { Finding } from '../../engine/finding';
import type { AuditResult } from '../../reporters/audit-result';
import { fixSentence } from '../../reporters/fix-sentence';
import type { HardenedFile } from './harden-manifests';

/** What is left for a person: where the text could not be changed, the instructions say why. */
export function remaining(result: AuditResult, files: readonly HardenedFile[]): AuditResult {
  const reasons = new Map<string, string>();
  for (const { repairs } of files)
    for (const { finding, refused } of repairs) if (refused !== undefined) reasons.set(keyOf(finding), refused);
  return {
    ...result,
    findings: result.findings.map(({ finding, place }) => ({
      place,
      finding: { ...finding, fix: instructionsFor(finding, reasons.get(keyOf(finding))) },
    })),
  };
}

function instructionsFor({ fix }: Finding, refused: string | undefined): Finding['fix'] {
  if (refused !== undefined) return { op: 'manual', instructions: `${fixSentence(fix)} by hand: ${refused}` };
  return isEdit(fix)
    ? { op: 'manual', instructions: `${fixSentence(fix)}: somebody wrote what is there, so only \`--override\` changes it` }
    : fix;
}

/** The same finding before and after: lines may have moved. */
function keyOf({ control, resource: { origin }, path }: Finding): string {
  const where = origin.from === 'file' ? [origin.file, origin.document, formatPath(origin.prefix)] : [];
  return JSON.stringify([control, ...where, formatPath(path)]);
}
