import { type LoadOptions, load, type Mark, YAMLException } from 'js-yaml';
import type { SourceDocument } from './document';
import { locate } from './locate';
import { notJson } from './not-json';
import { ownTree } from './own-tree';
import type { ReadError } from './read-error';
import { schemaOf } from './schema';
import { aliasTargets, parseTree } from './syntax-tree';
import { treeValue } from './tree-value';

/** What one document holds, or why it cannot be read. `undefined` is an empty document. */
export type Read = { readonly value: unknown } | { readonly error: ReadError };

/** Deeper than any schema in a CustomResourceDefinition, and far from the end of the stack. */
const MAX_DEPTH = 300;

// js-yaml's types do not know its limits yet.
const OPTIONS: LoadOptions & { readonly maxDepth: number; readonly maxTotalMergeKeys: number } = {
  maxDepth: MAX_DEPTH,
  maxTotalMergeKeys: 100_000,
};

const ALIAS = /(?:^|[\s[{,:-])\*[^\s,[\]{}]/;
const MERGE = /<<\s*:/;
// js-yaml 4.3 takes the dash that follows an empty element for another element of the same list, however little it is indented.
const EMPTY_ELEMENT = /(?:^|\n)[ \t-]*-[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ ]*-/;
const NOT_FINITE = /\.(?:inf|nan)/i;
const TEMPLATE = /\{\{/;

/** Reads a document into plain JSON in which nothing is shared, with the scalars that `kubectl` would see. */
export function readDocument(document: SourceDocument): Read {
  const { text, dialect } = document;
  let value: unknown;
  try {
    value = load(text, { ...OPTIONS, schema: schemaOf(dialect) });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const other = readOtherwise(document, error);
    if (other instanceof YAMLException) return { error: syntaxError(document, other) };
    value = other;
  }
  if (value === null || value === undefined) return { value: undefined };
  if (TEMPLATE.test(text) && hasTemplateKey(value)) return { error: templateError(document) };
  if (ALIAS.test(text) || NOT_FINITE.test(text)) {
    const own = ownTree(value);
    if ('refused' in own) return { error: { file: document.file, ...locate(document, own.refused.path), message: own.refused.message } };
    value = own.value;
  }
  // js-yaml and go-yaml differ on a key that is both written and merged.
  if (MERGE.test(text) || EMPTY_ELEMENT.test(text)) {
    const tree = parseTree(text, { dialect });
    value = treeValue(tree.contents, aliasTargets(tree));
  }
  return { value };
}

/** The value of what js-yaml refuses though it is right, else the error: JSON with tabs where YAML allows none, and lists after which it stumbles. */
function readOtherwise({ text, dialect }: SourceDocument, error: YAMLException): unknown {
  if (/^\s*[{[]/.test(text)) return readJson(text, error);
  // An alias is left to js-yaml: what it stands for is bounded there, not here.
  if (!EMPTY_ELEMENT.test(text) || ALIAS.test(text)) return error;
  const tree = parseTree(text, { uniqueKeys: true, dialect });
  return tree.errors.length === 0 ? treeValue(tree.contents, aliasTargets(tree)) : error;
}

function readJson(text: string, error: YAMLException): unknown {
  if (isLimit(error)) return error;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return error;
  }
  if (isDeeper(value, MAX_DEPTH)) return new YAMLException('nesting exceeded maxDepth');
  const twice = parseTree(text, { uniqueKeys: true }).errors.find(({ code }) => code === 'DUPLICATE_KEY');
  return twice === undefined ? value : new YAMLException('duplicated mapping key', markAt(text, twice.pos[0]));
}

function isDeeper(value: unknown, levels: number): boolean {
  return typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1)));
}

function markAt(text: string, position: number): Mark {
  const before = text.slice(0, position).split('\n');
  return { name: '', buffer: text, position, line: before.length - 1, column: before.at(-1)?.length ?? 0, snippet: '' };
}

/** What JSON.parse takes, and we do not: a key written twice, and a depth at whose end there is no stack left. */
function isLimit({ reason }: YAMLException): boolean {
  return reason.startsWith('duplicated') || reason.includes('maxDepth');
}

function syntaxError(document: SourceDocument, error: YAMLException): ReadError {
  // A mark is absent only where js-yaml speaks of the whole text.
  const mark: { line: number; column: number } | undefined = error.mark;
  const position = { line: document.line + (mark?.line ?? 0), column: (mark?.column ?? 0) + 1 };
  const reason = error.reason
    .replace('duplicated mapping key', 'the key is already there: duplicate key')
    .replace(/^nesting exceeded maxDepth.*/, `lists and objects nest deeper than ${MAX_DEPTH} levels`);
  const hint = TEMPLATE.test(document.text)
    ? '; this looks like a template: render it first (`helm template CHART | tempered audit -`)'
    : '';
  // Of a JSON file, YAML's view of a comment names another line.
  const json = /\.json$/i.test(document.file) && !isLimit(error) ? notJson(document.text) : undefined;
  if (json !== undefined) return { file: document.file, ...placeIn(document, json.at), message: `${json.message}${hint}` };
  return { file: document.file, ...position, message: `${reason}${hint}` };
}

/** Where an offset of the document's text is in the file. */
export function placeIn({ text, line }: SourceDocument, offset: number): { readonly line: number; readonly column: number } {
  const mark = markAt(text, offset);
  return { line: line + mark.line, column: mark.column + 1 };
}

/** `image: {{ .Values.image }}` is valid YAML: a mapping whose key is a mapping. No object means that. */
function hasTemplateKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, item]) => (key === '[object Object]' && !Array.isArray(value)) || hasTemplateKey(item));
}

function templateError(document: SourceDocument): ReadError {
  const at = document.text.search(TEMPLATE);
  const before = document.text.slice(0, at).split('\n');
  return {
    file: document.file,
    line: document.line + before.length - 1,
    column: (before.at(-1)?.length ?? 0) + 1,
    message: '`{{` outside quotes: this looks like a template; render it first (`helm template CHART | tempered audit -`)',
  };
}
