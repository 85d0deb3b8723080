import { type Document, isMap, isSeq, type Node } from 'yaml';
import { type Entry, isMergeEntry, keyOf } from '../syntax-tree';
import type { Collection } from './places';
import type { Change } from './plan';
import { rewriteBlock } from './rewrite-block';
import { rewriteFlow } from './rewrite-flow';
import { styleOf, type YamlStyle } from './style';
import type { TextEdit } from './text-edits';
import { type Part, TextLayout } from './text-layout';

/** What the rewriting of one document shares. */
export interface Rewriting {
  readonly layout: TextLayout;
  readonly style: YamlStyle;
  readonly changes: ReadonlyMap<Collection, Change>;
  readonly edits: TextEdit[];
}

/** Turns changes of collections into replacements in the text. */
export function rewrite(text: string, tree: Document.Parsed, changes: ReadonlyMap<Collection, Change>): readonly TextEdit[] {
  const rewriting: Rewriting = { layout: new TextLayout(text), style: styleOf(text, tree.contents), changes, edits: [] };
  visit(rewriting, tree.contents, undefined);
  return rewriting.edits;
}

function visit(rewriting: Rewriting, node: Node | null, parent: Part | undefined): void {
  if (!isMap(node) && !isSeq(node)) return;
  const parts = rewriting.layout.parts(node, partKey);
  const change = rewriting.changes.get(node);
  // What is inside comes first: at one place of the text, what is added deeper stands before what is added further out.
  for (const part of parts) if (!change?.removed.has(part.key) && !change?.values.has(part.key)) visit(rewriting, part.value, part);
  if (!change) return;
  if (node.flow) rewriteFlow(rewriting, node, parts, change);
  else rewriteBlock(rewriting, node, parts, change, parent);
}

/** A merge key is never meant by a path. */
function partKey(entry: Entry): string | undefined {
  return isMergeEntry(entry) ? undefined : keyOf(entry);
}
