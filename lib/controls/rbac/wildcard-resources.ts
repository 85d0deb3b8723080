import { control } from '../control';
import { holding, rules } from '../requirement';
import { clusterRoleExample, roleExample } from './role-examples';

const EVERY_RESOURCE = { holds: (text: string) => text === '*' || text.startsWith('*/'), cel: "v == '*' || v.startsWith('*/')" };
const EVERY_URL = { holds: (text: string) => text === '*', cel: "v == '*'" };

export const wildcardResources = control({
  id: 'wildcard-resources',
  family: 'rbac',
  title: 'Grant no wildcard resource',
  severity: 'high',
  why: 'A wildcard grants secrets, exec into pods, roles, and every kind that somebody installs later.',
  references: { cis: ['5.1.3'], nsa: 'Authorization: RBAC' },
  counterparts: {
    trivy: ['KSV-0046', 'KSV-0112', 'KSV-0044'],
    checkov: ['CKV_K8S_49'],
    kubeLinter: ['wildcard-in-rules'],
    kubescape: ['C-0187'],
    kyverno: ['restrict-wildcard-resources'],
  },
  notes: '`pods/*` is no wildcard to Kubernetes, it matches nothing; what was meant by it is asked by `rbac-pod-exec`.',
  require: rules({
    test: holding({ resources: EVERY_RESOURCE, nonResourceURLs: EVERY_URL }),
    expected: 'without `*` and `*/…`',
    prose: 'has `*`, or `*/…`, among its resources, or `*` among its non-resource URLs',
    instructions: 'Write the resources that are used (`kubectl api-resources` lists them), or the URLs.',
  }),
  examples: {
    pass: [
      {
        because: 'the resources that are used',
        object: roleExample([{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }]),
      },
      { because: 'a subtree of URLs', object: clusterRoleExample([{ nonResourceURLs: ['/healthz/*'], verbs: ['get'] }]) },
      {
        because: 'a role of the system',
        object: clusterRoleExample([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }], { name: 'system:kube-controller-manager' }),
      },
    ],
    fail: [
      { because: 'every resource', object: roleExample([{ apiGroups: ['apps'], resources: ['*'], verbs: ['get'] }]) },
      {
        because: 'a subresource of every resource',
        object: roleExample([{ apiGroups: ['apps'], resources: ['*/scale'], verbs: ['update'] }]),
      },
      { because: 'every URL of the API server', object: clusterRoleExample([{ nonResourceURLs: ['*'], verbs: ['get'] }]) },
    ],
  },
});
