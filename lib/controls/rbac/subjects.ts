import { custom, type Emit, isObject, type Json, malformed, type Path, type Requirement, UNKNOWN, unknown } from '../requirement';
import { BINDINGS, isBinding } from './kinds';

/** What the subjects of bindings may not be. */
interface SubjectsAsked {
  readonly offends: (subject: Json) => boolean;
  /** The same over `s`. */
  readonly cel: string;
  /** Bindings that the API server makes itself: their names. */
  readonly builtIn: readonly string[];
  /** Completes "must be …". */
  readonly expected: string;
  /** Completes "no subject of a RoleBinding or ClusterRoleBinding …". */
  readonly prose: string;
  readonly instructions: string;
}

/** No subject of a binding is as described. */
export function subjects({ offends, cel, builtIn, expected, prose, instructions }: SubjectsAsked): Requirement {
  const exempt = new Set<unknown>(builtIn);
  const isExempt = ({ metadata }: Json): boolean => isObject(metadata) && exempt.has(metadata.name) && isBootstrapped(metadata);
  const names = builtIn.map((each) => `'${each}'`).join(', ');
  const expression = [
    ...(builtIn.length === 0 ? [] : [`(has(object.metadata.name) && object.metadata.name in [${names}] && ${BOOTSTRAPPED})`]),
    '!has(object.subjects)',
    `!object.subjects.exists(s, ${cel})`,
  ].join(' || ');
  return custom({
    reads: BINDINGS,
    evaluate(subject, emit) {
      if (!isBinding(subject) || isExempt(subject.object)) return false;
      for (const [each, path] of elementsOf(subject.object.subjects, emit))
        if (offends(each))
          emit({
            verdict: 'fail',
            path: [...path, 'name'],
            actual: each.name ?? undefined,
            expected,
            fix: { op: 'manual', instructions },
          });
      return true;
    },
    cel: { expression, offenders: `(${expression}) ? [] : object.subjects.filter(s, ${cel}).map(s, s.name)` },
    prose: `no subject of a RoleBinding or ClusterRoleBinding ${prose}`,
  });
}

/** The label of what the API server writes when it starts; over `object.metadata` in CEL. */
export const BOOTSTRAPPED = "has(object.metadata.labels) && 'kubernetes.io/bootstrapping' in object.metadata.labels";

/** Whether the API server wrote the object when it started. */
export function isBootstrapped({ labels }: Json): boolean {
  return isObject(labels) && labels['kubernetes.io/bootstrapping'] != null;
}

function* elementsOf(list: unknown, emit: Emit): Generator<readonly [Json, Path]> {
  if (list === undefined || list === null) return;
  const path = ['subjects'];
  if (list === UNKNOWN) return emit(unknown(path, 'a list'));
  if (!Array.isArray(list)) return emit(malformed(path, list, 'a list'));
  for (const [index, each] of list.entries()) {
    if (!isObject(each)) emit(each === UNKNOWN ? unknown([...path, index], 'an object') : malformed([...path, index], each, 'an object'));
    else if (each.name === UNKNOWN) emit(unknown([...path, index, 'name'], 'known'));
    else yield [each, [...path, index]];
  }
}
