import { control } from '../control';
import { all, hasCel, object, present, type Requirement } from '../requirement';
import { mapRules } from '../requirement/rule';
import { CRON_JOB, JOB } from './kinds';
import { cronJobExample, jobExample } from './workload-examples';

const OWNED = '(has(object.metadata.ownerReferences) && size(object.metadata.ownerReferences) > 0)';

/** A Job that another object owns is made from that object's template: its fields are written, and judged, there. */
function ofUnowned(requirement: Requirement): Requirement {
  return mapRules(requirement, (rule) => ({
    ...rule,
    evaluate: (subject, emit) => !(subject.object.metadata?.ownerReferences?.length > 0) && rule.evaluate(subject, emit),
    cel: hasCel(rule.cel)
      ? { ...rule.cel, expression: `${OWNED} || (${rule.cel.expression})`, offenders: `${OWNED} ? [] : (${rule.cel.offenders})` }
      : rule.cel,
    prose: `${rule.prose}; not asked of a Job that another object owns`,
  }));
}

const parameters: { readonly ttlSecondsAfterFinished: number; readonly startingDeadlineSeconds: number | undefined } = {
  /** What hardening writes where a Job does not say how long it stays after its end: a day, to look at its logs. */
  ttlSecondsAfterFinished: 86_400,
  /** What hardening writes where a CronJob does not say how late it may start (600 suits most); by default a person decides. */
  startingDeadlineSeconds: undefined,
};

export const jobTimeLimits = control({
  id: 'job-time-limits',
  family: 'workload',
  title: 'Bound jobs in time',
  severity: 'low',
  why: 'A job that hangs holds its resources and credentials for good, finished ones pile up, and missed schedules start all at once.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup' },
  counterparts: {
    kubeLinter: ['job-ttl-seconds-after-finished'],
    kubeScore: ['cronjob-has-deadline'],
    kyverno: ['pod-lifetime'],
  },
  notes:
    'Jobs that another object owns are not asked: their fields stand in its template, and kube-linter fails a TTL there. An API server fills in `concurrencyPolicy: Allow` before admission policies look, so that only the audit sees that nobody decided. `startingDeadlineSeconds` is filled in only where the parameter names a value.',
  parameters,
  require: ({ ttlSecondsAfterFinished, startingDeadlineSeconds }) =>
    all(
      ofUnowned(
        object(
          [JOB],
          'spec.activeDeadlineSeconds',
          present({ instructions: 'Write the seconds after which the job is surely stuck: several times what a slow run takes.' }),
        ),
      ),
      ofUnowned(object([JOB], 'spec.ttlSecondsAfterFinished', present({ value: ttlSecondsAfterFinished }))),
      object(
        [CRON_JOB],
        'spec.startingDeadlineSeconds',
        present(
          startingDeadlineSeconds === undefined
            ? { instructions: 'Write how many seconds late a run may start; a missed one is then skipped. 600 suits most schedules.' }
            : { value: startingDeadlineSeconds },
        ),
      ),
      object(
        [CRON_JOB],
        'spec.concurrencyPolicy',
        present({ instructions: 'Write `Forbid` where two runs must not overlap, `Replace` where the newer one counts, else `Allow`.' }),
      ),
    ),
  examples: {
    pass: [
      { because: 'it ends, and is cleaned up', object: jobExample({ activeDeadlineSeconds: 3600, ttlSecondsAfterFinished: 86_400 }) },
      {
        because: 'it skips what it missed, and never overlaps',
        object: cronJobExample({ startingDeadlineSeconds: 600, concurrencyPolicy: 'Forbid' }),
      },
      {
        because: 'its CronJob decides',
        object: jobExample(
          {},
          { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'report', uid: '3f2a86c5-6a3e-4d0a-9f0e-1f4b7a1c2d3e' }] },
        ),
      },
    ],
    fail: [
      { because: 'it may hang for good', object: jobExample({ ttlSecondsAfterFinished: 600 }) },
      { because: 'it stays after its end', object: jobExample({ activeDeadlineSeconds: 3600 }) },
      { because: 'a CronJob that says neither', object: cronJobExample({}) },
      { because: 'nobody says how late a run may start', object: cronJobExample({ concurrencyPolicy: 'Forbid' }) },
    ],
  },
});
