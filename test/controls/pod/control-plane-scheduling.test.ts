import { only, podWith } from './one-control';

const { audit } = only('control-plane-scheduling');
const placed = { status: { phase: 'Running', conditions: [{ type: 'PodScheduled', status: 'True' }] } };

test('the node of a running pod is the choice of the scheduler, and no finding', () => {
  expect(audit(podWith({ nodeName: 'worker-1' }, placed)).findings).toEqual([]);
  expect(audit(podWith({ nodeName: 'worker-1' })).findings).toHaveLength(1);
});

test("the node of a template is somebody's choice, whatever the status of the workload", () => {
  const { spec } = podWith({ nodeName: 'worker-1' });
  const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template: { spec } }, ...placed };
  expect(audit(workload).findings.map(({ path }) => path.join('.'))).toEqual(['spec.template.spec.nodeName']);
});

test('a selector is named by its label', () => {
  const [finding] = audit(podWith({ nodeSelector: { 'node-role.kubernetes.io/control-plane': '' } })).findings;
  expect(finding?.message).toMatch(/^spec\.nodeSelector\["node-role\.kubernetes\.io\/control-plane"\] /);
});
