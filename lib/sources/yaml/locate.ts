import { isAlias, isMap, isSeq, LineCounter, type Node } from 'yaml';
import type { Dialect, SourceDocument } from './document';
import { providersOf } from './providers';
import { type Positions, quickPositions } from './quick-positions';
import { aliasTargets, itemAt, parseTree } from './syntax-tree';

/** A place in a file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

interface Located {
  /** The offset of a path. */
  readonly offsetOf: (path: readonly (string | number)[]) => number;
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
  const known = located.get(document) ?? { offsetOf: offsets(document), lines: lineStarts(document.text) };
  located.set(document, known);
  const { line, col } = known.lines.linePos(known.offsetOf(path));
  return { line: document.line + line - 1, column: col };
}

function lineStarts(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
}

function offsets({ text, dialect }: SourceDocument): Located['offsetOf'] {
  const quick = quickPositions(text, dialect);
  return quick ? (path) => quickOffset(quick, path) : treeOffsets(text, dialect);
}

function quickOffset(root: Positions, path: readonly (string | number)[]): number {
  let place = root.start;
  let node = root;
  for (const step of path) {
    const entry = node.entries?.get(String(step));
    const item = typeof step === 'number' ? node.items?.[step] : undefined;
    if (entry) [place, node] = [entry.keyStart, entry.value];
    else if (item) [place, node] = [item.start, item];
    else break;
  }
  return place;
}

/** The same by the slower parser, which knows anchors, merge keys and every way to write a document. */
export function treeOffsets(text: string, dialect?: Dialect): Located['offsetOf'] {
  const tree = parseTree(text, { dialect });
  const targetOf = aliasTargets(tree);
  const resolve = (node: Node | null): Node | null => (isAlias(node) ? targetOf(node) : node);
  return (path) => {
    let place = tree.contents?.range?.[0] ?? 0;
    let node = resolve(tree.contents);
    for (const step of path) {
      if (isMap(node)) {
        const entry = providersOf(node, targetOf).get(String(step))?.entry;
        if (entry === undefined) break;
        place = entry.key.range?.[0] ?? place;
        node = resolve(entry.value);
      } else if (isSeq(node) && typeof step === 'number') {
        const item = itemAt(node, step);
        if (item === undefined) break;
        place = item?.range?.[0] ?? place;
        node = resolve(item);
      } else break;
    }
    return place;
  };
}
