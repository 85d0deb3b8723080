import type { ControlSettings } from '../profile';

/** What `restricted` asks. A credential that is written out is known to everybody who reads; whether it is one, only a reader can say. */
export const SECRET_RESTRICTED = {
  'secret-manifest': 'warn',
  'sensitive-env-value': 'warn',
  'secret-in-config-map': 'warn',
  'secret-in-command': 'warn',
  'secret-in-env': 'warn',
  'service-account-token-secret': 'warn',
  'secret-volume-mode': 'warn',
  'immutable-config': 'warn',
  // Asked where the store is read together with the workload.
  'external-secret-store': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const SECRET_BASELINE = {
  'secret-manifest': 'warn',
  'sensitive-env-value': 'warn',
  'secret-in-config-map': 'warn',
  'secret-in-command': 'warn',
  'service-account-token-secret': 'warn',
} as const satisfies ControlSettings;
