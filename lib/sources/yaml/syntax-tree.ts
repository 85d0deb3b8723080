import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Pair,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Dialect } from './document';
import { type PlainScalar, resolveComposeScalar, resolvePlainScalar, resolveTaggedScalar } from './scalar';

/** A mapping's entry. */
export type Entry = Pair<Node, Node | null>;

/**
 * Parses one document with the position of everything in it, about eight times slower than reading it.
 *
 * Scalars are left as text (the failsafe schema); `scalarValue` gives their value, so that both readers share one set of rules.
 */
export function parseTree(
  text: string,
  { uniqueKeys = false, dialect = 'kubectl' }: { readonly uniqueKeys?: boolean; readonly dialect?: Dialect | undefined } = {},
): Document.Parsed {
  const tree = parseDocument(text, {
    schema: 'failsafe',
    keepSourceTokens: true,
    uniqueKeys,
    strict: false,
    logLevel: 'silent',
    prettyErrors: false,
  });
  if (dialect === 'compose')
    visit(tree, {
      Scalar: (_, node) => void ofCompose.add(node),
      Map: (_, node) => void ofCompose.add(node),
    });
  return tree;
}

/** Nodes that are read as Docker's programs read them. */
const ofCompose = new WeakSet<Node>();

/** The value of a scalar; an absent one is null. */
export function scalarValue(node: Scalar | null): PlainScalar {
  if (node === null) return null;
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
  if (node.tag !== undefined) return node.tag === '!' ? text : resolveTaggedScalar(node.tag, text);
  if (node.type !== Scalar.PLAIN && node.type !== undefined) return text;
  return ofCompose.has(node) ? resolveComposeScalar(text) : resolvePlainScalar(text);
}

/** Whether an entry is a merge key: `<<`, unquoted. */
export function isMergeEntry(entry: Entry): boolean {
  return isScalar(entry.key) && entry.key.type === Scalar.PLAIN && entry.key.source === '<<' && entry.key.tag === undefined;
}

/** The key of an entry as JSON has it; `undefined` for one that is no scalar. */
export function keyOf(entry: Entry): string | undefined {
  return isScalar(entry.key) ? String(scalarValue(entry.key)) : undefined;
}

export function entriesOf(map: YAMLMap): readonly Entry[] {
  // The library types keys and values as unknown; in a parsed document they are nodes.
  return map.items as Entry[];
}

/** The entries of a mapping in the order in which they count: of a key that several give, the last one gives the value. */
export function entriesAsRead(map: YAMLMap): readonly Entry[] {
  const entries = entriesOf(map);
  if (!ofCompose.has(map)) return entries;
  return [...entries.filter(isMergeEntry), ...entries.filter((entry) => !isMergeEntry(entry))];
}

/** An element of a list; `undefined` beyond its end. */
export function itemAt(seq: YAMLSeq, index: number): Node | null | undefined {
  // As above. An item written `[a: b]` is a pair on its own, which no Kubernetes object holds; it is treated as absent.
  const item = seq.items[index] as Node | Pair | null | undefined;
  return item instanceof Pair ? null : item;
}

export function itemsOf(seq: YAMLSeq): readonly (Node | null)[] {
  return seq.items.map((_, index) => itemAt(seq, index) ?? null);
}

/** What an alias stands for: the last node before it that has its anchor. */
export function aliasTargets(document: Document.Parsed): (node: Alias) => Node | null {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const visit = (node: Node | null | undefined): void => {
    if (!node) return;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
      return;
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap(node)) {
      for (const entry of entriesOf(node)) {
        visit(entry.key);
        visit(entry.value);
      }
    } else if (isSeq(node)) for (const item of itemsOf(node)) visit(item);
  };
  visit(document.contents);
  return (node) => targets.get(node) ?? null;
}
