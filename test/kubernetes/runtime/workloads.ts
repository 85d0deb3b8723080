import { type Chart, Cron } from 'cdk8s';
import { type AbstractPod, CronJob, DaemonSet, Deployment, Job, Pod, StatefulSet } from 'tempered/kubernetes';
import { IMAGE } from '../rendered';

const containers = [{ image: IMAGE, portNumber: 8080 }];

/** One of each that holds a pod. */
export const WORKLOADS: readonly (readonly [string, (chart: Chart, props?: object) => AbstractPod])[] = [
  ['Pod', (chart, props) => new Pod(chart, 'it', { containers, ...props })],
  ['Deployment', (chart, props) => new Deployment(chart, 'it', { containers, ...props })],
  ['StatefulSet', (chart, props) => new StatefulSet(chart, 'it', { containers, ...props })],
  ['DaemonSet', (chart, props) => new DaemonSet(chart, 'it', { containers, ...props })],
  ['Job', (chart, props) => new Job(chart, 'it', { containers, ...props })],
  ['CronJob', (chart, props) => new CronJob(chart, 'it', { schedule: Cron.daily(), containers, ...props })],
];

/** A Deployment that no control has anything to say about. */
export function deployment(chart: Chart, props: object = {}): Deployment {
  return new Deployment(chart, 'web', { containers, ...props });
}
