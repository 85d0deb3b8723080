import type { Path } from '../../../controls/requirement/finding';

/** A fix that changes an object. */
export type ObjectFix =
  | { readonly op: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'append'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path };

type Container = Record<string | number, unknown>;

const REMOVED = Symbol('removed');

/**
 * Applies fixes to plain JSON. All paths speak of the value as it was given: taking an element away moves no other.
 * This says what an edited text must read as; it shares nothing with the code that edits the text.
 */
export function applyFixes(value: unknown, fixes: readonly ObjectFix[]): unknown {
  const root = structuredClone(value);
  const touched = new Set<unknown[]>();
  for (const fix of fixes) applyFix(root, fix, touched);
  for (const list of touched) list.splice(0, list.length, ...list.filter((item) => item !== REMOVED));
  return root;
}

function applyFix(root: unknown, fix: ObjectFix, touched: Set<unknown[]>): void {
  let node = root as Container;
  for (const [index, step] of fix.path.entries()) {
    if (index === fix.path.length - 1) break;
    if (node[step] === undefined || node[step] === null) {
      if (fix.op === 'remove') return;
      node[step] = typeof fix.path[index + 1] === 'number' ? [] : {};
    }
    node = node[step] as Container;
  }
  const last = fix.path.at(-1) ?? '';
  if (fix.op === 'set') node[last] = structuredClone(fix.value);
  else if (fix.op === 'append') {
    node[last] ??= [];
    const list = node[last] as unknown[];
    if (!list.some((item) => equal(item, fix.value))) list.push(structuredClone(fix.value));
  } else if (Array.isArray(node)) {
    if (typeof last === 'number' && last < node.length) node[last] = REMOVED;
    touched.add(node);
  } else delete node[last];
}

/** Whether two values are the same JSON; an undefined member counts as absent. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && equal(value, right.get(key)));
}
