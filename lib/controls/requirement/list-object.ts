import type { Json } from './subject';

/** Whether an object is a list of objects: `List` always is one, `PodList` when it has items: a custom resource may be called AllowList. */
export function isListObject({ kind, items }: Json): boolean {
  return kind === 'List' || (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items));
}

/** An item of a typed list with what it does not say itself: items of a PodList are Pods. Undefined where the list does not say it either. */
export function typedItem(item: Json, list: Json): Json | undefined {
  if (list.kind === 'List' || item.kind !== undefined || item.apiVersion !== undefined) return undefined;
  return { apiVersion: list.apiVersion, kind: String(list.kind).slice(0, -'List'.length), ...item };
}
