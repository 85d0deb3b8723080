import type { Fix } from '../../controls/requirement';
import { type Finding, inWrittenForm } from '../../engine/finding';
import { harden } from '../../engine/harden';
import { Inventory } from '../../engine/inventory';
import type { Resource } from '../../engine/resource';
import { editYaml } from '../../sources/yaml';
import type { Manifests } from '../manifests';
import type { Selection } from '../selection';
import { withholdDependents } from './dependent-fixes';
import { hardenDockerfile, isDockerfile } from './harden-dockerfile';
import { withholdUnasked } from './inherited-fixes';
import { type PlannedFix, plannedFixes, type Reader } from './planned-fixes';
import type { Withheld } from './withheld';

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
export function hardenManifests(manifests: Manifests, selection: HardenSelection): readonly HardenedFile[] {
  const { files } = manifests;
  const dockerfiles = hardenDockerfiles(manifests, selection);
  const readers = plannedFixes(manifests, selection);
  const byFile = new Map<string, Planned[]>();
  for (const { resource, onlyReads, fixes } of readers)
    for (const planned of onlyReads ? [] : fixes) byFile.set(planned.file, [...(byFile.get(planned.file) ?? []), { resource, planned }]);
  const withheld: Withheld = new Map();
  for (const { fixes } of readers)
    for (const planned of fixes) if (planned.fix.op === 'manual') withheld.set(planned, planned.fix.instructions);
  for (;;) {
    settle(readers, withheld);
    const before = withheld.size;
    const edited = files.map(({ name, text }) => dockerfiles.get(name) ?? hardenText(name, text, byFile.get(name) ?? [], withheld));
    // What a text refuses, as shared by others, may be what another change was chosen by.
    const refused = withheld.size;
    settle(readers, withheld);
    if (refused === before || withheld.size === refused) return edited;
  }
}

/** Withholds until nothing that is left depends on what is not made. */
function settle(readers: readonly Reader[], withheld: Withheld): void {
  for (let before = -1; before !== withheld.size; ) {
    before = withheld.size;
    withholdUnasked(readers, withheld);
    withholdDependents(readers, withheld);
  }
}

function hardenDockerfiles({ files, resources }: Manifests, selection: HardenSelection): ReadonlyMap<string, HardenedFile> {
  const dockerfiles = resources.filter(isDockerfile);
  const neighbours = dockerfiles.length === 0 ? undefined : new Inventory(resources);
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  return new Map(
    dockerfiles.map((resource) => {
      const { file } = resource.origin;
      const { rounds } = harden(resource, { ...selection, ...(neighbours !== undefined && { neighbours }) });
      return [file, hardenDockerfile(file, texts.get(file) ?? '', resource, rounds)];
    }),
  );
}

interface Planned {
  readonly resource: Resource;
  readonly planned: PlannedFix;
}

/** Makes the changes of a file, and notes those that the text refuses. */
function hardenText(name: string, before: string, all: readonly Planned[], withheld: Withheld): HardenedFile {
  if (all.length === 0) return { name, before, after: before, repairs: [] };
  const edits = all.map(({ resource, planned }) => {
    const reason = withheld.get(planned);
    const fix: Fix = reason === undefined ? planned.fix : { op: 'manual', instructions: reason };
    return { resource, planned, edit: { ...planned.document, fixes: [fix] } };
  });
  const { text, refused } = editYaml(
    before,
    edits.map(({ edit }) => edit),
  );
  const reasons = new Map(refused.map(({ edit, reason }) => [edit, reason]));
  const repairs = edits.flatMap(({ resource, planned, edit }) => {
    const reason = reasons.get(edit);
    if (reason !== undefined && !withheld.has(planned)) withheld.set(planned, reason);
    return planned.findings.map(
      (finding): Repair => ({
        resource,
        finding: inWrittenForm(finding),
        fix: planned.fix,
        ...(reason !== undefined && { refused: reason }),
      }),
    );
  });
  return { name, before, after: text, repairs };
}
