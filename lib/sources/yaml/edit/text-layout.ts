import { isMap, isScalar, isSeq, type Node, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { type Entry, entriesOf, itemsOf } from '../syntax-tree';

/** One entry of a mapping or one element of a list, as it stands in the text. All offsets are into the document's text. */
export interface Part {
  readonly key: string | number;
  /** Where its key, or its dash, starts. */
  readonly start: number;
  /** Behind the colon or the dash, and behind an anchor or tag that follows it: where the value's text may begin. */
  readonly header: number;
  /** Where a tag of the value starts, which goes when the value does. */
  readonly tag?: number;
  readonly value: Node | null;
  /** Behind its last character, without a comment on the same line. */
  readonly end: number;
}

interface Token {
  readonly type: string;
  readonly offset: number;
  readonly source: string;
}

interface Item {
  readonly start: readonly Token[];
  readonly sep?: readonly Token[];
}

/** Whether nothing is written for a value. */
export function isUnwritten(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.type === Scalar.PLAIN && node.range?.[0] === node.range?.[1]);
}

function isBlockScalar(node: Node | null): boolean {
  return isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
}

export function isBlockCollection(node: Node | null): node is YAMLMap | YAMLSeq {
  return (isMap(node) || isSeq(node)) && !node.flow;
}

/** Measures a document's text. */
export class TextLayout {
  public constructor(public readonly text: string) {}

  public lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Where the line ends: before its line break. */
  public lineEnd(offset: number): number {
    const at = this.text.indexOf('\n', offset);
    if (at === -1) return this.text.length;
    return this.text[at - 1] === '\r' && at > offset ? at - 1 : at;
  }

  /** The start of the next line, or the end of the text. */
  public nextLine(offset: number): number {
    const at = this.text.indexOf('\n', offset);
    return at === -1 ? this.text.length : at + 1;
  }

  public column(offset: number): number {
    return offset - this.lineStart(offset);
  }

  /** Whether only blanks stand before an offset on its line. */
  public isFirstOnLine(offset: number): boolean {
    return this.text.slice(this.lineStart(offset), offset).trim() === '';
  }

  /** The parts of a collection, in the order of the text. */
  public parts(collection: YAMLMap | YAMLSeq, keyOf: (entry: Entry) => string | undefined): readonly Part[] {
    // The tokens are there because the tree was parsed with `keepSourceTokens`; comments behind the last part are items without content.
    const token = collection.srcToken as { readonly items: readonly Item[] } | undefined;
    if (isMap(collection)) {
      return entriesOf(collection).map((entry) => {
        // Entries hold their own tokens, for the same reason.
        const { start = [], sep = [] } = (entry.srcToken ?? {}) as Partial<Item>;
        const own = start.filter(({ type }) => type === 'anchor' || type === 'tag' || type === 'explicit-key-ind');
        const from = own[0]?.offset ?? entry.key.range?.[0] ?? 0;
        return this.part(keyOf(entry) ?? '', from, entry.key.range?.[1] ?? from, sep, entry.value);
      });
    }
    const isFlow = collection.flow === true;
    const items = (token?.items ?? []).filter(({ start }) => isFlow || start.some(({ type }) => type === 'seq-item-ind'));
    return itemsOf(collection).map((item, index) => {
      const start = items[index]?.start ?? [];
      const dash = start.find(({ type }) => type === 'seq-item-ind');
      const own = start.find(({ type }) => type === 'anchor' || type === 'tag');
      const from = dash?.offset ?? own?.offset ?? item?.range?.[0] ?? 0;
      return this.part(index, from, from + (dash ? 1 : 0), start, item);
    });
  }

  private part(key: string | number, start: number, least: number, tokens: readonly Token[], value: Node | null): Part {
    let header = least;
    let tag: number | undefined;
    for (const { type, offset, source } of tokens) {
      if (type === 'map-value-ind' || type === 'anchor' || type === 'tag' || type === 'seq-item-ind')
        header = Math.max(header, offset + source.length);
      if (type === 'tag') tag = offset;
    }
    return { key, start, header, value, end: Math.max(header, this.endOf(value)), ...(tag !== undefined && { tag }) };
  }

  /** Behind the last character of a node; -1 for one that is not written. */
  public endOf(node: Node | null): number {
    if (node === null || isUnwritten(node)) return -1;
    if (isBlockCollection(node)) return this.parts(node, () => '').reduce((end, part) => Math.max(end, part.end), node.range?.[0] ?? 0);
    const end = node.range?.[1] ?? 0;
    if (!isBlockScalar(node)) return end;
    const start = node.range?.[0] ?? 0;
    const source = this.text.slice(start, end);
    // With `+` the empty lines at the end are content.
    const keeps = /^[|>][0-9]*\+/.test(source);
    return start + source.replace(keeps ? /\r?\n$/ : /[ \t\r\n]+$/, '').length;
  }
}
