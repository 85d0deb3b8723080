import { type Alias, isAlias, isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import { type Entry, entriesAsRead, isMergeEntry, itemsOf, keyOf } from './syntax-tree';

/** The text that gives a key of a mapping its value. */
export interface Provider {
  /** The mapping in which it is written: the one that was asked, or one that is merged into it. */
  readonly owner: YAMLMap;
  readonly entry: Entry;
}

/** What an alias stands for. */
export type TargetOf = (alias: Alias) => Node | null;

/**
 * Every key of a mapping with the text that gives it its value. Each mapping is worked out once: merges of merges that double at every
 * level would take for ever otherwise.
 */
export function providersOf(map: YAMLMap, targetOf: TargetOf): ReadonlyMap<string, Provider> {
  const known = worked.get(targetOf) ?? new Map<YAMLMap, Map<string, Provider>>();
  worked.set(targetOf, known);
  return providersIn(map, targetOf, known);
}

/** By document: each has a function of its own. */
const worked = new WeakMap<TargetOf, Map<YAMLMap, Map<string, Provider>>>();

function providersIn(map: YAMLMap, targetOf: TargetOf, known: Map<YAMLMap, Map<string, Provider>>): ReadonlyMap<string, Provider> {
  const found = known.get(map);
  if (found) return found;
  const providers = new Map<string, Provider>();
  // Set before it is complete: what is merged into itself gives nothing new.
  known.set(map, providers);
  for (const entry of entriesAsRead(map)) {
    if (isMergeEntry(entry)) {
      for (const source of mergeSources(entry.value, targetOf))
        for (const [key, provider] of providersIn(source, targetOf, known)) providers.set(key, provider);
    } else {
      const key = keyOf(entry);
      if (key !== undefined) providers.set(key, { owner: map, entry });
    }
  }
  return providers;
}

/** The mappings that a merge key brings in, in the order in which they are applied: of several, the first one wins, so it comes last. */
export function mergeSources(value: Node | null, targetOf: TargetOf): readonly YAMLMap[] {
  const node = isAlias(value) ? targetOf(value) : value;
  if (isMap(node)) return [node];
  if (!isSeq(node)) return [];
  return itemsOf(node)
    .map((item) => (isAlias(item) ? targetOf(item) : item))
    .filter((item) => isMap(item))
    .reverse();
}
