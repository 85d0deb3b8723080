import { run } from '../../../lib/cli/run';
import {
  accountExample,
  clusterRoleBindingExample,
  clusterRoleExample,
  personExample,
  roleBindingExample,
  roleExample,
} from '../../../lib/controls/rbac/role-examples';
import type { Json } from '../../../lib/controls/requirement';
import { UNKNOWN } from '../../../lib/controls/requirement';
import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { audit } from '../../../lib/engine/audit';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { findingsIn, only, placesOf } from '../workload/findings';

const READ_SECRETS = [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }];
const web = workloadExample({ namespace: 'shop', pod: { serviceAccountName: 'web' } });
const takeover = (...objects: readonly Json[]) => placesOf(findingsIn('privileged-workload-role', [web, ...objects]));
const TOLD = ['Deployment web spec.template.spec.serviceAccountName'];

describe('the rights of a workload', () => {
  test.each([
    ['its account by name', { kind: 'ServiceAccount', name: 'web', namespace: 'shop' }, true],
    ['its account, in the namespace of the binding', { kind: 'ServiceAccount', name: 'web' }, true],
    ['its account as a user', personExample('User', 'system:serviceaccount:shop:web'), true],
    ['all accounts of its namespace', personExample('Group', 'system:serviceaccounts:shop'), true],
    ['all accounts', personExample('Group', 'system:serviceaccounts'), true],
    ['everybody who has logged in', personExample('Group', 'system:authenticated'), true],
    ['an account of the same name elsewhere', { kind: 'ServiceAccount', name: 'web', namespace: 'api' }, false],
    ['all accounts of another namespace', personExample('Group', 'system:serviceaccounts:api'), false],
    ['a user of the same name', personExample('User', 'web'), false],
  ])('come from a binding to %s: %#', (_, subject, reaches) => {
    expect(takeover(roleBindingExample({ subjects: [subject] }), roleExample(READ_SECRETS))).toEqual(reaches ? TOLD : []);
  });

  test('come from the role of the namespace of the binding, not from one of that name elsewhere', () => {
    expect(takeover(roleBindingExample({}), roleExample(READ_SECRETS, { namespace: 'api' }))).toEqual([]);
  });

  test('come from a ClusterRole by either kind of binding', () => {
    const role = clusterRoleExample(READ_SECRETS);
    expect(takeover(clusterRoleBindingExample({}), role)).toEqual(TOLD);
    expect(takeover(roleBindingExample({ role: ['ClusterRole', 'web'] }), role)).toEqual(TOLD);
    expect(takeover(roleBindingExample({}), role)).toEqual([]); // it names a Role
  });

  const aggregated = (selector: Json, metadata: Json = {}): Json => ({
    ...clusterRoleExample([], metadata),
    aggregationRule: { clusterRoleSelectors: [selector] },
  });

  test('come by aggregation of aggregated roles, and of roles that select each other', () => {
    const deep = [
      clusterRoleBindingExample({}),
      aggregated({ matchLabels: { level: 'one' } }),
      aggregated({ matchLabels: { level: 'two' } }, { name: 'middle', labels: { level: 'one' } }),
      clusterRoleExample(READ_SECRETS, { name: 'last', labels: { level: 'two' } }),
    ];
    expect(takeover(...deep)).toEqual(TOLD);
    const round = [
      clusterRoleBindingExample({}),
      aggregated({ matchLabels: { level: 'two' } }, { labels: { level: 'one' } }),
      aggregated({ matchLabels: { level: 'one' } }, { name: 'other', labels: { level: 'two' } }),
    ];
    expect(takeover(...round)).toEqual([]);
  });

  test.each([
    ['every role', {}, true],
    ['every role that has no label of a team', { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] }, true],
    ['those that an API server makes', { matchLabels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } }, true],
    ['those of a team', { matchLabels: { team: 'shop' } }, false],
    ['every role with a label of a team', { matchExpressions: [{ key: 'team', operator: 'Exists' }] }, false],
  ])('are those of cluster-admin, which nobody wrote down, by a selector of %s', (_, selector, isAdmin) => {
    const bound = [clusterRoleBindingExample({}), aggregated(selector)];
    expect(takeover(...bound)).toEqual(isAdmin ? TOLD : []);
    expect(findingsIn('cluster-admin-binding', bound)).toHaveLength(isAdmin ? 1 : 0);
    const through = [
      clusterRoleBindingExample({}),
      aggregated({ matchLabels: { level: 'one' } }),
      aggregated(selector, { name: 'all', labels: { level: 'one' } }),
    ];
    expect(findingsIn('cluster-admin-binding', through)).toHaveLength(isAdmin ? 1 : 0);
  });

  test('are of no use where no token is mounted, by the pod before its account', () => {
    const bound = [roleBindingExample({}), roleExample(READ_SECRETS)];
    const withPod = (automountServiceAccountToken: boolean) =>
      workloadExample({ namespace: 'shop', pod: { serviceAccountName: 'web', automountServiceAccountToken } });
    const account = (automountServiceAccountToken: boolean) => accountExample({ automountServiceAccountToken });
    const asked = (pod: Json, ...more: readonly Json[]) => findingsIn('privileged-workload-role', [pod, ...bound, ...more]).length;
    expect(asked(web, account(false))).toBe(0);
    expect(asked(withPod(true), account(false))).toBe(1);
    expect(asked(withPod(false), account(true))).toBe(0);
    expect(asked(web, account(true))).toBe(1);
  });

  test('that are not known yet are no pass', () => {
    const pod = workloadExample({ namespace: 'shop', pod: { serviceAccountName: UNKNOWN } });
    const { controls } = audit([resource(pod)], { profile: only('privileged-workload-role') });
    expect(controls).toMatchObject({ unknown: 1 });
  });

  test('are joined in a List as they are in documents of their own', async () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [web, roleBindingExample({}), roleExample(READ_SECRETS)] };
    let said = '';
    const code = await run(['audit', '-', '--only', 'privileged-workload-role', '--format', 'json'], {
      stdin: async () => Buffer.from(JSON.stringify(list)),
      stdout: { isTTY: false, write: (text) => (said += text) },
      stderr: { isTTY: false, write: () => {} },
      env: {},
    });
    expect(code).toBe(1);
    expect(JSON.parse(said).findings).toHaveLength(1);
  });
});

