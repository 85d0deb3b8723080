import { type Alias, isAlias, isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import { entriesAsRead, isMergeEntry, itemsOf, keyOf, scalarValue } from './syntax-tree';

/**
 * The plain JSON that a parsed node stands for, as `kubectl` reads it. Aliases are written out: nothing is shared.
 *
 * Of a key that is written and merged too, the later one counts: go-yaml v2 reads from top to bottom. For Compose it is the one that is written.
 * Bounded and free of cycles only where `readDocument` has accepted the text before.
 */
export function treeValue(node: Node | null, targetOf: (alias: Alias) => Node | null): unknown {
  if (node === null) return null;
  if (isAlias(node)) return treeValue(targetOf(node), targetOf);
  if (isMap(node)) return mappingValue(node, targetOf);
  if (isSeq(node)) return itemsOf(node).map((item) => treeValue(item, targetOf));
  return scalarValue(node);
}

function mappingValue(map: YAMLMap, targetOf: (alias: Alias) => Node | null): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const entry of entriesAsRead(map)) {
    if (isMergeEntry(entry)) {
      for (const source of mergeSources(entry.value, targetOf))
        for (const [key, value] of Object.entries(mappingValue(source, targetOf))) put(result, key, value);
    } else {
      const key = keyOf(entry);
      if (key !== undefined) put(result, key, treeValue(entry.value, targetOf));
    }
  }
  return result;
}

/** The mappings that a merge key brings in, in the order in which they are applied: of several, the first one wins, so it comes last. */
export function mergeSources(value: Node | null, targetOf: (alias: Alias) => Node | null): readonly YAMLMap[] {
  const node = isAlias(value) ? targetOf(value) : value;
  if (isMap(node)) return [node];
  if (!isSeq(node)) return [];
  return itemsOf(node)
    .map((item) => (isAlias(item) ? targetOf(item) : item))
    .filter((item) => isMap(item))
    .reverse();
}

function put(object: Record<string, unknown>, key: string, value: unknown): void {
  // Assigning to `__proto__` would change the prototype.
  if (key === '__proto__') Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
  else object[key] = value;
}
