import { splitDocuments } from '../document';
import { readDocument } from '../read-document';
import { parseTree } from '../syntax-tree';
import { blockMapping } from './emit';
import { equal } from './json-edit';
import { styleOf } from './style';

type NewObject = Readonly<Record<string, unknown>>;

/** A text with new objects at its end. */
export interface Appended {
  readonly text: string;
  /** Why an object was not added; absent for those that the text now has. */
  readonly refused: ReadonlyMap<NewObject, string>;
}

/** Adds objects as documents of their own at the end of a file, in the file's style; one that is there already is not added again. */
export function appendDocuments(text: string, objects: readonly NewObject[]): Appended {
  const refused = new Map<NewObject, string>();
  if (objects.length === 0) return { text, refused };
  const documents = splitDocuments('', text);
  const there = new Map<string, unknown[]>();
  for (const document of documents) {
    const read = readDocument(document);
    if ('value' in read) remember(there, read.value);
  }
  const last = documents.at(-1);
  const isJson = last !== undefined && /^\s*[[{]/.test(last.text);
  const style = styleOf(last?.text ?? text, last ? parseTree(last.text).contents : null);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const added: string[] = [];
  for (const object of objects) {
    if (there.get(keyOf(object))?.some((value) => equal(value, object))) continue;
    if (isJson) refused.set(object, 'a JSON file holds one object: add the new one in a file of its own');
    else {
      added.push(blockMapping(object, 0, style).join(eol) + eol);
      remember(there, object);
    }
  }
  if (added.length === 0) return { text, refused };
  if (text.trim() === '') return { text: text + added.join(`---${eol}`), refused };
  const joint = text.endsWith('\n') ? '' : eol;
  return { text: text + joint + added.map((lines) => `---${eol}${lines}`).join(''), refused };
}

function remember(there: Map<string, unknown[]>, value: unknown): void {
  const key = keyOf(value);
  const list = there.get(key);
  if (list) list.push(value);
  else there.set(key, [value]);
}

/** Only objects of one kind and name can be the same: thousands need not be compared with thousands. */
function keyOf(value: unknown): string {
  const { kind, metadata }: { kind?: unknown; metadata?: { name?: unknown } } = typeof value === 'object' && value !== null ? value : {};
  return `${String(kind)}/${String(metadata?.name)}`;
}
