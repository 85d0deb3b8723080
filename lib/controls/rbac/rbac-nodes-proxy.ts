import { control } from '../control';
import { NODES_PROXY, withoutGrant } from './grants';
import { clusterRoleExample } from './role-examples';

export const rbacNodesProxy = control({
  id: 'rbac-nodes-proxy',
  family: 'rbac',
  title: 'Grant no access to nodes/proxy',
  severity: 'high',
  why: 'The proxy to a node speaks to its kubelet, which runs commands in any pod there and asks neither admission nor the audit log.',
  references: { cis: ['5.1.10'] },
  counterparts: { trivy: ['KSV-0047'], checkov: ['CKV2_K8S_2'], kubescape: ['C-0279'], kyverno: ['restrict-clusterrole-nodesproxy'] },
  require: withoutGrant(
    NODES_PROXY,
    'Take `nodes/proxy` out. For metrics grant `get` on `nodes/metrics` and `nodes/stats`, which is what a monitoring agent reads.',
  ),
  examples: {
    pass: [
      {
        because: 'what monitoring reads',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['nodes/metrics', 'nodes/stats'], verbs: ['get'] }]),
      },
      { because: 'nodes may be read', object: clusterRoleExample([{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] }]) },
      {
        because: 'the proxy to services is another right',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['services/proxy'], verbs: ['get'] }]),
      },
    ],
    fail: [
      {
        because: 'get is enough to run a command',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['nodes/proxy'], verbs: ['get'] }]),
      },
      {
        because: 'every subresource of that name',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['*/proxy'], verbs: ['get'] }]),
      },
      { because: 'every resource is among them', object: clusterRoleExample([{ apiGroups: ['*'], resources: ['*'], verbs: ['list'] }]) },
    ],
  },
});
