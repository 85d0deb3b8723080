import type { ControlSettings } from '../profile';

/** What `restricted` asks. Who may talk to whom is a decision, and which policies there are is known only where all are read. */
export const NETWORK_RESTRICTED = {
  'network-policy': 'warn',
  'ingress-and-egress-isolation': 'warn',
  'default-deny': 'warn',
  'network-policy-empty-peer-selector': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const NETWORK_BASELINE = { 'network-policy-empty-peer-selector': 'warn' } as const satisfies ControlSettings;
