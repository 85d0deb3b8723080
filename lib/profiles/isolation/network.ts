import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const NETWORK_RESTRICTED = {} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const NETWORK_BASELINE = {} as const satisfies ControlSettings;
