import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const RBAC_RESTRICTED = {
  // What gives the cluster away, or every right there is.
  'cluster-admin-binding': 'fail',
  'anonymous-binding': 'fail',
  'system-masters-binding': 'fail',
  'authenticated-binding': 'fail',
  'wildcard-verbs': 'fail',
  'wildcard-resources': 'fail',
  'rbac-bind-escalate': 'fail',
  'rbac-impersonate': 'fail',
  'rbac-pod-exec': 'fail',
  'privileged-security-context-constraints': 'fail',
  // What operators and deployers need, and nobody else.
  'privileged-workload-role': 'warn',
  'wildcard-api-groups': 'warn',
  'rbac-secrets': 'warn',
  'rbac-manage-rbac': 'warn',
  'rbac-nodes-proxy': 'warn',
  'rbac-token-create': 'warn',
  'rbac-csr-approval': 'warn',
  'rbac-admission-webhooks': 'warn',
  'rbac-ephemeral-containers': 'warn',
  'rbac-port-forward': 'warn',
  'rbac-create-workloads': 'warn',
  'rbac-persistent-volumes': 'warn',
  'rbac-config-maps': 'warn',
  'rbac-networking': 'warn',
  'rbac-service-status': 'warn',
  'rbac-delete-logs-events': 'warn',
  'default-service-account-binding': 'warn',
  // Filled in where nothing is written.
  'service-account-automount': 'warn',
  'default-service-account-automount': 'warn',
  // What may stand in a file that was not given.
  'dangling-role-binding': 'warn',
  'non-existent-service-account': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const RBAC_BASELINE = {
  'cluster-admin-binding': 'fail',
  'anonymous-binding': 'fail',
  'system-masters-binding': 'fail',
  // Steps on the way to restricted.
  'privileged-workload-role': 'warn',
  'authenticated-binding': 'warn',
  'wildcard-verbs': 'warn',
  'wildcard-resources': 'warn',
  'rbac-bind-escalate': 'warn',
  'rbac-impersonate': 'warn',
  'rbac-pod-exec': 'warn',
  'rbac-secrets': 'warn',
  'rbac-manage-rbac': 'warn',
  'rbac-nodes-proxy': 'warn',
  'privileged-security-context-constraints': 'warn',
} as const satisfies ControlSettings;
