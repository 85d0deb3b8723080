import { control } from '../control';
import { withoutGrant } from './grants';
import { roleExample } from './role-examples';

export const rbacPortForward = control({
  id: 'rbac-port-forward',
  family: 'rbac',
  title: 'Grant no port-forward',
  severity: 'medium',
  why: 'A tunnel into a pod passes every network policy and every ingress.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/' },
  counterparts: { kubescape: ['C-0063'] },
  require: withoutGrant(
    { verbs: ['create', 'get'], resources: { '': ['pods/portforward'] } },
    'Take `pods/portforward` out; reach the pod by a Service and a NetworkPolicy that names who may.',
  ),
  examples: {
    pass: [
      { because: 'pods may be read', object: roleExample([{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }]) },
      {
        because: 'of another resource',
        object: roleExample([{ apiGroups: ['example.com'], resources: ['pods/portforward'], verbs: ['create'] }]),
      },
      {
        because: 'a role of the system',
        object: roleExample([{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['create'] }], { name: 'system:debug' }),
      },
    ],
    fail: [
      {
        because: 'a tunnel into every pod',
        object: roleExample([{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['create'] }]),
      },
      {
        because: 'a web socket asks with get',
        object: roleExample([{ apiGroups: [''], resources: ['pods/portforward'], verbs: ['get'] }]),
      },
      { because: 'every resource has its subresources', object: roleExample([{ apiGroups: [''], resources: ['*'], verbs: ['*'] }]) },
    ],
  },
});
