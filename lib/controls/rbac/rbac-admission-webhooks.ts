import { control } from '../control';
import { withoutGrant } from './grants';
import { clusterRoleExample } from './role-examples';

const WEBHOOKS = [
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'mutatingadmissionpolicies',
  'validatingadmissionpolicies',
];

export const rbacAdmissionWebhooks = control({
  id: 'rbac-admission-webhooks',
  family: 'rbac',
  title: 'Limit who edits admission webhooks',
  severity: 'high',
  why: 'A webhook sees and changes whatever is written to the cluster, secrets included, and taking one away takes its rules away.',
  references: { cis: ['5.1.12'] },
  counterparts: {
    trivy: ['KSV-0114'],
    checkov: ['CKV_K8S_155'],
    kubescape: ['C-0281'],
    kyverno: ['restrict-clusterrole-mutating-validating-admission-webhooks'],
  },
  notes: '`resourceNames` are no way out here: one webhook sees as much as another.',
  require: withoutGrant(
    { verbs: ['create', 'update', 'patch', 'delete'], resources: { 'admissionregistration.k8s.io': WEBHOOKS } },
    'Leave webhooks and admission policies to those who run the cluster; an operator that renews its own certificate needs `patch` on that one alone: waive it.',
  ),
  examples: {
    pass: [
      {
        because: 'they may be read',
        object: clusterRoleExample([
          { apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingwebhookconfigurations'], verbs: ['get', 'list', 'watch'] },
        ]),
      },
      {
        because: 'bindings of policies are another resource',
        object: clusterRoleExample([
          { apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingadmissionpolicybindings'], verbs: ['create'] },
        ]),
      },
      {
        because: 'of another API group',
        object: clusterRoleExample([{ apiGroups: ['example.com'], resources: ['mutatingwebhookconfigurations'], verbs: ['create'] }]),
      },
    ],
    fail: [
      {
        because: 'a new one sees everything',
        object: clusterRoleExample([
          { apiGroups: ['admissionregistration.k8s.io'], resources: ['mutatingwebhookconfigurations'], verbs: ['create'] },
        ]),
      },
      {
        because: 'without it nothing is forbidden any more',
        object: clusterRoleExample([
          { apiGroups: ['admissionregistration.k8s.io'], resources: ['validatingwebhookconfigurations'], verbs: ['delete'] },
        ]),
      },
      {
        because: 'policies of the API server itself',
        object: clusterRoleExample([
          {
            apiGroups: ['admissionregistration.k8s.io'],
            resources: ['validatingadmissionpolicies'],
            verbs: ['patch'],
            resourceNames: ['tempered'],
          },
        ]),
      },
      {
        because: 'every verb is among them',
        object: clusterRoleExample([{ apiGroups: ['*'], resources: ['mutatingadmissionpolicies'], verbs: ['*'] }]),
      },
    ],
  },
});
