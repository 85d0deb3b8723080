import { control } from '../control';
import { withoutGrant } from './grants';
import { roleExample } from './role-examples';

export const rbacDeleteLogsEvents = control({
  id: 'rbac-delete-logs-events',
  family: 'rbac',
  title: 'Protect logs and events from deletion',
  severity: 'medium',
  why: 'Who deletes events and logs covers their tracks.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/' },
  counterparts: { trivy: ['KSV-0042'], kubescape: ['C-0031', 'C-0007'] },
  require: withoutGrant(
    { verbs: ['delete', 'deletecollection'], resources: { '': ['events', 'pods/log'], 'events.k8s.io': ['events'] } },
    'Take the deleting verbs out: events go away by themselves after an hour.',
  ),
  examples: {
    pass: [
      { because: 'what happens is told', object: roleExample([{ apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] }]) },
      { because: 'logs are read', object: roleExample([{ apiGroups: [''], resources: ['pods/log'], verbs: ['get'] }]) },
      {
        because: 'pods are deleted, which stays in the audit log',
        object: roleExample([{ apiGroups: [''], resources: ['pods'], verbs: ['delete'] }]),
      },
    ],
    fail: [
      { because: 'one event after another', object: roleExample([{ apiGroups: [''], resources: ['events'], verbs: ['delete'] }]) },
      {
        because: 'all of them at once',
        object: roleExample([{ apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['deletecollection'] }]),
      },
      { because: 'every verb is among them', object: roleExample([{ apiGroups: [''], resources: ['pods/log'], verbs: ['*'] }]) },
    ],
  },
});
