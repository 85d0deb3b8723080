import { cronJobExample, jobExample } from '../../../lib/controls/workload/workload-examples';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { findingsIn, only, placesOf } from './findings';

describe('a job', () => {
  test('gets a day to be looked at after its end, and its deadline from a person', () => {
    const { resource: hardened, findings } = harden(resource(jobExample({})), { profile: only('job-time-limits') });
    expect(hardened.object.spec.ttlSecondsAfterFinished).toBe(86_400);
    expect(placesOf(findings)).toEqual(['Job report spec.activeDeadlineSeconds']);
  });

  test('may be cleaned up at once', () => {
    expect(findingsIn('job-time-limits', [jobExample({ activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 0 })])).toEqual([]);
  });
});

describe('a CronJob', () => {
  test('must say what happens when runs overlap', () => {
    expect(placesOf(findingsIn('job-time-limits', [cronJobExample({ startingDeadlineSeconds: 600 })]))).toEqual([
      'CronJob report spec.concurrencyPolicy',
    ]);
  });

  test('gets a starting deadline only from a profile that names one', () => {
    const deadline = (parameters: object): unknown =>
      harden(resource(cronJobExample({})), { profile: only('job-time-limits', parameters) }).resource.object.spec.startingDeadlineSeconds;
    expect(deadline({})).toBeUndefined();
    expect(deadline({ startingDeadlineSeconds: 600 })).toBe(600);
  });
});
