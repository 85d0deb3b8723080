import type { Fix, Path } from '../../controls/requirement/finding';
import { type Dialect, splitDocuments } from './document';
import { appendDocuments } from './edit/append-documents';
import { editDocument } from './edit/edit-document';
import type { ObjectFix } from './edit/json-edit';

/** What is to be changed in one Kubernetes object of a text. */
export interface DocumentEdit {
  /** Which document of the file, from 0, as `SourceDocument` counts. */
  readonly document: number;
  /** From the root of the document to the object: empty, or `['items', 3]` in a List. */
  readonly path: Path;
  /** Paths speak of the object as it is in the text: taking a list element away moves no other. */
  readonly fixes: readonly Fix[];
  /** Whose rules the file is read by: one dialect a file. Default: kubectl. */
  readonly dialect?: Dialect;
}

/** A fix that was not made, so that it is left to a person. */
export interface RefusedFix {
  readonly edit: DocumentEdit;
  readonly fix: Fix;
  readonly reason: string;
}

export interface EditResult {
  readonly text: string;
  /** The fixes that the text now has, those that it had before included. */
  readonly applied: readonly { readonly edit: DocumentEdit; readonly fix: Fix }[];
  readonly refused: readonly RefusedFix[];
}

/** A fix on its way, with the object that it is for. */
export interface PendingFix {
  readonly edit: DocumentEdit;
  readonly fix: Fix;
  /** The fix with its path from the root of the document. */
  readonly absolute: ObjectFix;
}

/**
 * Makes fixes in the text of a YAML or JSON file, in place: every byte that they are not about stays as it is.
 *
 * Whatever was changed is read again and compared with the old content plus the fixes; a fix that would do anything else is refused.
 * Text that is shared by an alias or a merge key is changed only when every object that uses it asks for the same.
 *
 * @example
 * ```ts
 * editYaml(text, [{ document: 0, path: [], fixes: [{ op: 'set', path: ['spec', 'hostPID'], value: false }] }]).text;
 * ```
 */
export function editYaml(text: string, edits: readonly DocumentEdit[]): EditResult {
  const applied: { edit: DocumentEdit; fix: Fix }[] = [];
  const refused: RefusedFix[] = [];
  const byDocument = new Map<number, PendingFix[]>();
  const created: { edit: DocumentEdit; fix: Extract<Fix, { op: 'create' }> }[] = [];
  for (const edit of edits) {
    for (const fix of edit.fixes) {
      if (fix.op === 'manual') refused.push({ edit, fix, reason: fix.instructions });
      else if (fix.op === 'create') created.push({ edit, fix });
      else {
        const pending = byDocument.get(edit.document) ?? [];
        pending.push({ edit, fix, absolute: { ...fix, path: [...edit.path, ...fix.path] } });
        byDocument.set(edit.document, pending);
      }
    }
  }
  const documents = splitDocuments('', text, edits.find(({ dialect }) => dialect !== undefined)?.dialect);
  const pieces: string[] = [];
  let at = 0;
  for (const document of documents) {
    const pending = byDocument.get(document.index);
    byDocument.delete(document.index);
    pieces.push(text.slice(at, document.offset));
    at = document.offset + document.text.length;
    if (pending) {
      const result = editDocument(document, pending);
      pieces.push(result.text);
      for (const each of result.applied) applied.push(each);
      for (const each of result.refused) refused.push(each);
    } else pieces.push(document.text);
  }
  pieces.push(text.slice(at));
  for (const pending of byDocument.values())
    for (const { edit, fix } of pending) refused.push({ edit, fix, reason: `the file has no document ${edit.document}` });
  const appended = appendDocuments(
    pieces.join(''),
    created.map(({ fix }) => fix.object),
  );
  for (const { edit, fix } of created) {
    const reason = appended.refused.get(fix.object);
    if (reason === undefined) applied.push({ edit, fix });
    else refused.push({ edit, fix, reason });
  }
  return { text: appended.text, applied, refused };
}
