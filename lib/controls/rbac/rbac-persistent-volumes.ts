import { control } from '../control';
import { withoutGrant } from './grants';
import { clusterRoleExample } from './role-examples';

export const rbacPersistentVolumes = control({
  id: 'rbac-persistent-volumes',
  family: 'rbac',
  title: 'Limit who creates persistent volumes',
  severity: 'medium',
  why: 'A PersistentVolume of the type hostPath reaches the file system of every node, past whatever pods are forbidden.',
  references: { cis: ['5.1.9'] },
  counterparts: { kubescape: ['C-0278'] },
  notes: 'A provisioner of storage needs it: waive it on its ClusterRole, with the reason.',
  require: withoutGrant(
    { verbs: ['create'], resources: { '': ['persistentvolumes'] } },
    'Claim storage (persistentvolumeclaims) and let the provisioner of a StorageClass make the volumes.',
  ),
  examples: {
    pass: [
      {
        because: 'claims, for which a provisioner makes the volume',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: ['create', 'delete'] }]),
      },
      {
        because: 'volumes may be read',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['persistentvolumes'], verbs: ['get', 'list', 'watch'] }]),
      },
      {
        because: 'the provisioner of the cluster',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['persistentvolumes'], verbs: ['create'] }], {
          name: 'system:persistent-volume-provisioner',
        }),
      },
    ],
    fail: [
      {
        because: 'of whatever type',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['persistentvolumes'], verbs: ['create'] }]),
      },
      {
        because: 'every verb is among them',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['persistentvolumes'], verbs: ['*'] }]),
      },
      { because: 'every resource is among them', object: clusterRoleExample([{ apiGroups: ['*'], resources: ['*'], verbs: ['create'] }]) },
    ],
  },
});
