import { isObject, type Json } from '../../controls/requirement';
import { isKubernetesObject } from '../../engine/resource';

/** What is done to the objects of a manifest. */
export interface ObjectVisitor {
  /** Returns what takes the object's place. */
  visit(object: Json): Json;
  /** Called with the place of an item that is no object of Kubernetes; it stays as it is. */
  refuse(place: string): void;
}

/**
 * Visits an object, or the items of a List, of typed lists and of lists within; what Include and Helm read may be one. Returns
 * what takes its place; the object that was given is untouched.
 */
export function visitObjects(object: Json, visitor: ObjectVisitor, place = ''): Json {
  if (!isList(object)) return visitor.visit(object);
  const items = object.items.map((item, index) => {
    const at = `${place}items[${index}]`;
    if (isKubernetesObject(item)) return visitObjects(item, visitor, `${at}.`);
    if (isObject(item) && object.kind !== 'List' && item.kind === undefined && item.apiVersion === undefined) {
      // Items of a PodList say no apiVersion and no kind of their own: they are Pods.
      const typed = { apiVersion: object.apiVersion, kind: object.kind.slice(0, -'List'.length), ...item };
      const { apiVersion, kind, ...rest } = visitor.visit(typed);
      return rest;
    }
    visitor.refuse(at);
    return item;
  });
  return { ...object, items };
}

/** `List` always is one; `PodList` when it has items: a custom resource may be called AllowList. */
function isList(object: Json): object is Json & { readonly kind: string; readonly items: readonly unknown[] } {
  return typeof object.kind === 'string' && object.kind.endsWith('List') && Array.isArray(object.items);
}
