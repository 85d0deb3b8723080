import type { Fix } from '../../controls/requirement';
import type { Finding } from '../../engine/finding';
import { harden } from '../../engine/harden';
import { Inventory } from '../../engine/inventory';
import type { Resource } from '../../engine/resource';
import { type DocumentEdit, editYaml, type RefusedFix } from '../../sources/yaml';
import type { Manifests } from '../manifests';
import type { Selection } from '../selection';
import { type OriginalFix, originalFixes } from './original-fixes';

/** A finding that was repaired, or could not be. */
export interface Repair {
  /** The object as it was read. */
  readonly resource: Resource;
  readonly finding: Finding;
  /** The change of the file, in the words of what was written there. */
  readonly fix: Fix;
  /** Why the text was not changed; absent where it was. */
  readonly refused?: string;
}

/** A file before and after. */
export interface HardenedFile {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly repairs: readonly Repair[];
}

export interface HardenSelection extends Selection {
  /** Also changes what somebody wrote. */
  readonly override: boolean;
}

/** Hardens the texts of manifests. Nothing is written. */
export function hardenManifests({ inputs, resources }: Manifests, selection: HardenSelection): readonly HardenedFile[] {
  const neighbours = new Inventory(resources);
  const created = new Set<string>();
  const byFile = new Map<string, ObjectRepairs[]>();
  for (const resource of resources) {
    if (resource.origin.from !== 'file') continue;
    const { rounds, findings } = harden(resource, { ...selection, neighbours });
    const fixes = [...originalFixes(resource.object, rounds), ...creations(findings, created)];
    if (fixes.length === 0) continue;
    const { file, document, prefix } = resource.origin;
    const list = byFile.get(file) ?? [];
    list.push({ resource, fixes, edit: { document, path: prefix, fixes: fixes.map(({ fix }) => fix) } });
    byFile.set(file, list);
  }
  return inputs.files.map(({ name, text }) => hardenText(name, text, byFile.get(name) ?? []));
}

interface ObjectRepairs {
  readonly resource: Resource;
  readonly fixes: readonly OriginalFix[];
  readonly edit: DocumentEdit;
}

function hardenText(name: string, before: string, objects: readonly ObjectRepairs[]): HardenedFile {
  if (objects.length === 0) return { name, before, after: before, repairs: [] };
  const { text, refused } = editYaml(
    before,
    objects.map(({ edit }) => edit),
  );
  const reasons = new Map(refused.map((each: RefusedFix) => [each.fix, each.reason]));
  const repairs = objects.flatMap(({ resource, fixes }) =>
    fixes.flatMap(({ fix, findings }) => {
      const reason = reasons.get(fix);
      return findings.map((finding): Repair => ({ resource, finding, fix, ...(reason !== undefined && { refused: reason }) }));
    }),
  );
  return { name, before, after: text, repairs };
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
