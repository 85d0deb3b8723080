import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const SERVICE_RESTRICTED = {} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const SERVICE_BASELINE = {} as const satisfies ControlSettings;
