import { control } from '../control';
import { IMPERSONATE, withoutGrant } from './grants';
import { clusterRoleExample } from './role-examples';

export const rbacImpersonate = control({
  id: 'rbac-impersonate',
  family: 'rbac',
  title: 'Grant no impersonation',
  severity: 'critical',
  why: 'Who may impersonate is whomever they say they are, an administrator too, and the audit log needs a second look to tell.',
  references: { cis: ['5.1.8'] },
  counterparts: { trivy: ['KSV-0043'], checkov: ['CKV2_K8S_3'], kubescape: ['C-0065'], kyverno: ['restrict-escalation-verbs-roles'] },
  notes:
    'Constrained impersonation (`impersonate:user-info` and the like, KEP-5284) is not asked: it acts as somebody only in what a second rule (`impersonate-on:…`) names.',
  require: withoutGrant(IMPERSONATE, 'Take `impersonate` out, or name the one account (`resourceNames`) and waive this with the reason.'),
  examples: {
    pass: [
      {
        because: 'accounts may be read',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['get', 'list'] }]),
      },
      { because: 'no kind of identity', object: clusterRoleExample([{ apiGroups: [''], resources: ['pods'], verbs: ['impersonate'] }]) },
      {
        because: 'a role of the system',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }], { name: 'system:proxy' }),
      },
    ],
    fail: [
      { because: 'any user', object: clusterRoleExample([{ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }]) },
      {
        because: 'any group, system:masters too',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['groups'], verbs: ['impersonate'] }]),
      },
      {
        because: 'whatever an authenticator says of them',
        object: clusterRoleExample([{ apiGroups: ['authentication.k8s.io'], resources: ['userextras/scopes'], verbs: ['impersonate'] }]),
      },
      {
        because: 'every verb is among them',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['*'] }]),
      },
    ],
  },
});
