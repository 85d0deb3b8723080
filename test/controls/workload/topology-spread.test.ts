import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { findingsIn, only } from './findings';

const soft = (topologyKey: string, app: string) => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels: { app } },
});
const NODE = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** The constraints of the workload `web` after hardening. */
function hardened(constraints: readonly object[] | undefined, override = false): unknown {
  const given = workloadExample({ spec: { replicas: 2 }, pod: constraints && { topologySpreadConstraints: constraints } });
  return harden(resource(given), { profile: only('topology-spread'), override }).resource.object.spec.template.spec
    .topologySpreadConstraints;
}

describe('a topology spread constraint', () => {
  test('is filled in, soft, by the labels that the workload selects', () => {
    expect(hardened(undefined)).toEqual([soft(NODE, 'web')]);
  });

  test('that somebody wrote stays as it is', () => {
    expect(hardened([soft(NODE, 'api')])).toEqual([soft(NODE, 'api')]);
  });

  test('is added with override under a key that is free: the API server takes each once', () => {
    expect(hardened([soft(NODE, 'api')], true)).toEqual([soft(NODE, 'api'), soft(ZONE, 'web')]);
  });

  test('is left to a person where no key is free', () => {
    expect(hardened([soft(NODE, 'api'), soft(ZONE, 'api')], true)).toEqual([soft(NODE, 'api'), soft(ZONE, 'api')]);
  });

  test('without a selector selects no pod, and does not count', () => {
    const { labelSelector: _, ...bare } = soft(NODE, 'web');
    const workload = workloadExample({ spec: { replicas: 2 }, pod: { topologySpreadConstraints: [bare] } });
    expect(findingsIn('topology-spread', [workload])).toHaveLength(1);
  });

  test('leaves out labels of the pods that the workload does not select by, such as a version', () => {
    const given = workloadExample({ spec: { replicas: 2 } });
    given.spec.template.metadata.labels = { app: 'web', version: '1.4.2' };
    const { object } = harden(resource(given), { profile: only('topology-spread') }).resource;
    expect(object.spec.template.spec.topologySpreadConstraints).toEqual([soft(NODE, 'web')]);
  });
});
