import { control } from '../control';
import { custom } from '../requirement';
import { isKind } from '../workload/kinds';
import { CONFIG_MAP, SECRET } from './kinds';

/** A hash of the content, as kustomize and the Kubernetes libraries write it (no vowels, no 0, 1 or 3), or a digest in hex. */
const HASHED = '-([2456789bcdfghkmt]{10}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$';
const hashed = new RegExp(HASHED);
const PASSES = `!has(object.metadata.name) || !object.metadata.name.matches('${HASHED}') || (has(object.immutable) && object.immutable == true)`;

export const immutableConfig = control({
  id: 'immutable-config',
  family: 'secret',
  title: 'Make Secrets and ConfigMaps immutable',
  severity: 'low',
  why: 'Whoever may update it changes the configuration of every running pod that mounts it, without a rollout that anybody would see or undo.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/configuration/secret/#secret-immutable' },
  counterparts: {},
  notes:
    'Asked only of objects whose name carries a hash of the content, as kustomize generates them: a change there is a new object anyway. The suffix that cdk8s adds to names is no such hash, it stays the same when the content changes.',
  require: custom({
    reads: [SECRET, CONFIG_MAP],
    evaluate(subject, emit) {
      const isOne = isKind(SECRET, subject) || isKind(CONFIG_MAP, subject);
      if (!isOne || !hashed.test(String(subject.object.metadata?.name ?? ''))) return false;
      const { immutable } = subject.object;
      if (immutable === true) return true;
      const path = ['immutable'];
      emit({ verdict: 'fail', path, actual: immutable ?? undefined, expected: '`true`', fix: { op: 'set', path, value: true } });
      return true;
    },
    cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the ' + object.kind]` },
    prose: '`immutable` is `true` in every Secret and ConfigMap whose name ends in a hash of its content',
  }),
  examples: {
    pass: [
      { because: 'a new content is a new object', object: config('web-5dm9k9ghbt', { immutable: true }) },
      { because: 'the same for a Secret', object: { ...config('web-5dm9k9ghbt', { immutable: true }), kind: 'Secret' } },
      { because: 'a plain name is updated in place', object: config('web', {}) },
      { because: 'the suffix of cdk8s says nothing of the content', object: config('web-config-c8a3f0d1', {}) },
    ],
    fail: [
      { because: 'nothing keeps it from being changed', object: config('web-5dm9k9ghbt', {}) },
      { because: 'said to be mutable', object: config('web-5dm9k9ghbt', { immutable: false }) },
      { because: 'a digest in hex', object: { ...config('web-9e107d9d372bb6826bd81d3542a419d6', {}), kind: 'Secret' } },
    ],
  },
});

function config(name: string, fields: object) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...fields };
}
