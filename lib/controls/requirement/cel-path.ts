import type { ValueTest } from './values';

/** `has(root.a)`, `has(root.a.b)`: CEL's has() looks one step deep, so every step needs its own. */
export function hasSteps(root: string, path: string): readonly string[] {
  return path.split('.').map((_, index, keys) => `has(${root}.${keys.slice(0, index + 1).join('.')})`);
}

/** `a.b[].c` and a test of the value there, as a CEL condition over a root expression. */
export function celAt(root: string, path: string, test: ValueTest<unknown>): string {
  if (path === '') return test.cel(root);
  const cut = path.indexOf('[]');
  const there = hasSteps(root, cut < 0 ? path : path.slice(0, cut));
  const notThere = there.map((condition) => `!${condition}`);
  if (cut >= 0) {
    const rest = path.slice(cut + 2).replace(/^\./, '');
    const element = root === 'e' ? 'f' : 'e';
    return [...notThere, `${root}.${path.slice(0, cut)}.all(${element}, ${celAt(element, rest, test)})`].join(' || ');
  }
  const value = test.cel(`${root}.${path}`);
  if (value === 'false') return test.absent ? notThere.join(' || ') : 'false';
  if (value === 'true') return test.absent ? 'true' : there.join(' && ');
  return test.absent ? [...notThere, value].join(' || ') : [...there, value].join(' && ');
}
