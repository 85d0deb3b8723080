import { splitDocuments } from '../document';
import { readDocument } from '../read-document';
import { parseTree } from '../syntax-tree';
import { blockMapping } from './emit';
import { equal } from './json-edit';
import { styleOf } from './style';

/** Adds an object as a document of its own at the end of a file, in the file's style; one that is there already is not added again. */
export function appendDocument(
  text: string,
  object: Readonly<Record<string, unknown>>,
): { readonly text: string } | { readonly refused: string } {
  const documents = splitDocuments('', text);
  const values = documents.map((document) => {
    const read = readDocument(document);
    return 'value' in read ? read.value : undefined;
  });
  if (values.some((value) => equal(value, object))) return { text };
  const last = documents.at(-1);
  if (last && /^\s*[[{]/.test(last.text)) return { refused: 'a JSON file holds one object: add the new one in a file of its own' };
  const style = styleOf(last?.text ?? text, last ? parseTree(last.text).contents : null);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = blockMapping(object, 0, style).join(eol) + eol;
  if (values.every((value) => value === undefined) && text.trim() === '') return { text: text + lines };
  const joint = text.endsWith('\n') ? '' : eol;
  return { text: `${text}${joint}---${eol}${lines}` };
}
