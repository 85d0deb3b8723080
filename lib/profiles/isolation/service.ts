import type { ControlSettings } from '../profile';

/** What `restricted` asks. What is open to whom is a decision; nothing here is repaired without one. `load-balancer-node-ports` needs a load balancer that reaches pods. */
export const SERVICE_RESTRICTED = {
  'external-ip-service': 'warn',
  'load-balancer-service': 'warn',
  'node-port-service': 'warn',
  'service-ssh-port': 'warn',
  'external-name-service': 'warn',
  'dangling-service': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const SERVICE_BASELINE = {
  'external-ip-service': 'warn',
  'load-balancer-service': 'warn',
  'node-port-service': 'warn',
} as const satisfies ControlSettings;
