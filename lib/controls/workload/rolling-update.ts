import { control } from '../control';
import { absentOr, all, manual, object } from '../requirement';
import { DAEMON_SET, DEPLOYMENT, STATEFUL_SET } from './kinds';
import { workloadExample } from './workload-examples';

const rolling = absentOr('RollingUpdate');

export const rollingUpdate = control({
  id: 'rolling-update',
  family: 'workload',
  title: 'Update by rolling',
  severity: 'low',
  why: 'An update that stops everything first, or waits for somebody to delete pods, is put off, and the old holes stay open.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy' },
  counterparts: {
    kubeLinter: ['no-rolling-update-strategy'],
    kubescape: ['C-0305'],
    kubeScore: ['deployment-strategy'],
  },
  notes: '`Recreate` is right for the single writer of a volume: waive it there. Absent means RollingUpdate.',
  require: manual(
    'Write `type: RollingUpdate`, or take the field out, when old and new pods can run side by side. Where they cannot (a single writer of a volume), waive this.',
    all(object([DEPLOYMENT], 'spec.strategy.type', rolling), object([DAEMON_SET, STATEFUL_SET], 'spec.updateStrategy.type', rolling)),
  ),
  examples: {
    pass: [
      { because: 'absent means RollingUpdate', object: workloadExample({}) },
      { because: 'it is written', object: workloadExample({ kind: 'DaemonSet', spec: { updateStrategy: { type: 'RollingUpdate' } } }) },
    ],
    fail: [
      { because: 'all pods stop before the first new one starts', object: workloadExample({ spec: { strategy: { type: 'Recreate' } } }) },
      {
        because: 'pods are replaced when somebody deletes them',
        object: workloadExample({ kind: 'StatefulSet', spec: { updateStrategy: { type: 'OnDelete' } } }),
      },
    ],
  },
});
