import { always, type Requirement } from '../rule';
import { isObject, type PodSubject } from '../subject';
import { celLiteral } from '../text';
import type { ValueTest } from '../values';
import { containersOf } from './containers';

/** Which annotations are meant, as code and as CEL over a key `k`. */
interface Keys {
  readonly of: (pod: PodSubject) => (key: string) => boolean;
  readonly cel: string;
  readonly prose: string;
}

/** The one annotation of the pod with that key. */
export function annotation(key: string, test: ValueTest<string>): Requirement {
  return annotationRule({ of: () => (other) => other === key, cel: `k == ${celLiteral(key)}`, prose: `the annotation \`${key}\`` }, test);
}

/** Every annotation of the pod whose key begins so. */
export function annotations(prefix: string, test: ValueTest<string>): Requirement {
  const keys: Keys = {
    of: () => (key) => key.startsWith(prefix),
    cel: `k.startsWith(${celLiteral(prefix)})`,
    prose: `each annotation \`${prefix}…\``,
  };
  return annotationRule(keys, test);
}

/** The annotation `<prefix><name>` of every container that the pod has; others of that prefix say nothing. */
export function annotationOfEveryContainer(prefix: string, test: ValueTest<string>): Requirement {
  const keys: Keys = {
    of: (pod) => {
      const known = new Set([...containersOf(pod)].map(({ container }) => `${prefix}${String(container.name)}`));
      return (key) => known.has(key);
    },
    cel: `variables.containers.exists(c, k == ${celLiteral(prefix)} + c.name)`,
    prose: `the annotation \`${prefix}<name>\` of every container`,
  };
  return annotationRule(keys, test);
}

function annotationRule(keys: Keys, test: ValueTest<string>): Requirement {
  const passes = test.cel('variables.annotations[k]');
  return always({
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      const all: unknown = pod.metadata.annotations;
      if (!isObject(all)) return true;
      const isMeant = keys.of(pod);
      for (const key in all) {
        // Null is what YAML makes of a key without a value; the API server reads it as empty.
        if (!isMeant(key) || test.accepts(all[key] ?? '')) continue;
        const path = [...pod.at, 'metadata', 'annotations', key];
        emit({ verdict: 'fail', path, actual: all[key], expected: test.prose, fix: { op: 'remove', path } });
      }
      return true;
    },
    cel: {
      expression: `variables.annotations.all(k, !(${keys.cel}) || ${passes})`,
      offenders: `variables.annotations.filter(k, ${keys.cel} && !(${passes}))`,
    },
    prose: `${keys.prose}, where written, is ${test.prose}`,
  });
}
