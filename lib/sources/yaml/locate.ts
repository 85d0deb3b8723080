import { type Document, isAlias, isMap, isSeq, LineCounter, type Node } from 'yaml';
import type { SourceDocument } from './document';
import { aliasTargets, type Entry, entriesOf, isMergeEntry, itemsOf, keyOf, parseTree } from './syntax-tree';
import { mergeSources } from './tree-value';

/** A place in a file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

interface Located {
  readonly tree: Document.Parsed;
  readonly targetOf: ReturnType<typeof aliasTargets>;
  readonly lines: LineCounter;
}

// Many findings are about one document: it is parsed once.
const located = new WeakMap<SourceDocument, Located>();

/**
 * Where a path of a document stands in its file: at the key, or the list element, of the deepest step that exists.
 *
 * What is reached through an alias or a merge key is where its anchor wrote it: that is the text to change.
 */
export function locate(document: SourceDocument, path: readonly (string | number)[]): Position {
  const { tree, targetOf, lines } = parsed(document);
  const resolve = (node: Node | null): Node | null => (isAlias(node) ? targetOf(node) : node);
  let place = tree.contents?.range?.[0] ?? 0;
  let node = resolve(tree.contents);
  for (const step of path) {
    if (isMap(node)) {
      const entry = findEntry(node, String(step), targetOf);
      if (entry === undefined) break;
      place = entry.key.range?.[0] ?? place;
      node = resolve(entry.value);
    } else if (isSeq(node) && typeof step === 'number') {
      const item = itemsOf(node)[step];
      if (item === undefined) break;
      place = item?.range?.[0] ?? place;
      node = resolve(item);
    } else break;
  }
  const { line, col } = lines.linePos(place);
  return { line: document.line + line - 1, column: col };
}

function parsed(document: SourceDocument): Located {
  const known = located.get(document);
  if (known) return known;
  const tree = parseTree(document.text);
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = document.text.indexOf('\n'); at !== -1; at = document.text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  const fresh = { tree, targetOf: aliasTargets(tree), lines };
  located.set(document, fresh);
  return fresh;
}

/** The entry that gives a key its value: the last one that writes or merges it. */
function findEntry(map: Parameters<typeof entriesOf>[0], key: string, targetOf: Located['targetOf']): Entry | undefined {
  for (const entry of entriesOf(map).toReversed()) {
    if (!isMergeEntry(entry)) {
      if (keyOf(entry) === key) return entry;
      continue;
    }
    for (const source of mergeSources(entry.value, targetOf).toReversed()) {
      const merged = findEntry(source, key, targetOf);
      if (merged) return merged;
    }
  }
  return undefined;
}
