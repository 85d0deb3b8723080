import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const NAMESPACE_RESTRICTED = {
  // Filled in where nothing is written; another level may have its reason.
  'pod-security-labels': 'warn',
  'pod-security-version': 'warn',
  // What only a reader can decide.
  'default-namespace': 'warn',
  'kube-system-namespace': 'warn',
  'resource-quota': 'warn',
  'limit-range': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const NAMESPACE_BASELINE = {
  'pod-security-labels': { level: 'warn', enforce: 'baseline' },
  'kube-system-namespace': 'warn',
} as const satisfies ControlSettings;
