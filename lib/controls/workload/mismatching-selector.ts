import { control } from '../control';
import { custom, isObject, type Json, type KindRef, listOf, malformed } from '../requirement';
import { or } from '../requirement/text';
import { DAEMON_SET, DEPLOYMENT, isKind, REPLICA_SET, REPLICATION_CONTROLLER, STATEFUL_SET } from './kinds';
import { celSelects, labelsOf, satisfies, TEMPLATE_LABELS } from './label-selector';
import { workloadExample } from './workload-examples';

const KINDS: readonly KindRef[] = [DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, REPLICATION_CONTROLLER];
const SELECTS = celSelects('object.spec.selector', 'variables.templateLabels');
const HOLDS = 'object.spec.selector.all(k, k in variables.templateLabels && variables.templateLabels[k] == object.spec.selector[k])';
const PASSES = `has(object.spec.selector) ? (object.kind == 'ReplicationController' ? ${HOLDS} : (${SELECTS})) : object.apiVersion != 'apps/v1'`;

const fix = {
  op: 'manual',
  instructions:
    'Give the pod template the labels that the selector asks for. The selector of an object that exists cannot be changed: to change it, the object must be made anew.',
} as const;

export const mismatchingSelector = control({
  id: 'mismatching-selector',
  family: 'workload',
  title: 'Match selector and template labels',
  severity: 'medium',
  why: 'A workload that does not select its own pods is refused, or adopts the pods of another one.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector' },
  counterparts: {
    kubeLinter: ['mismatching-selector'],
    kubescape: ['C-0296'],
    kubeScore: [
      'deployment-pod-selector-labels-match-template-metadata-labels',
      'statefulset-pod-selector-labels-match-template-metadata-labels',
    ],
  },
  notes:
    '`matchExpressions` count. An absent selector passes only in versions before `apps/v1`, and in a ReplicationController, which take the labels of the template.',
  require: custom({
    reads: KINDS,
    evaluate(subject, emit) {
      if (!KINDS.some((each) => isKind(each, subject))) return false;
      const { spec } = subject.object;
      if (!isObject(spec)) return false;
      const selector: unknown = spec.selector ?? undefined;
      const at = ['spec', 'selector'];
      if (selector === undefined) {
        if (subject.group === 'apps' && subject.version === 'v1')
          emit({ verdict: 'fail', path: at, actual: undefined, expected: 'a selector of the labels of the pod template', fix });
        return true;
      }
      if (!isObject(selector)) {
        emit(malformed(at, selector, 'an object'));
        return true;
      }
      const labels = labelsOf(spec.template);
      // A ReplicationController, older than LabelSelector, has the labels themselves.
      const { matchLabels, matchExpressions } = isKind(REPLICATION_CONTROLLER, subject) ? { matchLabels: selector } : selector;
      for (const key in isObject(matchLabels) ? matchLabels : {}) {
        if (labels[key] === matchLabels[key]) continue;
        const path = ['spec', 'template', 'metadata', 'labels', key];
        emit({ verdict: 'fail', path, actual: labels[key], expected: `\`${String(matchLabels[key])}\`, which the selector asks for`, fix });
      }
      listOf(matchExpressions).forEach((each, index) => {
        if (satisfies(each, labels)) return;
        const expected = 'an expression that the labels of the pod template satisfy';
        emit({ verdict: 'fail', path: [...at, 'matchExpressions', index], actual: each, expected, fix });
      });
      return true;
    },
    cel: {
      variables: [TEMPLATE_LABELS],
      expression: PASSES,
      offenders: `(${PASSES}) ? [] : ['the selector']`,
    },
    prose: `in every ${or(KINDS.map(({ kind }) => kind))} \`spec.selector\` selects the labels of the pod template`,
  }),
  examples: {
    pass: [
      { because: 'the template has the label', object: workloadExample({}) },
      {
        because: 'further labels do no harm',
        object: workloadExample({ spec: withSelector({ matchLabels: { app: 'web' } }, { app: 'web', tier: 'front' }) }),
      },
      {
        because: 'the expressions hold',
        object: workloadExample({
          kind: 'DaemonSet',
          spec: withSelector(
            {
              matchExpressions: [
                { key: 'app', operator: 'In', values: ['web', 'api'] },
                { key: 'canary', operator: 'DoesNotExist' },
              ],
            },
            { app: 'web' },
          ),
        }),
      },
      {
        because: 'a ReplicationController selects by labels alone',
        object: replicationController({ app: 'web' }, { app: 'web', tier: 'front' }),
      },
    ],
    fail: [
      { because: 'another value', object: workloadExample({ spec: withSelector({ matchLabels: { app: 'web' } }, { app: 'api' }) }) },
      {
        because: 'one of two labels is missing',
        object: workloadExample({
          kind: 'StatefulSet',
          spec: withSelector({ matchLabels: { app: 'web', tier: 'front' } }, { app: 'web' }),
        }),
      },
      {
        because: 'an expression does not hold',
        object: workloadExample({
          kind: 'ReplicaSet',
          spec: withSelector({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, { app: 'web' }),
        }),
      },
      {
        because: 'a ReplicationController selects by labels alone',
        object: replicationController({ app: 'web' }, { app: 'api' }),
      },
      {
        because: 'there is no label at all',
        object: workloadExample({ spec: withSelector({ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, {}) }),
      },
    ],
  },
});

function withSelector(selector: object, labels: object): object {
  const { template } = workloadExample({}).spec;
  return { selector, template: { ...template, metadata: { labels } } };
}

function replicationController(selector: object, labels: object): Json {
  return { ...workloadExample({ spec: withSelector(selector, labels) }), apiVersion: 'v1', kind: 'ReplicationController' };
}
