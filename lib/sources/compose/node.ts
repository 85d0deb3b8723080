import { type Fix, isObject, type Json, type Path } from '../../controls/requirement';
import type { SourcePlace, YamlEdit } from '../source-object';
import type { SourceDocument } from '../yaml/document';
import { locate } from '../yaml/locate';

/** Where a value is written: in which document, under which path of it. */
export interface Origin {
  readonly document: SourceDocument;
  readonly path: Path;
}

/** A value of a Compose file that knows where it is written, whatever it is merged with. Nodes are never changed. */
export type ComposeNode = MappingNode | ListNode | ScalarNode;

export interface MappingNode {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, ComposeNode>;
  readonly origin: Origin;
  readonly tag?: ComposeTag;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly ComposeNode[];
  readonly origin: Origin;
  readonly tag?: ComposeTag;
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: unknown;
  readonly origin: Origin;
  readonly tag?: ComposeTag;
  /** It was put together from what is written otherwise, so that it cannot be written back. */
  readonly made?: boolean;
}

/** `!reset` takes a value of another file away, `!override` replaces it as a whole. */
export type ComposeTag = 'reset' | 'override';

/** The node of a value that was read from a document. */
export function nodeOf(value: unknown, origin: Origin, tags: ReadonlyMap<string, ComposeTag>): ComposeNode {
  const known = tags.size === 0 ? undefined : tags.get(JSON.stringify(origin.path.map(String)));
  const tag = known === undefined ? {} : { tag: known };
  const below = (key: string | number, each: unknown): ComposeNode =>
    nodeOf(each, { document: origin.document, path: [...origin.path, key] }, tags);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => below(index, item)).filter((item) => item.tag !== 'reset');
    return { kind: 'list', items, origin, ...tag };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', value, origin, ...tag };
  return { kind: 'mapping', entries: new Map(Object.entries(value).map(([key, each]) => [key, below(key, each)])), origin, ...tag };
}

/** The plain JSON of a node. */
export function plain(node: ComposeNode | undefined): unknown {
  if (node === undefined || node.tag === 'reset') return undefined;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries(
    [...node.entries].flatMap(([key, each]) => {
      const value = plain(each);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** The plain JSON of a mapping; empty where the node is none. */
export function mappingOf(node: ComposeNode | undefined): Json {
  const value = plain(node);
  return isObject(value) ? value : {};
}

/** The node below a key. */
export function child(node: ComposeNode | undefined, key: string | number): ComposeNode | undefined {
  if (node?.kind === 'mapping') return node.entries.get(String(key));
  return node?.kind === 'list' && typeof key === 'number' ? node.items[key] : undefined;
}

/** The deepest node on a path, and the steps that it lacks. */
function follow(root: ComposeNode, path: Path): { readonly node: ComposeNode; readonly rest: Path } {
  let node = root;
  for (const [index, step] of path.entries()) {
    const next = child(node, step);
    if (next === undefined) return { node, rest: path.slice(index) };
    node = next;
  }
  return { node, rest: [] };
}

/** Where a path of a node stands in a file, or would. */
export function placeIn(root: ComposeNode, path: Path): SourcePlace {
  const { node, rest } = follow(root, path);
  return placeOfOrigin(node.origin, rest);
}

/** Names a place among all documents of a run. */
export function originKey({ document, path }: Origin): string {
  return JSON.stringify([document.file, document.index, ...path]);
}

/** Where a path from an origin stands in its file. */
export function placeOfOrigin({ document, path }: Origin, rest: Path = []): SourcePlace {
  return { file: document.file, ...locate(document, [...path, ...rest]) };
}

/**
 * How a fix of a node is made in a file: where its value is written, and where none is, in the text of the root itself.
 * So a service that extends another one gets what is new, and the other one is left as it is.
 *
 * @param home where a value that is written nowhere yet goes
 */
export function editIn(root: ComposeNode, fix: Fix, home: Origin = root.origin): YamlEdit {
  const edit = ({ document, path }: Origin, made: Fix): YamlEdit => ({
    file: document.file,
    edit: {
      document: document.index,
      ...(document.dialect !== undefined && { dialect: document.dialect }),
      path: [],
      fixes: [made].map((each) => ('path' in each ? { ...each, path: [...path, ...each.path] } : each)),
    },
  });
  if (!('path' in fix)) return edit(root.origin, fix);
  const { node, rest } = follow(root, fix.path);
  if (node.tag === 'reset')
    return edit(root.origin, {
      op: 'manual',
      instructions:
        '`!reset` stands there, so that whatever is written behind it is dropped: take the tag away, or write the value in another file.',
    });
  if (node.kind === 'scalar' && node.made)
    return edit(root.origin, {
      op: 'manual',
      instructions: 'The value is written as a list in one place and as a mapping in another: change it by hand.',
    });
  // Below an element of a list there is one text only; a new key of a mapping may stand beside the keys that are merged into it.
  const isElement = fix.path.some((step) => typeof step === 'number');
  if (rest.length > 0 && !isElement) return edit(home, fix);
  return edit(node.origin, { ...fix, path: rest });
}
