import { isAlias, isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import { providersOf, type TargetOf } from './providers';
import { itemsOf, scalarValue } from './syntax-tree';

/**
 * The plain JSON that a parsed node stands for, as `kubectl` reads it. Aliases are written out: nothing is shared.
 *
 * Of a key that is written and merged too, the later one counts: go-yaml v2 reads from top to bottom. For Compose it is the one that is written.
 * Bounded and free of cycles only where `readDocument` has accepted the text before.
 */
export function treeValue(node: Node | null, targetOf: TargetOf): unknown {
  if (node === null) return null;
  if (isAlias(node)) return treeValue(targetOf(node), targetOf);
  if (isMap(node)) return mappingValue(node, targetOf);
  if (isSeq(node)) return itemsOf(node).map((item) => treeValue(item, targetOf));
  return scalarValue(node);
}

function mappingValue(map: YAMLMap, targetOf: TargetOf): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, { entry }] of providersOf(map, targetOf)) put(result, key, treeValue(entry.value, targetOf));
  return result;
}

function put(object: Record<string, unknown>, key: string, value: unknown): void {
  // Assigning to `__proto__` would change the prototype.
  if (key === '__proto__') Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
  else object[key] = value;
}
