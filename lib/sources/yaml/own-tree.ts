/** Why a value that was read cannot stand as JSON. */
export interface Unrepresentable {
  /** Where in the document. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** How many values the aliases of a document may add to those that are written. A bomb has billions; a large chart, some thousands. */
const MAX_ALIASED_VALUES = 500_000;

/** Nested aliases can make a short text arbitrarily deep, and whoever walks it runs out of stack. */
const MAX_DEPTH = 1000;

/**
 * A copy of a value in which nothing is shared, so that a change in one place is not one in another.
 * Cycles, too many copies and numbers that JSON cannot hold are refused.
 */
export function ownTree(value: unknown): { readonly value: unknown } | { readonly refused: Unrepresentable } {
  const seen = new Set<object>();
  const open = new Set<object>();
  const path: (string | number)[] = [];
  let copied = 0;
  class Refusal extends Error {}
  const copy = (node: unknown, again: boolean): unknown => {
    if (typeof node === 'number' && !Number.isFinite(node))
      throw new Refusal(`${node} cannot be written as JSON, which whatever reads this file wants; put it in quotes where a text is meant`);
    const shared = again || (typeof node === 'object' && node !== null && seen.has(node));
    if (typeof node === 'object' && node !== null && open.has(node)) throw new Refusal('the anchor contains an alias of itself');
    if (path.length > MAX_DEPTH) throw new Refusal(`aliases nest deeper than ${MAX_DEPTH} levels`);
    if (shared && ++copied > MAX_ALIASED_VALUES) throw new Refusal(`aliases stand for more than ${MAX_ALIASED_VALUES} values`);
    if (typeof node !== 'object' || node === null) return node;
    seen.add(node);
    open.add(node);
    let result: unknown;
    if (Array.isArray(node)) {
      result = node.map((item, index) => {
        path.push(index);
        const own = copy(item, shared);
        path.pop();
        return own;
      });
    } else {
      const entries = Object.entries(node).map(([key, item]) => {
        path.push(key);
        const own: [string, unknown] = [key, copy(item, shared)];
        path.pop();
        return own;
      });
      result = Object.fromEntries(entries);
    }
    open.delete(node);
    return result;
  };
  try {
    return { value: copy(value, false) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: { path: [...path], message: error.message } };
  }
}
