import { control } from '../control';
import { custom, isObject, type Json, listOf } from '../requirement';
import { isKnownInside, isOfTheSystem } from './known-namespace';
import { boundsExample, namespaceExample, podInNamespace } from './namespace-examples';

function holdsSomething(value: unknown): boolean {
  return isObject(value) && Object.values(value).some((each) => each != null);
}

function givesDefaults({ spec }: Json): boolean {
  return listOf(isObject(spec) ? spec.limits : undefined).some(
    ({ type, default: limits, defaultRequest }) => type === 'Container' && holdsSomething(limits) && holdsSomething(defaultRequest),
  );
}

const DEFAULTS = { type: 'Container', default: { cpu: '500m', memory: '256Mi' }, defaultRequest: { cpu: '50m', memory: '64Mi' } };
const range = (...limits: readonly Json[]): Json => boundsExample('LimitRange', { limits });

export const limitRange = control({
  id: 'limit-range',
  family: 'namespace',
  title: 'Give namespaces a LimitRange',
  severity: 'low',
  why: 'A container that says nothing has no bounds, and takes the memory of its node until others are killed.',
  references: { nsa: 'Network: resource policies' },
  counterparts: { trivy: ['KSV-0039'], kyverno: ['add-ns-quota'] },
  notes:
    'Asked of a Namespace only where something that lives in it was read together with it: else its LimitRange may stand in a file that was not given. Trivy asks for `min` and `max` too; they refuse pods, where defaults help them.',
  require: custom({
    reads: [{ group: '', kind: 'Namespace' }],
    crossObject: true,
    evaluate(subject, emit) {
      const { group, kind, name, neighbours } = subject;
      if (group !== '' || kind !== 'Namespace' || isOfTheSystem(name) || !isKnownInside(subject)) return false;
      if (neighbours.list('', 'LimitRange', name).some(givesDefaults)) return true;
      emit({
        verdict: 'fail',
        path: ['metadata', 'name'],
        actual: name,
        expected: 'a namespace with a LimitRange of the type Container that has `default` and `defaultRequest`',
        fix: {
          op: 'manual',
          instructions:
            'Write a LimitRange with one limit of `type: Container`: `defaultRequest` as much as an ordinary container uses, `default` as much as it may.',
        },
      });
      return true;
    },
    cel: { impossible: 'The LimitRange is another object, and comes later than the Namespace.' },
    prose: 'every Namespace has a LimitRange of the type `Container` with `default` and `defaultRequest`',
  }),
  examples: {
    pass: [
      { because: 'what says nothing is bounded', object: namespaceExample(), with: [range(DEFAULTS)] },
      { because: 'beside others', object: namespaceExample(), with: [range({ type: 'Pod', max: { memory: '4Gi' } }, DEFAULTS)] },
      { because: 'what lives in it was not given', object: namespaceExample() },
    ],
    fail: [
      { because: 'there is none', object: namespaceExample(), with: [podInNamespace()] },
      { because: 'it has no defaults', object: namespaceExample(), with: [range({ type: 'Container', max: { memory: '4Gi' } })] },
      { because: 'a pod as a whole has no defaults', object: namespaceExample(), with: [range({ ...DEFAULTS, type: 'Pod' })] },
      {
        because: 'a request is no limit',
        object: namespaceExample(),
        with: [range({ type: 'Container', defaultRequest: { cpu: '50m' } })],
      },
    ],
  },
});
