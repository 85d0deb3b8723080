import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const STORAGE_RESTRICTED = {} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const STORAGE_BASELINE = {} as const satisfies ControlSettings;
