import { type Document, isAlias, isMap, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Path } from '../../../controls/requirement/finding';
import { mergeSources, type Provider, providersOf } from '../providers';
import { aliasTargets, entriesOf, isMergeEntry, itemsOf } from '../syntax-tree';

export type Collection = YAMLMap | YAMLSeq;

/**
 * Where the nodes of a document appear once aliases and merge keys are written out.
 *
 * One text can stand for several places; whoever edits it changes all of them.
 */
export class Places {
  public readonly targetOf: ReturnType<typeof aliasTargets>;
  private readonly paths = new Map<Node, Path[]>();
  private readonly merged = new Map<YAMLMap, { readonly into: YAMLMap; readonly path: Path }[]>();
  private readonly slots = new Map<Node, { readonly owner: Collection; readonly key: string | number }>();

  /** @param isWritten whether a key is about to be written into a mapping, so that what is merged there counts no more */
  public constructor(
    tree: Document.Parsed,
    private readonly isWritten: (map: YAMLMap, key: string) => boolean,
  ) {
    this.targetOf = aliasTargets(tree);
    this.visit(tree.contents, []);
  }

  /** A node itself, or what an alias stands for. */
  public resolve(node: Node | null): Node | null {
    return isAlias(node) ? this.targetOf(node) : node;
  }

  /** Everywhere that a node appears. */
  public ofNode(node: Node): readonly Path[] {
    return this.paths.get(node) ?? [];
  }

  /** Everywhere that the entry of a collection appears, or would appear if it were added. */
  public ofSlot(owner: Collection, key: string | number): readonly Path[] {
    const own = this.ofNode(owner).map((path) => [...path, key]);
    if (!isMap(owner)) return own;
    const counts = (map: YAMLMap): boolean => {
      if (map !== owner && this.isWritten(map, String(key))) return false;
      const provider = this.provider(map, String(key));
      return provider === undefined || provider.owner === owner;
    };
    const merges = (this.merged.get(owner) ?? []).filter(({ into }) => counts(into)).map(({ path }) => [...path, key]);
    return [...(counts(owner) ? own : []), ...merges];
  }

  /** The collection in which a node is written, and under which key. */
  public slotOf(node: Node): { readonly owner: Collection; readonly key: string | number } | undefined {
    return this.slots.get(node);
  }

  /** Which text gives a key its value. */
  public provider(map: YAMLMap, key: string): Provider | undefined {
    return providersOf(map, this.targetOf).get(key);
  }

  private visit(node: Node | null, path: Path): void {
    if (node === null) return;
    add(this.paths, node, path);
    const content = this.resolve(node);
    if (content !== node && content !== null) add(this.paths, content, path);
    if (isSeq(content)) {
      for (const [index, item] of itemsOf(content).entries()) {
        if (item) this.slots.set(item, { owner: content, key: index });
        this.visit(item, [...path, index]);
      }
    } else if (isMap(content)) {
      this.visitMerges(content, content, path);
      for (const [key, { owner, entry }] of providersOf(content, this.targetOf)) {
        if (!entry.value) continue;
        this.slots.set(entry.value, { owner, key });
        this.visit(entry.value, [...path, key]);
      }
    }
  }

  private visitMerges(map: YAMLMap, into: YAMLMap, path: Path, seen: Set<YAMLMap> = new Set()): void {
    if (seen.has(map)) return;
    seen.add(map);
    for (const entry of entriesOf(map)) {
      if (!isMergeEntry(entry)) continue;
      for (const source of mergeSources(entry.value, this.targetOf)) {
        if (!seen.has(source)) add(this.merged, source, { into, path });
        this.visitMerges(source, into, path, seen);
      }
    }
  }
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
