import { type DocumentEdit, type EditResult, editYaml } from './yaml';

export type { DocumentEdit, EditResult, RefusedFix } from './yaml';

/** Makes fixes in a text of any kind that is read, in place: what they are not about stays as it is. */
export function editText(name: string, text: string, edits: readonly DocumentEdit[]): EditResult {
  void name;
  return editYaml(text, edits);
}
