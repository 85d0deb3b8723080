import type { Json } from './subject';

/** An index over a list of neighbours, made once for the list: thousands of objects ask the same one. */
export function cachedByList<I>(make: (list: readonly Json[]) => I): (list: readonly Json[]) => I {
  const made = new WeakMap<readonly Json[], { readonly size: number; readonly index: I }>();
  return (list) => {
    const known = made.get(list);
    if (known?.size === list.length) return known.index; // an inventory may grow
    const index = make(list);
    made.set(list, { size: list.length, index });
    return index;
  };
}
