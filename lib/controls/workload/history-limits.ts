import { control } from '../control';
import { all, atMost, object, optional } from '../requirement';
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, STATEFUL_SET } from './kinds';
import { cronJobExample, workloadExample } from './workload-examples';

export const historyLimits = control({
  id: 'history-limits',
  family: 'workload',
  title: 'Keep little history',
  severity: 'low',
  why: 'Finished jobs and old revisions that nobody looks at fill etcd and the quota of objects, and keep old images and references to secrets ready to be run again.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits' },
  counterparts: {},
  notes:
    'Absent is fine: Kubernetes keeps three successful and one failed job of a CronJob, and ten revisions of a workload. Zero is not judged: it saves space, but leaves nothing to look at after a failure, and no revision to roll back to.',
  parameters: {
    /** The most that may be kept of anything. */
    maximum: 10,
  },
  require: ({ maximum }) =>
    all(
      object([CRON_JOB], ['spec.successfulJobsHistoryLimit', 'spec.failedJobsHistoryLimit'], optional(atMost(maximum))),
      object([DEPLOYMENT, STATEFUL_SET, DAEMON_SET], 'spec.revisionHistoryLimit', optional(atMost(maximum))),
    ),
  examples: {
    pass: [
      { because: 'the defaults keep little', object: cronJobExample({}) },
      { because: 'the limit itself is fine', object: cronJobExample({ successfulJobsHistoryLimit: 10, failedJobsHistoryLimit: 0 }) },
      { because: 'ten revisions are the default', object: workloadExample({}) },
    ],
    fail: [
      { because: 'a hundred finished jobs stay, each with its pods', object: cronJobExample({ successfulJobsHistoryLimit: 100 }) },
      { because: 'failed ones too', object: cronJobExample({ failedJobsHistoryLimit: 11 }) },
      { because: 'each revision is a ReplicaSet', object: workloadExample({ spec: { revisionHistoryLimit: 50 } }) },
      { because: 'the team keeps three', parameters: { maximum: 3 }, object: workloadExample({ spec: { revisionHistoryLimit: 4 } }) },
    ],
  },
});
