import { celAt } from '../cel-path';
import { always, type KindRef, type Requirement } from '../rule';
import { and, or } from '../text';
import type { ValueTest } from '../values';
import { compileWalk } from '../walk';
import { listed, named, type OneOrMore } from './paths';

/** A kind and the type of its objects, so that field paths are checked by the compiler. */
export interface TypedKind<T> extends KindRef {
  /** Never read: carries the type. */
  readonly type?: T;
}

/** `kind<Deployment>('apps', 'Deployment')`. */
export function kind<T>(group: string, name: string): TypedKind<T> {
  return { group, kind: name };
}

/** A field, or fields, of objects of some kinds, from the root of the object. */
export function object<V>(kinds: readonly KindRef[], path: OneOrMore<string>, test: ValueTest<V>): Requirement {
  const paths = listed(path);
  const walks = paths.map((each) => compileWalk(each, test));
  const expression = and(paths.map((each) => celAt('object', each, test)));
  return always({
    reads: kinds,
    evaluate(subject, emit) {
      if (!isOneOf(kinds, subject.group, subject.kind)) return false;
      for (const walk of walks) if (!walk.holds(subject.object)) walk.find(subject.object, [], emit);
      return true;
    },
    cel: { expression, offenders: `(${expression}) ? [] : ['the ' + object.kind]` },
    prose: `in every ${or(kinds.map((each) => each.kind))} ${named(paths, test)}`,
  });
}

function isOneOf(kinds: readonly KindRef[], group: string, name: string): boolean {
  for (const each of kinds) if (each.kind === name && each.group === group) return true;
  return false;
}
