import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const STORAGE_RESTRICTED = {
  // What reaches the node around what is asked of pods.
  'persistent-volume-host-path': 'fail',
  'flex-volume': 'fail',
  // What only a reader can decide.
  'inline-csi-volume': 'warn',
  'storage-encryption': 'warn',
  'volume-access-mode': 'warn',
  'volume-claim-size': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const STORAGE_BASELINE = {
  'persistent-volume-host-path': 'warn',
  'flex-volume': 'warn',
} as const satisfies ControlSettings;