describe('a binding', () => {
  test('whose role is everything under another name is told, and by its own name again only where it is cluster-admin', () => {
    const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
    const asked = (...objects: readonly Json[]) => findingsIn('cluster-admin-binding', objects).length;
    expect(asked(clusterRoleBindingExample({}), clusterRoleExample(everything))).toBe(1);
    expect(asked(roleBindingExample({}), roleExample(everything))).toBe(1);
    expect(asked(roleBindingExample({}), clusterRoleExample(everything))).toBe(0);
    expect(asked(clusterRoleBindingExample({ role: ['ClusterRole', 'cluster-admin'] }), clusterRoleExample(everything))).toBe(1);
  });

  test('dangles where the account is of another namespace than it says, not where charts leave the namespace out', () => {
    const asked = (account: Json) => placesOf(findingsIn('dangling-role-binding', [roleBindingExample({}), roleExample([]), account]));
    expect(asked(accountExample({}, 'web', 'api'))).toEqual(['RoleBinding web subjects.0.name']);
    const { namespace: _, ...metadata } = accountExample().metadata;
    expect(asked({ ...accountExample(), metadata })).toEqual([]);
  });
});

describe('deployers', () => {
  const CREATE = [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['create'] }];
  const deployer = { kind: 'ServiceAccount', name: 'deployer', namespace: 'ci' };
  const asked = (deployers: readonly string[], subjects: readonly Json[]) =>
    placesOf(findingsIn('rbac-create-workloads', [roleExample(CREATE), roleBindingExample({ subjects })], { parameters: { deployers } }));

  test('may make workloads, and whoever is bound beside them is told', () => {
    expect(asked([], [deployer])).toEqual(['Role web rules.0.verbs']);
    expect(asked(['ci/deployer'], [deployer])).toEqual([]);
    expect(asked(['ci/deployer'], [deployer, { kind: 'ServiceAccount', name: 'web', namespace: 'shop' }])).toEqual([
      'RoleBinding web subjects.1.name',
    ]);
    expect(asked(['shop/deployer'], [deployer])).toEqual(['Role web rules.0.verbs', 'RoleBinding web subjects.0.name']);
  });
});

test('rules that no object of Kubernetes can have are reported, and judged as far as they can be', () => {
  const role = { ...roleExample([]), rules: [{ verbs: 'list' }, 'all', { apiGroups: [''], resources: ['secrets'], verbs: ['list'] }] };
  const { findings, malformed } = audit([resource(role)], { profile: only('rbac-secrets') });
  expect(malformed.map(({ observation }) => observation.path.join('.'))).toEqual(['rules.0.verbs', 'rules.1']);
  expect(placesOf(findings)).toHaveLength(1);
  const bound = { ...roleBindingExample({}), subjects: { kind: 'User' } };
  expect(audit([resource(bound)], { profile: only('anonymous-binding') }).malformed).toHaveLength(1);
});

test('an account is disarmed by hardening only where nothing is said', () => {
  const hardened = (object: Json) => harden(resource(object), { profile: only('service-account-automount') });
  expect(hardened(accountExample()).resource.object.automountServiceAccountToken).toBe(false);
  const asked = hardened(accountExample({ automountServiceAccountToken: true }));
  expect(asked.resource.object.automountServiceAccountToken).toBe(true);
  expect(asked.findings).toHaveLength(1);
});
