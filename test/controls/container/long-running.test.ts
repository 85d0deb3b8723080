import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { defineProfile } from '../../../lib/profiles/profile';

const profile = defineProfile({ name: 'probes', controls: { 'liveness-probe': 'fail', 'readiness-probe': 'fail' } });
const template = { spec: { containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 8080 }] }] } };
const controlsFailing = (object: Record<string, unknown>) =>
  new Set(audit([resource({ metadata: { name: 'web' }, ...object })], { profile }).findings.map(({ control }) => control));

test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'])('a %s is asked for probes', (kind) => {
  expect(controlsFailing({ apiVersion: 'apps/v1', kind, spec: { template } })).toEqual(new Set(['liveness-probe', 'readiness-probe']));
});

test('what runs to completion is asked for none, even if its template does not say so', () => {
  expect(controlsFailing({ apiVersion: 'batch/v1', kind: 'Job', spec: { template } })).toEqual(new Set());
  expect(controlsFailing({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template } } } })).toEqual(new Set());
  const replicatedJobs = [{ name: 'all', template: { spec: { template } } }];
  expect(controlsFailing({ apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', spec: { replicatedJobs } })).toEqual(new Set());
});
