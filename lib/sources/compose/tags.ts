import { isAlias, isMap, isSeq, type Node } from 'yaml';
import type { Path } from '../../controls/requirement';
import { aliasTargets, entriesOf, itemsOf, keyOf, parseTree } from '../yaml/syntax-tree';
import type { ComposeTag } from './node';

const TAG = /!(?:reset|override)\b/;
const TAGS: Readonly<Record<string, ComposeTag>> = { '!reset': 'reset', '!override': 'override' };

/** The values of a document that carry a tag of Compose, by their paths as JSON. */
export function composeTags(text: string): ReadonlyMap<string, ComposeTag> {
  const found = new Map<string, ComposeTag>();
  if (!TAG.test(text)) return found;
  const tree = parseTree(text, { dialect: 'compose' });
  const targetOf = aliasTargets(tree);
  const visit = (node: Node | null, path: Path): void => {
    if (node === null) return;
    // A tag of what many share is one of each; it is looked for no deeper, so that aliases cost nothing.
    const content = isAlias(node) ? targetOf(node) : node;
    const tag = content?.tag === undefined ? undefined : TAGS[content.tag];
    if (tag !== undefined) found.set(JSON.stringify(path.map(String)), tag);
    if (isAlias(node)) return;
    if (isMap(node)) {
      for (const entry of entriesOf(node)) {
        const key = keyOf(entry);
        if (key !== undefined) visit(entry.value, [...path, key]);
      }
    } else if (isSeq(node)) for (const [index, item] of itemsOf(node).entries()) visit(item, [...path, index]);
  };
  visit(tree.contents, []);
  return found;
}
