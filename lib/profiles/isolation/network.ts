import type { ControlSettings } from '../profile';

/**
 * What `restricted` asks. Who may talk to whom is a decision, and which policies there are is known only where all are read: that
 * every pod is isolated, both ways, and that a namespace denies by default is asked by whoever sets these controls.
 */
export const NETWORK_RESTRICTED = {
  'network-policy-empty-peer-selector': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const NETWORK_BASELINE = { 'network-policy-empty-peer-selector': 'warn' } as const satisfies ControlSettings;
