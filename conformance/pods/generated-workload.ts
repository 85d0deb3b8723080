import fc, { type Arbitrary } from 'fast-check';
import type { Json } from '../../lib/controls/requirement';
import { type PodTemplate, podTemplate } from './generated-pod';

type Wrap = (template: PodTemplate) => Json;

const selector = { matchLabels: { app: 'web' } };

/** Around a template, as each kind holds it. */
const WRAPS: readonly Wrap[] = [
  ({ metadata, spec }) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec }),
  (template) => ({ apiVersion: 'v1', kind: 'PodTemplate', template }),
  (template) => ({ apiVersion: 'v1', kind: 'ReplicationController', spec: { template } }),
  (template) => ({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { selector, template } }),
  (template) => ({ apiVersion: 'apps/v1', kind: 'ReplicaSet', spec: { selector, template } }),
  (template) => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { selector, template } }),
  (template) => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { selector, template } }),
  (template) => ({ apiVersion: 'batch/v1', kind: 'Job', spec: { template } }),
  (template) => ({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { schedule: '0 4 * * *', jobTemplate: { spec: { template } } } }),
];

/** A generated pod in one of the kinds that hold pods; a Pod as often as all others together. */
export const workload: Arbitrary<Json> = fc
  .tuple(fc.oneof(fc.constant(WRAPS[0]), fc.constantFrom(...WRAPS)), podTemplate)
  .map(([wrap, template]) => (wrap ?? podOnly)(template));

const podOnly: Wrap = ({ metadata, spec }) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec });

/** The same workloads for the same seed, named `generated-0`, `generated-1` … */
export function generatedWorkloads(count: number, seed: number): readonly Json[] {
  return fc
    .sample(workload, { numRuns: count, seed })
    .map((object, index) => ({ ...object, metadata: { ...object.metadata, name: `generated-${index}` } }));
}
