import type { Fix, Path } from '../../../controls/requirement/finding';
import type { SourceDocument } from '../document';
import type { DocumentEdit, PendingFix, RefusedFix } from '../edit';
import { readDocument } from '../read-document';
import { parseTree } from '../syntax-tree';
import { applyFixes, equal } from './json-edit';
import { Refusal } from './new-value';
import { EditPlan } from './plan';
import { rewrite } from './rewrite';
import { applyTextEdits } from './text-edits';

interface Edited {
  readonly text: string;
  readonly applied: readonly { readonly edit: DocumentEdit; readonly fix: Fix }[];
  readonly refused: readonly RefusedFix[];
}

/** Makes the fixes of one document, refusing those whose result does not read as it should. */
export function editDocument(document: SourceDocument, pending: readonly PendingFix[]): Edited {
  const before = readDocument(document);
  if ('error' in before)
    return { text: document.text, applied: [], refused: refuseAll(pending, `the document cannot be read: ${before.error.message}`) };
  const whole = attempt(document, before.value, pending);
  if (whole.text !== undefined) return { text: whole.text, applied: whole.applied, refused: whole.refused };
  // Something went wrong: each fix is tried alone (with those for the same shared text), and those that work are made together.
  const bad = new Set<PendingFix>();
  for (const group of whole.groups) if (attempt(document, before.value, group).text === undefined) for (const each of group) bad.add(each);
  const good = pending.filter((each) => !bad.has(each));
  const refused = refuseAll([...bad], UNSAFE);
  const again = attempt(document, before.value, good);
  if (again.text !== undefined) return { text: again.text, applied: again.applied, refused: [...refused, ...again.refused] };
  return { text: document.text, applied: [], refused: refuseAll(pending, UNSAFE) };
}

const UNSAFE = 'the text is written in a way that cannot be changed safely; make this change by hand';

interface Attempt {
  /** Absent when the result would not read as it should. */
  readonly text?: string;
  readonly applied: readonly PendingFix[];
  readonly refused: readonly RefusedFix[];
  /** Fixes that belong together because they change the same places. */
  readonly groups: readonly (readonly PendingFix[])[];
}

function attempt(document: SourceDocument, value: unknown, pending: readonly PendingFix[]): Attempt {
  // Lines are added and taken away as a whole, so the last one needs its end while that is done.
  const added = document.text.endsWith('\n') ? '' : document.text.includes('\r\n') ? '\r\n' : '\n';
  const source = document.text + added;
  const tree = parseTree(source, { dialect: document.dialect });
  const plan = new EditPlan(
    tree,
    pending.map(({ absolute }) => absolute),
  );
  const applied: PendingFix[] = [];
  let refused: RefusedFix[] = [];
  const groups = new Map<string, PendingFix[]>();
  const wanted = new Map<string, PendingFix['absolute']>();
  // What is refused for the sake of another place may be made once that place has a value of its own.
  for (let left = pending, before = -1; left.length > 0 && left.length !== before; ) {
    before = left.length;
    refused = [];
    const again: PendingFix[] = [];
    for (const each of left) {
      try {
        const places = plan.add(each.absolute);
        applied.push(each);
        for (const path of places) wanted.set(keyOf(each.absolute, path), { ...each.absolute, path });
        const group = `${each.absolute.op} ${JSON.stringify(places[0] ?? each.absolute.path)}`;
        const members = groups.get(group) ?? [];
        members.push(each);
        groups.set(group, members);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused.push({ edit: each.edit, fix: each.fix, reason: error.message });
        again.push(each);
      }
    }
    left = again;
  }
  const edited = applyTextEdits(source, rewrite(source, tree, plan.changes));
  const text = edited.slice(0, edited.length - added.length);
  const after = readDocument({ ...document, text });
  const expected = applyFixes(value, [...wanted.values()]);
  const right = !('error' in after) && equal(after.value, expected);
  return { applied, refused, groups: [...groups.values()], ...(right && { text }) };
}

function keyOf(fix: PendingFix['absolute'], path: Path): string {
  return JSON.stringify([fix.op, path, 'value' in fix ? fix.value : null]);
}

function refuseAll(pending: readonly PendingFix[], reason: string): RefusedFix[] {
  return pending.map(({ edit, fix }) => ({ edit, fix, reason }));
}
