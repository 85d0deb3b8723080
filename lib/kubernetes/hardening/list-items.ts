import { isListObject, isObject, type Json, typedItem } from '../../controls/requirement';
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
  if (!isListObject(object) || !Array.isArray(object.items)) return visitor.visit(object);
  const items = object.items.map((item: unknown, index) => {
    const at = `${place}items[${index}]`;
    if (isKubernetesObject(item)) return visitObjects(item, visitor, `${at}.`);
    const typed = isObject(item) ? typedItem(item, object) : undefined;
    if (typed !== undefined) {
      const { apiVersion, kind, ...rest } = visitor.visit(typed);
      return rest;
    }
    visitor.refuse(at);
    return item;
  });
  return { ...object, items };
}
