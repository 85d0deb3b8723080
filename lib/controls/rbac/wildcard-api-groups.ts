import { control } from '../control';
import { holding, rules } from '../requirement';
import { clusterRoleExample, roleExample } from './role-examples';

export const wildcardApiGroups = control({
  id: 'wildcard-api-groups',
  family: 'rbac',
  title: 'Grant no wildcard API group',
  severity: 'medium',
  why: 'A wildcard grants the same name in every API that somebody installs later.',
  references: { cis: ['5.1.3'] },
  counterparts: { checkov: ['CKV_K8S_49'], kubeLinter: ['wildcard-in-rules'], kubescape: ['C-0187'] },
  require: rules({
    test: holding({ apiGroups: { holds: (text) => text === '*', cel: "v == '*'" } }),
    expected: 'without `*`',
    prose: 'has `*` among its API groups',
    instructions: 'Write the groups of the resources: `""` is the core, `apps` that of Deployments.',
  }),
  examples: {
    pass: [
      { because: 'the group that is meant', object: roleExample([{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] }]) },
      { because: 'the core', object: roleExample([{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]) },
      { because: 'URLs have no group', object: clusterRoleExample([{ nonResourceURLs: ['/metrics'], verbs: ['get'] }]) },
    ],
    fail: [
      { because: 'every group', object: roleExample([{ apiGroups: ['*'], resources: ['deployments'], verbs: ['get'] }]) },
      { because: 'one of several', object: roleExample([{ apiGroups: ['apps', '*'], resources: ['deployments'], verbs: ['get'] }]) },
      { because: 'of the whole cluster', object: clusterRoleExample([{ apiGroups: ['*'], resources: ['pods'], verbs: ['get'] }]) },
    ],
  },
});
