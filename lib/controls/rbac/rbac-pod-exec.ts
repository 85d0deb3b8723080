import { control } from '../control';
import { POD_EXEC, withoutGrant } from './grants';
import { clusterRoleExample, roleExample } from './role-examples';

export const rbacPodExec = control({
  id: 'rbac-pod-exec',
  family: 'rbac',
  title: 'Grant no exec or attach into pods',
  severity: 'high',
  why: 'Who runs commands in any pod has its token, its secrets and its network.',
  references: { nsa: 'Authorization: RBAC' },
  counterparts: {
    trivy: ['KSV-0053', 'KSV-0054'],
    checkov: ['CKV2_K8S_2'],
    kubescape: ['C-0002'],
    polaris: [
      'clusterrolePodExecAttach',
      'rolePodExecAttach',
      'clusterrolebindingPodExecAttach',
      'rolebindingClusterRolePodExecAttach',
      'rolebindingRolePodExecAttach',
    ],
  },
  notes:
    '`get` is enough for a client that opens a web socket. Kubernetes reads `pods/*` as no resource at all; it counts as it was meant, as in scanners. Roles of the system (`system:`) and aggregated ones are not asked; Polaris exempts `admin`, `edit` and `cluster-admin` by name too.',
  require: withoutGrant(
    POD_EXEC,
    'Take `pods/exec` and `pods/attach` out; let a person who debugs have them for as long as it takes, by a binding that is taken away again.',
  ),
  examples: {
    pass: [
      {
        because: 'pods and their logs may be read',
        object: roleExample([{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }]),
      },
      { because: 'no verb of it', object: roleExample([{ apiGroups: [''], resources: ['pods/exec'], verbs: ['delete'] }]) },
      {
        because: 'an aggregated role has the rules of others',
        object: {
          ...clusterRoleExample([{ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }]),
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { debug: 'true' } }] },
        },
      },
    ],
    fail: [
      { because: 'a shell in every pod', object: roleExample([{ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }]) },
      { because: 'a web socket asks with get', object: roleExample([{ apiGroups: [''], resources: ['pods/exec'], verbs: ['get'] }]) },
      {
        because: 'attached to the process that runs',
        object: roleExample([{ apiGroups: [''], resources: ['pods/attach'], verbs: ['create'] }]),
      },
      { because: 'every subresource of pods was meant', object: roleExample([{ apiGroups: [''], resources: ['pods/*'], verbs: ['*'] }]) },
      {
        because: 'of every resource the subresource',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['*/exec'], verbs: ['create'] }]),
      },
      {
        because: 'every resource has its subresources',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['*'], verbs: ['create'] }]),
      },
    ],
  },
});
