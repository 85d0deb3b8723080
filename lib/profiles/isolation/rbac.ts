import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const RBAC_RESTRICTED = {} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const RBAC_BASELINE = {} as const satisfies ControlSettings;
