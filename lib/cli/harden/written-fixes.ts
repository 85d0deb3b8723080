import type { Fix, Path } from '../../controls/requirement';
import { isEdit } from '../../engine/apply-fix';
import type { Finding } from '../../engine/finding';
import type { Resource } from '../../engine/resource';
import type { OriginalFix } from './original-fixes';

/** The changes of what is written that make the normal form of it what hardening made, each with the findings that it repairs. */
export function writtenFixes({ object, written }: Resource, hardened: Resource, applied: readonly Finding[]): readonly OriginalFix[] {
  if (written === undefined) return [];
  return written.changes(object, hardened.object).flatMap(({ field, fixes }) => {
    const about = applied.flatMap((finding) =>
      isEdit(finding.fix) && finding.fix.path[0] === field ? [{ finding, path: written.pathOf(finding.fix.path) }] : [],
    );
    const left = new Set(about);
    const result = fixes.map((fix) => {
      const there = about.filter((each) => touches(fix, each.path));
      const fresh = there.filter((each) => left.has(each));
      // One finding may be repaired by several changes: each is told.
      const own = fresh.length > 0 ? fresh : there;
      for (const each of own) left.delete(each);
      return { fix, field, findings: own.map(({ finding }) => finding) };
    });
    // What is written elsewhere than it is read is reported with the first change of its field.
    const [first, ...others] = result;
    return first === undefined ? [] : [{ ...first, findings: [...first.findings, ...[...left].map(({ finding }) => finding)] }, ...others];
  });
}

/** Whether one of the two places lies in the other. */
function touches(fix: Fix, path: Path): boolean {
  if (!isEdit(fix)) return false;
  const depth = Math.min(fix.path.length, path.length);
  return fix.path.slice(0, depth).every((step, index) => step === path[index]);
}
