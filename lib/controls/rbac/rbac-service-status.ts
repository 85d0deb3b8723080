import { control } from '../control';
import { withoutGrant } from './grants';
import { roleExample } from './role-examples';

export const rbacServiceStatus = control({
  id: 'rbac-service-status',
  family: 'rbac',
  title: 'Limit who edits services/status',
  severity: 'medium',
  why: 'Who writes the status of a Service gives it an address from outside (`loadBalancer.ingress`), and traffic of other namespaces that is meant for that address comes to it (CVE-2020-8554).',
  references: { kubernetes: 'https://nvd.nist.gov/vuln/detail/CVE-2020-8554' },
  counterparts: { checkov: ['CKV2_K8S_4'] },
  require: withoutGrant(
    { verbs: ['update', 'patch'], resources: { '': ['services/status'] } },
    'Take `services/status` out: only the controller of load balancers writes it.',
  ),
  examples: {
    pass: [
      {
        because: 'the service itself, without its status',
        object: roleExample([{ apiGroups: [''], resources: ['services'], verbs: ['update'] }]),
      },
      { because: 'it may be read', object: roleExample([{ apiGroups: [''], resources: ['services/status'], verbs: ['get'] }]) },
      {
        because: 'the controller of the cluster',
        object: roleExample([{ apiGroups: [''], resources: ['services/status'], verbs: ['patch'] }], {
          name: 'system:controller:service-controller',
        }),
      },
    ],
    fail: [
      { because: 'any address', object: roleExample([{ apiGroups: [''], resources: ['services/status'], verbs: ['patch'] }]) },
      {
        because: 'the whole of it written again',
        object: roleExample([{ apiGroups: [''], resources: ['services/status'], verbs: ['update'] }]),
      },
      { because: 'every status', object: roleExample([{ apiGroups: [''], resources: ['*/status'], verbs: ['*'] }]) },
    ],
  },
});
