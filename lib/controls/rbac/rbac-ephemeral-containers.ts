import { control } from '../control';
import { withoutGrant } from './grants';
import { roleExample } from './role-examples';

export const rbacEphemeralContainers = control({
  id: 'rbac-ephemeral-containers',
  family: 'rbac',
  title: 'Grant no debug containers',
  severity: 'high',
  why: 'A debug container in any pod runs any image beside the process, with its memory, its volumes and its token: as much as exec, and less watched.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/' },
  counterparts: {},
  notes: 'No scanner asks this one; the rights of `pods/exec` are asked by `rbac-pod-exec`.',
  require: withoutGrant(
    { verbs: ['patch', 'update'], resources: { '': ['pods/ephemeralcontainers'] } },
    'Take `pods/ephemeralcontainers` out; let a person who debugs have it for as long as it takes.',
  ),
  examples: {
    pass: [
      {
        because: 'they may be looked at',
        object: roleExample([{ apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['get'] }]),
      },
      {
        because: 'pods may be changed, which is another right',
        object: roleExample([{ apiGroups: [''], resources: ['pods'], verbs: ['patch'] }]),
      },
      { because: 'no verb of it', object: roleExample([{ apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['create'] }]) },
    ],
    fail: [
      {
        because: 'kubectl debug patches',
        object: roleExample([{ apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['patch'] }]),
      },
      {
        because: 'the whole of it written again',
        object: roleExample([{ apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['get', 'update'] }]),
      },
      { because: 'every subresource of pods was meant', object: roleExample([{ apiGroups: [''], resources: ['pods/*'], verbs: ['*'] }]) },
    ],
  },
});
