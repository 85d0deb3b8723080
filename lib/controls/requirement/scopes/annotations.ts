import { always, type Requirement } from '../rule';
import { isObject } from '../subject';
import { celLiteral } from '../text';
import type { ValueTest } from '../values';

/** The annotation of the pod with that key; a key that ends with `/` stands for all that begin so (`<prefix>/<container>`). */
export function annotations(key: string, test: ValueTest<string>): Requirement {
  const isPrefix = key.endsWith('/');
  const isConcerned = (other: string): boolean => (isPrefix ? other.startsWith(key) : other === key);
  const concerned = isPrefix ? `k.startsWith(${celLiteral(key)})` : `k == ${celLiteral(key)}`;
  const passes = test.cel('variables.annotations[k]');
  return always({
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      const all: unknown = pod.metadata.annotations;
      if (!isObject(all)) return true;
      for (const other in all) {
        // Null is what YAML makes of a key without a value; the API server reads it as empty.
        if (!isConcerned(other) || test.accepts(all[other] ?? '')) continue;
        const path = [...pod.at, 'metadata', 'annotations', other];
        emit({ verdict: 'fail', path, actual: all[other], expected: test.prose, fix: { op: 'remove', path } });
      }
      return true;
    },
    cel: {
      expression: `variables.annotations.all(k, !${concerned} || ${passes})`,
      offenders: `variables.annotations.filter(k, ${concerned} && !(${passes}))`,
    },
    prose: `${isPrefix ? `each annotation \`${key}…\`` : `the annotation \`${key}\`, where set,`} is ${test.prose}`,
  });
}
