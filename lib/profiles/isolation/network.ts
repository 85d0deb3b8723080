import type { ControlSettings } from '../profile';

/**
 * What `restricted` asks: what policies open, and what is wrong with them. Who may talk to whom is a decision, and which policies there
 * are is known only where all are read: that every pod is isolated, both ways, that a namespace denies by default, and that no pod
 * reaches the metadata address is asked by whoever sets these controls, who has isolated what they speak of.
 */
export const NETWORK_RESTRICTED = {
  'allow-all-network-policy': 'warn',
  'cloud-metadata-access': { level: 'warn', everyPod: false },
  'network-policy-empty-peer-selector': 'warn',
  // Of what is in a mesh.
  'mesh-strict-mtls': 'warn',
  'mesh-authorization': 'warn',
  'mesh-injection-bypass': 'warn',
  // What may stand in a file that was not given.
  'dangling-network-policy': 'warn',
  'dns-egress': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const NETWORK_BASELINE = {
  'allow-all-network-policy': 'warn',
  'network-policy-empty-peer-selector': 'warn',
} as const satisfies ControlSettings;
