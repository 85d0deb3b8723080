import { control } from '../control';
import { BIND_ESCALATE, withoutGrant } from './grants';
import { clusterRoleExample, roleExample } from './role-examples';

export const rbacBindEscalate = control({
  id: 'rbac-bind-escalate',
  family: 'rbac',
  title: 'Grant neither bind nor escalate',
  severity: 'critical',
  why: 'Who may bind or escalate gives themselves every right there is: these two verbs lift the rule that nobody grants more than they have.',
  references: { cis: ['5.1.8'], nsa: 'Authorization: RBAC' },
  counterparts: {
    trivy: ['KSV-0050', 'KSV-0051', 'KSV-0052'],
    checkov: ['CKV_K8S_157', 'CKV_K8S_158'],
    kubescape: ['C-0191'],
    kyverno: ['restrict-escalation-verbs-roles'],
  },
  notes:
    '`resourceNames` are no way out: which role is named decides everything, and a person has to look. Waive it for a controller that hands out one harmless role by name.',
  require: withoutGrant(
    BIND_ESCALATE,
    'Take `bind` and `escalate` out. Without them the API server still lets this account grant what it has itself.',
  ),
  examples: {
    pass: [
      {
        because: 'roles may be read',
        object: roleExample([{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['get', 'list'] }]),
      },
      { because: 'of another API group', object: roleExample([{ apiGroups: ['example.com'], resources: ['roles'], verbs: ['bind'] }]) },
      {
        because: 'a role of the system',
        object: clusterRoleExample(
          [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['bind', 'escalate'] }],
          { name: 'system:controller:clusterrole-aggregation-controller' },
        ),
      },
    ],
    fail: [
      {
        because: 'any role, to anybody',
        object: clusterRoleExample([{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['bind'] }]),
      },
      {
        because: 'any right into a role',
        object: roleExample([{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['escalate'] }]),
      },
      {
        because: 'one role, which may be cluster-admin',
        object: clusterRoleExample([
          { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['bind'], resourceNames: ['cluster-admin'] },
        ]),
      },
      {
        because: 'every verb is among them',
        object: clusterRoleExample([{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['*'], verbs: ['*'] }]),
      },
    ],
  },
});
