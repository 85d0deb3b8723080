import { type Fix, isObject, type Json, type Path } from '../controls/requirement';
import { copyOf } from './copy';

/** A fix that changes the object itself. */
export type Edit = Extract<Fix, { readonly op: 'set' | 'append' | 'remove' }>;

/** Whether the fix changes the object that was judged; the others make a new one, or need a person. */
export function isEdit(fix: Fix): fix is Edit {
  return fix.op === 'set' || fix.op === 'append' || fix.op === 'remove';
}

/**
 * Applies an edit to a mutable object, in place; answers false where the shape does not allow it.
 * The value is copied: a value shared by two objects would become an alias in YAML.
 */
export function applyEdit(root: Json, edit: Edit): boolean {
  const parent = parentOf(root as Mutable, edit.path, edit.op !== 'remove');
  const last = edit.path.at(-1);
  if (parent === undefined || last === undefined) return false;
  if (edit.op === 'set') parent[last] = copyOf(edit.value);
  else if (edit.op === 'append') {
    const list = parent[last] ?? [];
    if (!Array.isArray(list)) return false;
    list.push(copyOf(edit.value));
    parent[last] = list;
  } else if (Array.isArray(parent)) {
    if (typeof last !== 'number') return false;
    parent.splice(last, 1);
  } else delete parent[last];
  return true;
}

/** What is written at the path of an object, or undefined; null says nothing, as in Kubernetes. */
export function valueAt(root: Json, path: Path): unknown {
  let node: unknown = root;
  for (const key of path) {
    if (!isObject(node) && !Array.isArray(node)) return undefined;
    node = (node as Mutable)[key];
  }
  return node ?? undefined;
}

type Mutable = Record<string | number, unknown>;

function parentOf(root: Mutable, path: Path, make: boolean): Mutable | undefined {
  let node = root;
  for (let index = 0; index < path.length - 1; index++) {
    const key = path[index] as string | number;
    let next = node[key];
    if (next === undefined || next === null) {
      if (!make) return undefined;
      next = typeof path[index + 1] === 'number' ? [] : {};
      node[key] = next;
    }
    if (!isObject(next) && !Array.isArray(next)) return undefined;
    node = next as Mutable;
  }
  return node;
}
