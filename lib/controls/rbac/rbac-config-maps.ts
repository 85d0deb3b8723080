import { control } from '../control';

import { type Grant, ROLES, type Subject } from '../requirement';
import { withoutGrant } from './grants';
import { clusterRoleExample, roleExample } from './role-examples';

const CONFIG_MAPS: Grant = {
  verbs: ['create', 'update', 'patch', 'delete'],
  resources: { '': ['configmaps'] },
  named: { names: ['aws-auth', 'coredns'] },
};

/** A Role of another namespace reaches none that the system reads. */
const OF_THE_SYSTEM = {
  kinds: ROLES,
  holds: ({ kind, namespace }: Subject) => kind === 'ClusterRole' || namespace === 'kube-system',
  cel: "object.kind == 'ClusterRole' || (has(object.metadata.namespace) && object.metadata.namespace == 'kube-system')",
};

export const rbacConfigMaps = control({
  id: 'rbac-config-maps',
  family: 'rbac',
  title: 'Limit who edits ConfigMaps of the system',
  severity: 'medium',
  why: 'In ConfigMaps the system keeps who is an administrator (`aws-auth`), which name leads where (`coredns`), and what its parts trust.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/' },
  counterparts: { trivy: ['KSV-0049', 'KSV-0115'], kubescape: ['C-0037'] },
  notes:
    'Asked of ClusterRoles and of Roles in kube-system; a Role of another namespace writes none that the system reads. A Role that names no namespace is not asked.',
  require: withoutGrant(
    CONFIG_MAPS,
    'Grant it in the namespace of the workload (a Role), or name the ConfigMaps (`resourceNames`).',
    OF_THE_SYSTEM,
  ),
  examples: {
    pass: [
      {
        because: 'those of the own namespace',
        object: roleExample([{ apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'update'] }]),
      },
      {
        because: 'one of them, by name',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['configmaps'], verbs: ['update'], resourceNames: ['web-leader'] }]),
      },
      {
        because: 'they may be read',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }]),
      },
    ],
    fail: [
      { because: 'all of the cluster', object: clusterRoleExample([{ apiGroups: [''], resources: ['configmaps'], verbs: ['update'] }]) },
      {
        because: 'all of the system',
        object: roleExample([{ apiGroups: [''], resources: ['configmaps'], verbs: ['create'] }], { namespace: 'kube-system' }),
      },
      {
        because: 'who is an administrator',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['configmaps'], verbs: ['patch'], resourceNames: ['aws-auth'] }]),
      },
      {
        because: 'where names lead, among others',
        object: roleExample([{ apiGroups: [''], resources: ['configmaps'], verbs: ['*'], resourceNames: ['web', 'coredns'] }], {
          namespace: 'kube-system',
        }),
      },
    ],
  },
});
