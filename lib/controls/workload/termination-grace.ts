import { control } from '../control';
import { between, optional, pod } from '../requirement';

/** What Kubernetes fills in. */
const USUAL_SECONDS = 30;

export const terminationGrace = control({
  id: 'termination-grace',
  family: 'workload',
  title: 'Give pods a bounded time to stop',
  severity: 'low',
  why: 'Killed at once, a process loses the requests and writes in its hands; with hours to stop, it blocks the drain of a node that must be patched.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination' },
  counterparts: {},
  notes: 'Absent means 30 seconds. A database that needs an hour to hand over raises `maximum`, or has a waiver.',
  parameters: {
    /** The longest time to stop, in seconds. */
    maximum: 600,
  },
  require: ({ maximum }) => pod('terminationGracePeriodSeconds', optional(between(1, maximum, Math.min(USUAL_SECONDS, maximum)))),
  examples: {
    pass: [
      { because: 'absent means 30 seconds', pod: {} },
      { because: 'ten minutes is the bound itself', pod: { terminationGracePeriodSeconds: 600 } },
    ],
    fail: [
      { because: 'no time to finish anything', pod: { terminationGracePeriodSeconds: 0 } },
      { because: 'the node cannot be drained for an hour', pod: { terminationGracePeriodSeconds: 3600 } },
      { because: 'the team allows one minute', parameters: { maximum: 60 }, pod: { terminationGracePeriodSeconds: 61 } },
    ],
  },
});
