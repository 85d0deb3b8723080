import { control } from '../control';
import { custom } from '../requirement';
import { HORIZONTAL_POD_AUTOSCALER, isKind } from './kinds';
import { scaleTargetOf } from './replicas';
import { autoscalerExample, workloadExample } from './workload-examples';

export const danglingHorizontalPodAutoscaler = control({
  id: 'dangling-horizontal-pod-autoscaler',
  family: 'workload',
  title: 'Let every autoscaler target something',
  severity: 'low',
  why: 'The workload that the autoscaler was meant for stays as small as it is, and falls over under the first flood of requests.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/' },
  counterparts: {
    kubeLinter: ['dangling-horizontalpodautoscaler'],
    kubescape: ['C-0300'],
    kubeScore: ['horizontalpodautoscaler-has-target'],
    gatekeeper: ['K8sHorizontalPodAutoscaler'],
  },
  notes: 'Only what is read together is known: give the file with the workload too. The version of the API may differ, its group may not.',
  require: custom({
    reads: [HORIZONTAL_POD_AUTOSCALER],
    crossObject: true,
    evaluate(subject, emit) {
      if (!isKind(HORIZONTAL_POD_AUTOSCALER, subject)) return false;
      const target = scaleTargetOf(subject.object);
      const exists =
        target !== undefined && subject.neighbours.find(target.group, target.kind, subject.namespace, target.name) !== undefined;
      if (exists) return true;
      emit({
        verdict: 'fail',
        path: target === undefined ? ['spec', 'scaleTargetRef'] : ['spec', 'scaleTargetRef', 'name'],
        actual: target === undefined ? (subject.object.spec?.scaleTargetRef ?? undefined) : target.name,
        expected: `the name of ${target === undefined ? 'a workload' : `a ${target.kind} of ${target.apiVersion || 'the core API'}`} in its namespace`,
        fix: { op: 'manual', instructions: 'Name the workload as it is called, with its kind and apiVersion, or take the autoscaler out.' },
      });
      return true;
    },
    cel: { impossible: 'Whether the target exists is not in the autoscaler.' },
    prose: 'the target of every HorizontalPodAutoscaler exists in its namespace, with that group and kind',
  }),
  examples: {
    pass: [{ because: 'the Deployment is there', object: autoscalerExample({}), with: [workloadExample({})] }],
    fail: [
      { because: 'nothing is called so', object: autoscalerExample({}), with: [workloadExample({ name: 'api' })] },
      { because: 'what is called so is of another kind', object: autoscalerExample({}), with: [workloadExample({ kind: 'StatefulSet' })] },
      { because: 'it lives in another namespace', object: autoscalerExample({}), with: [workloadExample({ namespace: 'shop' })] },
    ],
  },
});
