import { type LoadOptions, load, YAMLException } from 'js-yaml';
import type { SourceDocument } from './document';
import { locate } from './locate';
import { ownTree } from './own-tree';
import type { ReadError } from './read-error';
import { KUBERNETES_SCHEMA } from './schema';
import { aliasTargets, parseTree } from './syntax-tree';
import { treeValue } from './tree-value';

/** What one document holds, or why it cannot be read. `undefined` is an empty document. */
export type Read = { readonly value: unknown } | { readonly error: ReadError };

/** Deeper than any schema in a CustomResourceDefinition, and far from the end of the stack. */
const MAX_DEPTH = 300;

// js-yaml's types do not know its limits yet.
const OPTIONS: LoadOptions & { readonly maxDepth: number; readonly maxTotalMergeKeys: number } = {
  schema: KUBERNETES_SCHEMA,
  maxDepth: MAX_DEPTH,
  maxTotalMergeKeys: 100_000,
};

const ALIAS = /(?:^|[\s[{,:-])\*[^\s,[\]{}]/;
const MERGE = /<<\s*:/;
const NOT_FINITE = /\.(?:inf|nan)/i;
const TEMPLATE = /\{\{/;

/** Reads a document into plain JSON in which nothing is shared, with the scalars that `kubectl` would see. */
export function readDocument(document: SourceDocument): Read {
  const { text } = document;
  let value: unknown;
  try {
    value = load(text, OPTIONS);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const json = readJson(text, error);
    if (json === undefined) return { error: syntaxError(document, error) };
    value = json;
  }
  if (value === null || value === undefined) return { value: undefined };
  if (TEMPLATE.test(text) && hasTemplateKey(value)) return { error: templateError(document) };
  if (ALIAS.test(text) || NOT_FINITE.test(text)) {
    const own = ownTree(value);
    if ('refused' in own) return { error: { file: document.file, ...locate(document, own.refused.path), message: own.refused.message } };
    value = own.value;
  }
  if (MERGE.test(text)) {
    // js-yaml and go-yaml differ on a key that is both written and merged.
    const tree = parseTree(text);
    value = treeValue(tree.contents, aliasTargets(tree));
  }
  return { value };
}

/** JSON that is no YAML for js-yaml, such as one with tabs where YAML allows none. */
function readJson(text: string, error: YAMLException): unknown {
  if (!/^\s*[{[]/.test(text) || error.reason.startsWith('duplicated')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function syntaxError(document: SourceDocument, error: YAMLException): ReadError {
  // A mark is absent only where js-yaml speaks of the whole text.
  const mark: { line: number; column: number } | undefined = error.mark;
  const position = { line: document.line + (mark?.line ?? 0), column: (mark?.column ?? 0) + 1 };
  const reason = error.reason.replace('duplicated mapping key', 'the key is already there: duplicate key');
  const hint = TEMPLATE.test(document.text)
    ? '; this looks like a template: render it first (`helm template CHART | tempered audit -`)'
    : '';
  return { file: document.file, ...position, message: `${reason}${hint}` };
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
