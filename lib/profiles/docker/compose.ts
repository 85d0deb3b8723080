import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const COMPOSE_RESTRICTED = {
  'compose-build-secrets': 'fail',
  'compose-ignored-setting': 'warn',
  'compose-inline-secret': 'fail',
  'compose-internal-network': 'warn',
  'compose-published-database': 'fail',
  'compose-shared-default-network': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks: what opens the host, or gives away a credential. */
export const COMPOSE_BASELINE = {
  'compose-build-secrets': 'fail',
  'compose-inline-secret': 'fail',
  'compose-published-database': 'fail',
} as const satisfies ControlSettings;
