import type { Fix } from '../../controls/requirement';
import type { Finding } from '../../engine/finding';
import { harden } from '../../engine/harden';
import { Inventory } from '../../engine/inventory';
import type { Resource } from '../../engine/resource';
import type { SourceObject } from '../../sources/source-object';
import type { FileEdit, Manifests } from '../manifests';
import { isDockerfile } from './harden-dockerfile';
import type { HardenSelection } from './harden-manifests';
import { type OriginalFix, originalFixes } from './original-fixes';
import { writtenFixes } from './written-fixes';

/** Why a repair of what is written waits. */
export const ONLY_OVERRIDE = 'somebody wrote what is there, so only `--override` changes it';

/** An object with everything that hardening would change of its text. */
export interface Reader {
  readonly resource: Resource;
  readonly source?: SourceObject;
  /** Nothing is written for its sake: the same text is read otherwise by others. */
  readonly onlyReads: boolean;
  readonly fixes: readonly PlannedFix[];
}

/** A change of a file, and the findings that it repairs. */
export interface PlannedFix {
  readonly file: string;
  readonly document: FileEdit['edit'];
  /** In words of the file. */
  readonly fix: Fix;
  /** The field of the normal form that it changes, where there is such a form. */
  readonly field?: string;
  readonly findings: readonly Finding[];
}

/** The changes that each object asks for, be they good for the others or not. Dockerfiles are left to their own editor. */
export function plannedFixes(manifests: Manifests, selection: HardenSelection): readonly Reader[] {
  const created = new Set<string>();
  return [
    ...readersOf(manifests, selection, { onlyReads: false, created }),
    ...manifests.otherReadings.flatMap((reading) => readersOf(reading, selection, { onlyReads: true, created })),
  ];
}

function readersOf(
  { resources, editsOf, sourceOf }: Pick<Manifests, 'resources' | 'editsOf' | 'sourceOf'>,
  selection: HardenSelection,
  { onlyReads, created }: { readonly onlyReads: boolean; readonly created: Set<string> },
): readonly Reader[] {
  const neighbours = new Inventory(resources);
  return resources
    .filter((resource) => !isDockerfile(resource))
    .map((resource) => {
      const { rounds, findings, resource: hardened } = harden(resource, { ...selection, neighbours });
      const source = sourceOf(resource);
      const asked = [
        ...(resource.written === undefined
          ? originalFixes(resource.object, rounds)
          : writtenFixes(resource, hardened, rounds.flat()).map((each) => (selection.override ? each : keeping(each, source)))),
        ...(onlyReads ? [] : creations(findings, created)),
      ];
      const byFix = new Map<Fix, OriginalFix>(asked.map((each) => [each.fix, each]));
      const fixes = (editsOf(resource, [...byFix.keys()]) ?? []).flatMap(({ file, edit, asked: ofEdit }) =>
        edit.fixes.map((fix, at): PlannedFix => {
          const { field, findings = [] } = byFix.get(ofEdit[at] ?? fix) ?? {};
          return { file, document: edit, fix, findings, ...(field !== undefined && { field }) };
        }),
      );
      return { resource, onlyReads, fixes, ...(source !== undefined && { source }) };
    });
}

/** What fills in an absent part of the normal form may replace what somebody wrote in words for less: `tmpfs: /tmp`, `secrets: [a]`. */
function keeping(planned: OriginalFix, source: SourceObject | undefined): OriginalFix {
  const { fix } = planned;
  if (fix.op !== 'set' || source?.isWritten?.(fix.path) !== true) return planned;
  return { ...planned, fix: { op: 'manual', instructions: ONLY_OVERRIDE } };
}

/** Objects that a finding asks for, each once, however many findings ask. A new object changes nothing that somebody wrote. */
function creations(findings: readonly Finding[], created: Set<string>): readonly OriginalFix[] {
  return findings.flatMap((finding) => {
    const { fix, verdict } = finding;
    if (fix.op !== 'create' || verdict !== 'fail') return [];
    const key = JSON.stringify(fix.object);
    if (created.has(key)) return [];
    created.add(key);
    return [{ fix, findings: [finding] }];
  });
}
