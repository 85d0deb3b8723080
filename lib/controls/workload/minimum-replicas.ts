import { control } from '../control';
import { custom } from '../requirement';
import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, isKind, STATEFUL_SET } from './kinds';
import { autoscalerOf, minReplicasOf, replicasOf } from './replicas';
import { autoscalerExample, workloadExample } from './workload-examples';

export const minimumReplicas = control({
  id: 'minimum-replicas',
  family: 'workload',
  title: 'Run at least two replicas',
  severity: 'low',
  why: 'With a single replica each crash, drain and update is an outage, and so node updates are put off.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#replicas' },
  counterparts: {
    kubeLinter: ['minimum-three-replicas', 'hpa-minimum-three-replicas'],
    polaris: ['deploymentMissingReplicas', 'hpaMinAvailability'],
    kubeScore: ['deployment-replicas', 'horizontalpodautoscaler-replicas'],
    kyverno: ['deployment-has-multiple-replicas'],
    gatekeeper: ['K8sReplicaLimits'],
  },
  notes:
    'kube-linter wants three. A workload that is scaled to zero on purpose fails too, and needs a waiver; so does one that cannot run twice. A number of replicas is never filled in: whether two can run side by side, only the owner knows.',
  parameters: {
    /** The smallest number of replicas that passes. */
    minimum: 2,
  },
  require: ({ minimum }) =>
    custom({
      reads: [DEPLOYMENT, STATEFUL_SET, HORIZONTAL_POD_AUTOSCALER],
      crossObject: true,
      evaluate(subject, emit) {
        const expected = `${minimum} or more`;
        if (isKind(HORIZONTAL_POD_AUTOSCALER, subject)) {
          if (minReplicasOf(subject.object) >= minimum) return true;
          const instructions = `Write \`minReplicas: ${minimum}\` or more, if the workload can run more than once.`;
          const actual: unknown = subject.object.spec?.minReplicas ?? undefined;
          emit({ verdict: 'fail', path: ['spec', 'minReplicas'], actual, expected, fix: { op: 'manual', instructions } });
          return true;
        }
        if (!isKind(DEPLOYMENT, subject) && !isKind(STATEFUL_SET, subject)) return false;
        if (replicasOf(subject.object) >= minimum) return true;
        const autoscaler = autoscalerOf(subject);
        if (autoscaler !== undefined && minReplicasOf(autoscaler) >= minimum) return true;
        const instructions = `Write \`replicas: ${minimum}\` or more, or let a HorizontalPodAutoscaler have that minimum, if the workload can run more than once.`;
        const actual: unknown = subject.object.spec?.replicas ?? undefined;
        emit({ verdict: 'fail', path: ['spec', 'replicas'], actual, expected, fix: { op: 'manual', instructions } });
        return true;
      },
      cel: {
        impossible:
          'The number of replicas may stand in a HorizontalPodAutoscaler, which an admission policy for the workload does not see.',
      },
      prose: `a Deployment or StatefulSet has ${minimum} replicas or more, by itself or by the minimum of its HorizontalPodAutoscaler`,
    }),
  examples: {
    pass: [
      { because: 'one goes, one stays', object: workloadExample({ spec: { replicas: 2 } }) },
      { because: 'the autoscaler keeps two', object: workloadExample({}), with: [autoscalerExample({ minReplicas: 2 })] },
      { because: 'the minimum is two', object: autoscalerExample({ minReplicas: 2 }) },
    ],
    fail: [
      { because: 'absent means one', object: workloadExample({}) },
      { because: 'one is one', object: workloadExample({ kind: 'StatefulSet', spec: { replicas: 1 } }) },
      { because: 'the minimum of an autoscaler is one when absent', object: autoscalerExample({}) },
      {
        because: 'the autoscaler scales another workload',
        object: workloadExample({ name: 'api' }),
        with: [autoscalerExample({ minReplicas: 2 })],
      },
      { because: 'three are asked for', parameters: { minimum: 3 }, object: workloadExample({ spec: { replicas: 2 } }) },
    ],
  },
});
