import { control } from '../control';
import { holding, rules } from '../requirement';
import { clusterRoleExample, roleExample } from './role-examples';

export const wildcardVerbs = control({
  id: 'wildcard-verbs',
  family: 'rbac',
  title: 'Grant no wildcard verb',
  severity: 'high',
  why: 'A wildcard grants what nobody thought of: deleting, impersonating, and every verb that a later version adds.',
  references: { cis: ['5.1.3'], nsa: 'Authorization: RBAC' },
  counterparts: {
    trivy: ['KSV-0045', 'KSV-0044'],
    checkov: ['CKV_K8S_49'],
    kubeLinter: ['wildcard-in-rules'],
    kubescape: ['C-0187', 'C-0272'],
    kyverno: ['restrict-wildcard-verbs'],
  },
  notes:
    'Roles of the system (`system:`, and `cluster-admin` with the label of the API server) and aggregated ClusterRoles, whose rules a controller collects, are not asked. Checkov looks at the first rule only, and takes any text with an asterisk (`pods/*`) for a wildcard.',
  require: rules({
    test: holding({ verbs: { holds: (text) => text === '*', cel: "v == '*'" } }),
    expected: 'without `*`',
    prose: 'has `*` among its verbs',
    instructions: 'Write the verbs that are used: `get`, `list` and `watch` to read, `create`, `update`, `patch` and `delete` to write.',
  }),
  examples: {
    pass: [
      { because: 'the verbs that are used', object: roleExample([{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }]) },
      {
        because: 'a wildcard of resources is asked elsewhere',
        object: roleExample([{ apiGroups: [''], resources: ['*'], verbs: ['get'] }]),
      },
      {
        because: 'a role of the system',
        object: clusterRoleExample([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }], {
          name: 'system:controller:namespace-controller',
        }),
      },
      {
        because: 'the API server wrote it',
        object: clusterRoleExample([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }], {
          name: 'cluster-admin',
          labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
        }),
      },
    ],
    fail: [
      { because: 'every verb', object: roleExample([{ apiGroups: [''], resources: ['configmaps'], verbs: ['*'] }]) },
      {
        because: 'the second rule counts too',
        object: roleExample([
          { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
          { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', '*'] },
        ]),
      },
      {
        because: 'a name makes no role of the API server’s',
        object: clusterRoleExample([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }], { name: 'cluster-admin' }),
      },
    ],
  },
});
