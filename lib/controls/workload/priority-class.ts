import { control } from '../control';
import { custom, UNKNOWN } from '../requirement';
import { workloadExample } from './workload-examples';

const SYSTEM = 'kube-system';

export const priorityClass = control({
  id: 'priority-class',
  family: 'workload',
  title: 'Name a priority class',
  severity: 'low',
  why: 'Where nobody says what matters, a flood of pods can displace the one that must run, and a `system-` class lets any pod displace those of the cluster.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/' },
  counterparts: {
    kubeLinter: ['priority-class-name'],
    polaris: ['priorityClassNotSet'],
    kyverno: ['require-pod-priorityclassname', 'allowed-podpriorities'],
  },
  notes:
    'kube-linter by default accepts only the two `system-` classes: the opposite of this. An object that names no namespace counts as outside kube-system. A cluster with a global default class fills the name in before admission policies look.',
  require: custom({
    reads: 'pod',
    evaluate({ pod, namespace }, emit) {
      if (pod === undefined) return false;
      const actual: unknown = pod.spec.priorityClassName ?? undefined;
      const path = [...pod.at, 'spec', 'priorityClassName'];
      const isSystem = typeof actual === 'string' && actual.startsWith('system-');
      const passes = typeof actual === 'string' && actual !== '' && (!isSystem || namespace === SYSTEM);
      if (passes) return true;
      const instructions = isSystem
        ? 'Take a class of your own: those of the system are for what the cluster cannot run without.'
        : 'Name a PriorityClass of the cluster that says how much this pod matters (`kubectl get priorityclasses`).';
      emit({
        verdict: actual === UNKNOWN ? 'unknown' : 'fail',
        path,
        actual,
        expected: `the name of a PriorityClass, and outside ${SYSTEM} none that begins with \`system-\``,
        fix: { op: 'manual', instructions },
      });
      return true;
    },
    cel: {
      expression: celPasses(),
      offenders: `(${celPasses()}) ? [] : ['the pod']`,
    },
    prose: `the pod names a priority class, and outside ${SYSTEM} none that begins with \`system-\``,
  }),
  examples: {
    pass: [
      { because: 'the scheduler knows what matters', object: workloadExample({ pod: { priorityClassName: 'shop-critical' } }) },
      {
        because: 'the cluster’s own pods may',
        object: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'proxy', namespace: SYSTEM },
          spec: { priorityClassName: 'system-node-critical', containers: [{ name: 'proxy', image: 'registry.k8s.io/kube-proxy:v1.35.0' }] },
        },
      },
    ],
    fail: [
      { because: 'absent means the lowest of all', pod: {} },
      { because: 'it would displace the cluster’s own pods', pod: { priorityClassName: 'system-cluster-critical' } },
    ],
  },
});

function celPasses(): string {
  const name = 'variables.spec.priorityClassName';
  const inSystem = `(has(object.metadata.namespace) && object.metadata.namespace == '${SYSTEM}')`;
  return `has(${name}) && ${name} != '' && (!${name}.startsWith('system-') || ${inSystem})`;
}
