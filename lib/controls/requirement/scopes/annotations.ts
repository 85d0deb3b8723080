import { always, type Requirement } from '../rule';
import { isObject } from '../subject';
import { celLiteral } from '../text';
import type { ValueTest } from '../values';

/** Every annotation of the pod whose key begins so (`<prefix><container>`). */
export function annotations(prefix: string, test: ValueTest<string>): Requirement {
  const concerned = `k.startsWith(${celLiteral(prefix)})`;
  const passes = test.cel('variables.annotations[k]');
  return always({
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      const all: unknown = pod.metadata.annotations;
      if (!isObject(all)) return true;
      for (const key in all) {
        // Null is what YAML makes of a key without a value; the API server reads it as empty.
        if (!key.startsWith(prefix) || test.accepts(all[key] ?? '')) continue;
        const path = [...pod.at, 'metadata', 'annotations', key];
        emit({ verdict: 'fail', path, actual: all[key], expected: test.prose, fix: { op: 'remove', path } });
      }
      return true;
    },
    cel: {
      expression: `variables.annotations.all(k, !${concerned} || ${passes})`,
      offenders: `variables.annotations.filter(k, ${concerned} && !(${passes}))`,
    },
    prose: `each annotation \`${prefix}…\` is ${test.prose}`,
  });
}
