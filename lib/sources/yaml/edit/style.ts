import { isMap, isScalar, isSeq, type Node, Scalar } from 'yaml';
import { entriesOf, itemsOf } from '../syntax-tree';

/** How a document is written, so that what is added looks like the rest. */
export interface YamlStyle {
  readonly eol: '\n' | '\r\n';
  /** Columns from a key to the keys below it. */
  readonly indent: number;
  /** Columns from a key to the dashes of its list: 0 when they stand below the key's first letter. */
  readonly dashOffset: number;
  /** Columns from a dash to what follows it. */
  readonly dashWidth: number;
  /** The quotes around strings that need some. */
  readonly quote: '"' | "'";
}

/** Finds the style that most of the document uses; where there is nothing to go by, that of `kubectl get -o yaml`. */
export function styleOf(text: string, root: Node | null): YamlStyle {
  const column = (offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);
  const indents = new Votes();
  const offsets = new Votes();
  const widths = new Votes();
  let double = 0;
  let single = 0;
  const visit = (node: Node | null, keyColumn: number | undefined): void => {
    if (isScalar(node)) {
      if (node.type === Scalar.QUOTE_DOUBLE) double++;
      if (node.type === Scalar.QUOTE_SINGLE) single++;
      return;
    }
    if (isMap(node) && !node.flow) {
      for (const entry of entriesOf(node)) {
        const own = column(entry.key.range?.[0] ?? 0);
        if (keyColumn !== undefined) indents.add(own - keyColumn);
        keyColumn = undefined;
        visit(entry.value, own);
      }
    } else if (isSeq(node) && !node.flow) {
      const dash = column(node.range?.[0] ?? 0);
      if (keyColumn !== undefined) offsets.add(dash - keyColumn);
      for (const item of itemsOf(node)) {
        const start = item?.range?.[0];
        const width = start === undefined ? 0 : column(start) - dash;
        if (width > 1 && width < 9) widths.add(width);
        visit(item, undefined);
      }
    } else if (isMap(node)) for (const entry of entriesOf(node)) visit(entry.value, undefined);
    else if (isSeq(node)) for (const item of itemsOf(node)) visit(item, undefined);
  };
  visit(root, undefined);
  return {
    eol: /\r\n/.test(text) ? '\r\n' : '\n',
    indent: indents.winner(2, 1),
    dashOffset: offsets.winner(0, 0),
    dashWidth: widths.winner(2, 2),
    quote: single > double ? "'" : '"',
  };
}

class Votes {
  private readonly counts = new Map<number, number>();

  public add(value: number): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
  }

  public winner(otherwise: number, least: number): number {
    let best = otherwise;
    let most = 0;
    for (const [value, count] of this.counts) if (value >= least && count > most) [best, most] = [value, count];
    return best;
  }
}
