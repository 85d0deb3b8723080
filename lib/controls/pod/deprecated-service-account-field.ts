import { control } from '../control';
import { custom, type Rule, UNKNOWN, unknown } from '../requirement';

const sameName: Rule = {
  reads: 'pod',
  evaluate({ pod }, emit) {
    if (pod === undefined) return false;
    const { serviceAccount: old, serviceAccountName: name } = pod.spec;
    if (old === undefined || old === null || old === '' || old === name) return true;
    const path = [...pod.at, 'spec', 'serviceAccountName'];
    const expected = 'the same as `serviceAccount`';
    if (old === UNKNOWN || name === UNKNOWN) emit(unknown(path, expected));
    else if (name === undefined || name === null || name === '')
      emit({ verdict: 'fail', path, actual: name ?? undefined, expected, fix: { op: 'set', path, value: old } });
    else {
      const oldPath = [...pod.at, 'spec', 'serviceAccount'];
      emit({
        verdict: 'fail',
        path: oldPath,
        actual: old,
        expected: 'absent, or the same as `serviceAccountName`',
        fix: { op: 'remove', path: oldPath },
      });
    }
    return true;
  },
  cel: { impossible: 'An API server writes both fields before it asks a policy, so that they never differ there.' },
  prose: 'in the pod `serviceAccount` is absent, or the same as `serviceAccountName`',
};

export const deprecatedServiceAccountField = control({
  id: 'deprecated-service-account-field',
  family: 'pod',
  title: 'Use serviceAccountName',
  severity: 'low',
  why: 'Who reads or checks serviceAccountName alone does not see the account that the pod runs with.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/' },
  counterparts: {
    kubeLinter: ['deprecated-service-account-field'],
    kubescape: ['C-0294'],
  },
  notes: 'Where the two differ, the API server takes `serviceAccountName`. In a cluster they never differ: it writes both.',
  require: custom(sameName),
  examples: {
    pass: [
      { because: 'neither is written', pod: {} },
      { because: 'the current field alone', pod: { serviceAccountName: 'web' } },
      { because: 'equal, as the API server writes both', pod: { serviceAccountName: 'web', serviceAccount: 'web' } },
      { because: 'an empty text is no name', pod: { serviceAccount: '' } },
    ],
    fail: [
      { because: 'the old field alone', pod: { serviceAccount: 'web' } },
      {
        because: 'the API server takes serviceAccountName, a reader perhaps the other',
        pod: { serviceAccountName: 'web', serviceAccount: 'admin' },
      },
    ],
  },
});
