import { control } from '../control';
import { clusterRoleBindingExample, personExample, roleBindingExample } from './role-examples';
import { subjects } from './subjects';

/** As whom an API server sees the account. */
const USER_NAME = '^system:serviceaccount:[^:]+:default$';

export const defaultServiceAccountBinding = control({
  id: 'default-service-account-binding',
  family: 'rbac',
  title: 'Bind no role to default ServiceAccounts',
  severity: 'medium',
  why: 'Every pod of the namespace that names no account has what is bound to this one, those that come later too.',
  references: { cis: ['5.1.5'] },
  counterparts: { checkov: ['CKV_K8S_42'] },
  require: subjects({
    offends: ({ kind, name }) =>
      (kind === 'ServiceAccount' && name === 'default') ||
      (kind === 'User' && typeof name === 'string' && new RegExp(USER_NAME).test(name)),
    cel: `(s.kind == 'ServiceAccount' && s.name == 'default') || (s.kind == 'User' && s.name.matches('${USER_NAME}'))`,
    builtIn: [],
    expected: 'a ServiceAccount other than `default`',
    prose: 'is a ServiceAccount named `default`, by its name or by that of its user (`system:serviceaccount:shop:default`)',
    instructions: 'Make a ServiceAccount for the workload, name it in its pod (`serviceAccountName`), and bind that one.',
  }),
  examples: {
    pass: [
      { because: 'an account of its own', object: roleBindingExample({}) },
      { because: 'a person who is called so', object: roleBindingExample({ subjects: [personExample('User', 'default')] }) },
      { because: 'nobody is bound', object: roleBindingExample({ subjects: [] }) },
    ],
    fail: [
      {
        because: 'every pod without an account of its own',
        object: roleBindingExample({ subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }] }),
      },
      {
        because: 'of another namespace, for the whole cluster',
        object: clusterRoleBindingExample({ subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'kube-system' }] }),
      },
      {
        because: 'the user that the account is',
        object: roleBindingExample({ subjects: [personExample('User', 'system:serviceaccount:shop:default')] }),
      },
      {
        because: 'among others',
        object: roleBindingExample({
          subjects: [personExample('Group', 'developers'), { kind: 'ServiceAccount', name: 'default', namespace: 'shop' }],
        }),
      },
    ],
  },
});
