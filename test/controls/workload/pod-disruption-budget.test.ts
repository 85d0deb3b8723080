import { allowsEviction } from '../../../lib/controls/workload/disruption-budgets';
import { autoscalerExample, budgetExample, workloadExample } from '../../../lib/controls/workload/workload-examples';
import { findingsIn, placesOf } from './findings';

const found = (...objects: Parameters<typeof findingsIn>[1]) => findingsIn('pod-disruption-budget', objects);
const two = { spec: { replicas: 2 } };

describe('a disruption budget', () => {
  test.each([
    [{ maxUnavailable: 1 }, 2, true],
    [{ maxUnavailable: 0 }, 2, false],
    [{ maxUnavailable: '0%' }, 2, false],
    [{ maxUnavailable: '1%' }, 2, true], // rounded up to one pod
    [{ minAvailable: 1 }, 2, true],
    [{ minAvailable: 2 }, 2, false],
    [{ minAvailable: '50%' }, 2, true],
    [{ minAvailable: '51%' }, 2, false], // rounded up to two pods
    [{ minAvailable: '100%' }, 50, false],
    [{ minAvailable: 'half' }, 2, false],
    [{}, 2, false],
  ])('that says %j lets one of %i pods go: %s', (spec, replicas, expected) => {
    expect(allowsEviction({ spec }, replicas)).toBe(expected);
  });

  test('that is missing is offered, with the selector and the labels of the workload', () => {
    const [finding] = found(
      workloadExample({ ...two, namespace: 'shop', labels: { team: 'shop' }, podLabels: { app: 'web', tier: 'front' } }),
    );
    expect(finding?.fix).toEqual({
      op: 'create',
      object: {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'web', namespace: 'shop', labels: { team: 'shop' } },
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web', tier: 'front' } } },
      },
    });
  });

  test('that is offered passes, beside its workload', () => {
    const workload = workloadExample({ ...two, namespace: 'shop' });
    const [finding] = found(workload);
    if (finding?.fix.op !== 'create') throw new Error('a budget is offered');
    expect(found(workload, finding.fix.object)).toEqual([]);
  });

  test('is not offered under a name that is taken', () => {
    const other = { ...budgetExample({ maxUnavailable: 1 }), spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'other' } } } };
    expect(found(workloadExample(two), other).map(({ fix }) => fix.op)).toEqual(['manual']);
  });

  test('of another namespace protects nothing', () => {
    expect(placesOf(found(workloadExample({ ...two, namespace: 'shop' }), budgetExample({ maxUnavailable: 1 })))).toEqual([
      'Deployment web spec.replicas',
    ]);
  });

  test('with an empty selector selects all pods in policy/v1, and none in policy/v1beta1', () => {
    const all = { ...budgetExample({}), spec: { selector: {}, maxUnavailable: 1 } };
    expect(found(workloadExample(two), all)).toEqual([]);
    expect(placesOf(found(workloadExample(two), { ...all, apiVersion: 'policy/v1beta1' }))).toEqual(['Deployment web spec.replicas']);
  });

  test('is asked for where only the autoscaler makes two, and compared with its minimum', () => {
    const autoscaler = autoscalerExample({ minReplicas: 3 });
    expect(placesOf(found(workloadExample({}), autoscaler))).toEqual(['Deployment web spec.replicas']);
    expect(found(workloadExample({ spec: { replicas: 2 } }), autoscaler, budgetExample({ minAvailable: 2 }))).toEqual([]);
  });

  test('that keeps all replicas is reported where it stands, and at the workload', () => {
    expect(placesOf(found(workloadExample(two), budgetExample({ minAvailable: 2 })))).toEqual([
      'Deployment web spec.replicas',
      'PodDisruptionBudget web spec.minAvailable',
    ]);
  });

  test('that blocks by zero can be repaired', () => {
    expect(found(budgetExample({ maxUnavailable: 0 })).map(({ fix }) => fix)).toEqual([
      { op: 'set', path: ['spec', 'maxUnavailable'], value: 1 },
    ]);
  });
});
