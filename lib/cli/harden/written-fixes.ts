import { isEdit } from '../../engine/apply-fix';
import type { Finding } from '../../engine/finding';
import type { Resource } from '../../engine/resource';
import type { OriginalFix } from './original-fixes';

/** The changes of what is written that make the normal form of it what hardening made, each with the findings that it repairs. */
export function writtenFixes({ object, written }: Resource, hardened: Resource, applied: readonly Finding[]): readonly OriginalFix[] {
  return (written?.changes(object, hardened.object) ?? []).flatMap(({ field, fixes }) => {
    const findings = applied.filter(({ fix }) => isEdit(fix) && fix.path[0] === field);
    // One finding may need several changes; it is reported with the first.
    return fixes.map((fix, index): OriginalFix => ({ fix, findings: index === 0 ? findings : [] }));
  });
}
