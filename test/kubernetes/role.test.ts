import { type Chart, Testing } from 'cdk8s';
import { ApiResource, ClusterRole, ClusterRoleBinding, Group, NonApiResource, Role, ServiceAccount, waive } from 'tempered/kubernetes';
import type { ControlId } from '../../lib/controls/catalogue';
import { failureOf, plainChart, rendered } from './rendered';

const of = (apiGroup: string, resourceType: string) => ApiResource.custom({ apiGroup, resourceType });
const because = { reason: 'the operator of the platform', expires: '2999-12-31' };

/** What gives away a pod, a namespace or the cluster. */
const INSECURE: readonly (readonly [string, ControlId, (role: Role | ClusterRole) => void])[] = [
  ['every verb', 'wildcard-verbs', (role) => role.allow(['*'], ApiResource.CONFIG_MAPS)],
  ['every resource', 'wildcard-resources', (role) => role.allow(['watch'], of('', '*'))],
  ['escalate', 'rbac-bind-escalate', (role) => role.allow(['escalate'], of('rbac.authorization.k8s.io', 'roles'))],
  ['bind', 'rbac-bind-escalate', (role) => role.allow(['bind'], of('rbac.authorization.k8s.io', 'clusterroles'))],
  ['impersonate', 'rbac-impersonate', (role) => role.allow(['impersonate'], of('', 'serviceaccounts'))],
  ['pods/exec', 'rbac-pod-exec', (role) => role.allow(['create'], of('', 'pods/exec'))],
];

describe.each([
  ['Role', (chart: Chart) => new Role(chart, 'it')],
  ['ClusterRole', (chart: Chart) => new ClusterRole(chart, 'it')],
] as const)('a %s', (kind, make) => {
  test.each(INSECURE)('with %s fails the synthesis, and says where and how to waive it', (_, control, allow) => {
    const chart = plainChart();
    allow(make(chart));
    const message = failureOf(() => Testing.synth(chart));
    expect(message).toContain('construct shop/it/Resource');
    expect(message).toContain('rules[0]');
    expect(message).toContain(`waive(construct, { control: '${control}', reason: '…', expires: 'YYYY-MM-DD' })`);
  });

  test.each(INSECURE)('with %s and a waiver has it, and its reason in the manifest', (_, control, allow) => {
    const role = make(plainChart());
    allow(role);
    waive(role, { ...because, control });
    const { rules, metadata } = rendered(role);
    expect(rules).toHaveLength(1);
    expect(metadata.annotations).toEqual({ [`waive.tempered/${control}`]: JSON.stringify(because) });
  });

  test('grants what is needed of what is named, and no more', () => {
    const role = make(plainChart());
    role.grant({ verbs: ['get', 'watch'], of: [ApiResource.CONFIG_MAPS], names: ['settings', 'flags'] });
    role.grant({ verbs: ['create'], of: [of('apps', 'deployments')] });
    expect(rendered(role)).toMatchObject({
      kind,
      rules: [
        { apiGroups: [''], resources: ['configmaps'], resourceNames: ['settings'], verbs: ['get', 'watch'] },
        { apiGroups: [''], resources: ['configmaps'], resourceNames: ['flags'], verbs: ['get', 'watch'] },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create'] },
      ],
    });
    expect(rendered(role).rules[2].resourceNames ?? []).toEqual([]);
  });

  test('refuses a grant that says more than it seems to', () => {
    const role = make(plainChart());
    const secret = ApiResource.SECRETS;
    // @ts-expect-error a wildcard is no verb of a grant
    expect(failureOf(() => role.grant({ verbs: ['*'], of: [secret] }))).toMatch(/^shop\/it: "\*" cannot be granted/);
    // @ts-expect-error whoever creates chooses the name
    expect(failureOf(() => role.grant({ verbs: ['create'], of: [secret], names: ['a'] }))).toMatch(/"create" cannot be granted by name/);
    // @ts-expect-error no name at all would be every object
    expect(failureOf(() => role.grant({ verbs: ['get'], of: [secret], names: [] }))).toMatch(/a grant of nothing/);
  });
});

test('a path of the API server is still allowed as in cdk8s-plus', () => {
  const role = new ClusterRole(plainChart(), 'it');
  role.allow(['get'], NonApiResource.of('/metrics'));
  expect(rendered(role).rules).toEqual([{ nonResourceURLs: ['/metrics'], verbs: ['get'] }]);
});

describe('cluster-admin', () => {
  const bound = (chart: Chart): ClusterRoleBinding => {
    const binding = new ClusterRoleBinding(chart, 'it', { role: ClusterRole.fromClusterRoleName(chart, 'admin', 'cluster-admin') });
    binding.addSubjects(new ServiceAccount(chart, 'account'));
    return binding;
  };

  test('is bound to nobody without a waiver', () => {
    const chart = plainChart();
    bound(chart);
    const message = failureOf(() => Testing.synth(chart));
    expect(message).toContain('construct shop/it/Resource');
    expect(message).toContain("control: 'cluster-admin-binding'");
  });

  test('is bound with one', () => {
    const binding = bound(plainChart());
    waive(binding, { ...because, control: 'cluster-admin-binding' });
    expect(rendered(binding).roleRef.name).toBe('cluster-admin');
  });
});

test('everybody is bound to nothing', () => {
  const chart = plainChart();
  const role = new Role(chart, 'reader');
  role.grant({ verbs: ['get'], of: [ApiResource.CONFIG_MAPS] });
  role.bind(Group.fromName(chart, 'everybody', 'system:unauthenticated'));
  expect(failureOf(() => Testing.synth(chart))).toContain("control: 'anonymous-binding'");
});
