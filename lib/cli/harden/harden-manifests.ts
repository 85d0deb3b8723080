import type { Fix } from '../../controls/requirement';
import { type Finding, inWrittenForm } from '../../engine/finding';
import { harden } from '../../engine/harden';
import { Inventory } from '../../engine/inventory';
import type { Resource } from '../../engine/resource';
import { editYaml, type RefusedFix } from '../../sources/yaml';
import type { FileEdit, Manifests } from '../manifests';
import type { Selection } from '../selection';
import { hardenDockerfile, isDockerfile } from './harden-dockerfile';
import { withoutUnaskedInheritance } from './inherited-fixes';
import { type OriginalFix, originalFixes } from './original-fixes';
import { writtenFixes } from './written-fixes';

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
export function hardenManifests({ files, resources, editsOf }: Manifests, selection: HardenSelection): readonly HardenedFile[] {
  const neighbours = new Inventory(resources);
  const created = new Set<string>();
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const edits: { edit: FileEdit; repairs: ReadonlyMap<Fix, RepairOf> }[] = [];
  const byFile = new Map<string, PlannedEdit[]>();
  const dockerfiles = new Map<string, HardenedFile>();
  for (const resource of resources) {
    const { rounds, findings, resource: hardened } = harden(resource, { ...selection, neighbours });
    if (isDockerfile(resource)) {
      const { file } = resource.origin;
      dockerfiles.set(file, hardenDockerfile(file, texts.get(file) ?? '', resource, rounds));
      continue;
    }
    const fixes = [
      ...(resource.written === undefined ? originalFixes(resource.object, rounds) : writtenFixes(resource, hardened, rounds.flat())),
      ...creations(findings, created),
    ];
    if (fixes.length === 0) continue;
    const repairs = new Map(fixes.map(({ fix, findings }) => [fix, { resource, findings }]));
    for (const edit of editsOf(resource, [...repairs.keys()]) ?? []) edits.push({ edit, repairs });
  }
  for (const [index, { file, edit, asked }] of withoutUnaskedInheritance(edits.map((each) => each.edit)).entries()) {
    const list = byFile.get(file) ?? [];
    const repairs = edits[index]?.repairs;
    list.push({ edit, repairs: new Map(edit.fixes.map((fix, at) => [fix, repairs?.get(asked[at] ?? fix)])) });
    byFile.set(file, list);
  }
  return files.map(({ name, text }) => dockerfiles.get(name) ?? hardenText(name, text, byFile.get(name) ?? []));
}

interface RepairOf {
  readonly resource: Resource;
  readonly findings: readonly Finding[];
}

/** An edit of a text, and what each of the fixes that it was made of repairs. */
interface PlannedEdit {
  readonly edit: FileEdit['edit'];
  readonly repairs: ReadonlyMap<Fix, RepairOf | undefined>;
}

function hardenText(name: string, before: string, planned: readonly PlannedEdit[]): HardenedFile {
  if (planned.length === 0) return { name, before, after: before, repairs: [] };
  const { text, refused } = editYaml(
    before,
    planned.map(({ edit }) => edit),
  );
  const reasons = new Map(refused.map((each: RefusedFix) => [each.fix, each.reason]));
  const repairs = planned.flatMap(({ edit, repairs }) =>
    edit.fixes.flatMap((fix) => {
      const { resource, findings = [] } = repairs.get(fix) ?? {};
      const reason = reasons.get(fix);
      return resource === undefined
        ? []
        : findings.map(
            (finding): Repair => ({ resource, finding: inWrittenForm(finding), fix, ...(reason !== undefined && { refused: reason }) }),
          );
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
