import { control } from '../control';
import { clusterRoleBindingExample, personExample, roleBindingExample } from './role-examples';
import { subjects } from './subjects';

const DISCOVERY = ['system:basic-user', 'system:discovery', 'system:public-info-viewer', 'system:service-account-issuer-discovery'];
const LABELS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

export const authenticatedBinding = control({
  id: 'authenticated-binding',
  family: 'rbac',
  title: 'Bind nothing to all authenticated users',
  severity: 'high',
  why: 'Every pod that mounts a token is authenticated: what is bound to all of them, whoever breaks into any one of them has.',
  references: { kubernetes: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings' },
  counterparts: { trivy: ['KSV-01011'], kubescape: ['C-0265'], kyverno: ['restrict-binding-system-groups'] },
  notes:
    'The groups are `system:authenticated`, `system:serviceaccounts` and `system:serviceaccounts:<namespace>`. The bindings for discovery that the API server makes itself are not asked.',
  require: subjects({
    offends: ({ kind, name }) =>
      kind === 'Group' &&
      typeof name === 'string' &&
      (name === 'system:authenticated' || name === 'system:serviceaccounts' || name.startsWith('system:serviceaccounts:')),
    cel: "s.kind == 'Group' && (s.name in ['system:authenticated', 'system:serviceaccounts'] || s.name.startsWith('system:serviceaccounts:'))",
    builtIn: DISCOVERY,
    expected: 'fewer than all who are authenticated, and than all ServiceAccounts of a namespace',
    prose: 'is the group `system:authenticated`, `system:serviceaccounts` or `system:serviceaccounts:<namespace>`',
    instructions: 'Name the ServiceAccounts, or the group of people, that need it.',
  }),
  examples: {
    pass: [
      { because: 'one account', object: roleBindingExample({}) },
      {
        because: 'a group that somebody has to be put into',
        object: roleBindingExample({ subjects: [personExample('Group', 'developers')] }),
      },
      {
        because: 'the API server makes it itself',
        object: {
          ...clusterRoleBindingExample({
            role: ['ClusterRole', 'system:discovery'],
            subjects: [personExample('Group', 'system:authenticated')],
          }),
          metadata: { name: 'system:discovery', labels: LABELS },
        },
      },
    ],
    fail: [
      {
        because: 'everybody who has any credential',
        object: clusterRoleBindingExample({ subjects: [personExample('Group', 'system:authenticated')] }),
      },
      {
        because: 'every pod of the cluster',
        object: clusterRoleBindingExample({ subjects: [personExample('Group', 'system:serviceaccounts')] }),
      },
      {
        because: 'every pod of a namespace',
        object: roleBindingExample({ subjects: [personExample('Group', 'system:serviceaccounts:shop')] }),
      },
    ],
  },
});
