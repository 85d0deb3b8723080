import { control } from '../control';
import { MANAGE_RBAC, withoutGrant } from './grants';
import { clusterRoleExample, roleExample } from './role-examples';

export const rbacManageRbac = control({
  id: 'rbac-manage-rbac',
  family: 'rbac',
  title: 'Limit who edits RBAC',
  severity: 'critical',
  why: 'Who writes roles and bindings decides who may do what, and takes away what keeps others out.',
  references: { cis: ['5.1.8'] },
  counterparts: { trivy: ['KSV-0050', 'KSV-0055'], checkov: ['CKV2_K8S_1'] },
  require: withoutGrant(
    MANAGE_RBAC,
    'Leave roles and bindings to those who run the cluster; an operator that makes some for its workloads gets them written beside it instead.',
  ),
  examples: {
    pass: [
      {
        because: 'they may be read',
        object: roleExample([
          { apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: ['get', 'list', 'watch'] },
        ]),
      },
      {
        because: 'accounts are no rights yet',
        object: roleExample([{ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['create'] }]),
      },
      { because: 'of another API group', object: roleExample([{ apiGroups: ['example.com'], resources: ['roles'], verbs: ['create'] }]) },
    ],
    fail: [
      {
        because: 'a new binding',
        object: roleExample([{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings'], verbs: ['create'] }]),
      },
      {
        because: 'a role that exists already',
        object: clusterRoleExample([
          { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['patch'], resourceNames: ['viewer'] },
        ]),
      },
      {
        because: 'away with what others may',
        object: clusterRoleExample([{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterrolebindings'], verbs: ['delete'] }]),
      },
      {
        because: 'every verb is among them',
        object: roleExample([{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['*'] }]),
      },
    ],
  },
});
