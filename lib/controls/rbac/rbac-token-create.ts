import { control } from '../control';
import { withoutGrant } from './grants';
import { clusterRoleExample, roleExample } from './role-examples';

export const rbacTokenCreate = control({
  id: 'rbac-token-create',
  family: 'rbac',
  title: 'Limit who mints tokens',
  severity: 'high',
  why: 'Who mints tokens for any ServiceAccount acts as the strongest of them.',
  references: { cis: ['5.1.13'] },
  counterparts: { kubescape: ['C-0282'] },
  require: withoutGrant(
    { verbs: ['create'], resources: { '': ['serviceaccounts/token'] }, named: { verbs: [] } },
    'Name the ServiceAccounts whose tokens are needed (`resourceNames`).',
  ),
  examples: {
    pass: [
      {
        because: 'one account, by name',
        object: roleExample([{ apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'], resourceNames: ['web'] }]),
      },
      {
        because: 'accounts without their tokens',
        object: roleExample([{ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['get', 'create'] }]),
      },
      {
        because: 'whatever the verb, of one account',
        object: roleExample([{ apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['*'], resourceNames: ['web'] }]),
      },
    ],
    fail: [
      {
        because: 'of every account of the namespace',
        object: roleExample([{ apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] }]),
      },
      {
        because: 'of every account of the cluster',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['*/token'], verbs: ['create'] }]),
      },
      { because: 'every resource has its subresources', object: roleExample([{ apiGroups: [''], resources: ['*'], verbs: ['*'] }]) },
    ],
  },
});
