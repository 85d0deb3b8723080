import { type Emit, type Path, UNKNOWN } from './finding';
import { isObject } from './subject';
import type { ValueTest } from './values';

/** A path and a test, compiled: one loop that only answers, and one that locates, run where the first says no. */
export interface Walk {
  readonly holds: (node: unknown) => boolean;
  readonly find: (node: unknown, at: Path, emit: Emit) => void;
}

/** Compiles `a.b[].c` and a test of the value there. */
export function compileWalk(path: string, test: ValueTest<unknown>): Walk {
  const cut = path.indexOf('[]');
  if (cut >= 0) return overList(stepsOf(path.slice(0, cut)), path.slice(cut + 2).replace(/^\./, ''), test);
  const keys = stepsOf(path);
  const { accepts, absent } = test;
  const get = reader(keys);
  return {
    holds(node) {
      const value = get(node);
      return value === undefined || value === null ? absent : value !== UNKNOWN && value !== MALFORMED && accepts(value);
    },
    find(node, at, emit) {
      const value = get(node) ?? undefined;
      if (value === MALFORMED) return emitMalformed(node, keys, at, emit);
      const where = [...at, ...keys];
      if (value === UNKNOWN) return emitUnknown(where, test, emit);
      if (value === undefined ? absent : accepts(value)) return;
      emit(observe(where, value, test));
    },
  };
}

function observe(where: Path, value: unknown, test: ValueTest<unknown>) {
  const fix = test.fix(where, value);
  if (test.key === undefined || value === undefined || !isObject(value))
    return { verdict: 'fail', path: where, actual: value, expected: test.prose, fix } as const;
  return {
    verdict: 'fail',
    path: [...where, test.key],
    actual: value[test.key] ?? undefined,
    expected: test.keyProse ?? test.prose,
    fix,
  } as const;
}

function overList(keys: readonly string[], rest: string, test: ValueTest<unknown>): Walk {
  const get = reader(keys);
  // A fix that removes the value removes the element where the element itself is the value.
  const inner = compileWalk(
    rest,
    rest === '' && test.fix([], '').op !== 'manual' ? { ...test, fix: (path) => ({ op: 'remove', path }) } : test,
  );
  return {
    holds(node) {
      const list = get(node);
      if (list === undefined || list === null) return true;
      if (!Array.isArray(list)) return false;
      for (const element of list) if (element === null || element === undefined || !inner.holds(element)) return false;
      return true;
    },
    find(node, at, emit) {
      const list = get(node);
      if (list === undefined || list === null) return;
      const where = [...at, ...keys];
      if (list === MALFORMED) return emitMalformed(node, keys, at, emit);
      if (list === UNKNOWN) return emitUnknown(where, test, emit);
      if (!Array.isArray(list)) return emit(malformed(where, list, 'a list'));
      list.forEach((element, index) => {
        if (element === null || element === undefined) emit(malformed([...where, index], element, 'an element, not null'));
        else inner.find(element, [...where, index], emit);
      });
    },
  };
}

/** Stands for a value that cannot be read, since something above it is no object. */
const MALFORMED = Symbol('malformed');

function stepsOf(path: string): readonly string[] {
  return path === '' ? [] : path.split('.');
}

/** Reads along the keys. Written out for the usual depths: this is the innermost loop of an audit. */
export function reader(keys: readonly string[]): (node: unknown) => unknown {
  const [a = '', b = '', c = ''] = keys;
  const step = (node: unknown, key: string): unknown => {
    if (node === undefined || node === null || node === UNKNOWN || node === MALFORMED) return node;
    return isObject(node) ? node[key] : MALFORMED;
  };
  switch (keys.length) {
    case 0:
      return (node) => node;
    case 1:
      return (node) => step(node, a);
    case 2:
      return (node) => step(step(node, a), b);
    case 3:
      return (node) => step(step(step(node, a), b), c);
    default:
      return (node) => keys.reduce(step, node);
  }
}

/** Names the step that is no object. */
function emitMalformed(node: unknown, keys: readonly string[], at: Path, emit: Emit): void {
  let value: unknown = node;
  const where = [...at];
  for (const key of keys) {
    if (!isObject(value)) break;
    value = value[key];
    where.push(key);
  }
  emit(malformed(where, value, 'an object'));
}

/** An observation of a shape that no object of Kubernetes can have. */
export function malformed(path: Path, actual: unknown, expected: string) {
  const instructions = `Write ${expected} here: the API server refuses anything else.`;
  return { verdict: 'malformed', path, actual, expected, fix: { op: 'manual', instructions } } as const;
}

/** An observation of a value that is not known yet. */
export function unknown(path: Path, expected: string) {
  const instructions = 'The value is not known yet; it is judged when it is.';
  return { verdict: 'unknown', path, actual: UNKNOWN, expected, fix: { op: 'manual', instructions } } as const;
}

function emitUnknown(path: Path, test: ValueTest<unknown>, emit: Emit): void {
  emit(unknown(path, test.prose));
}
