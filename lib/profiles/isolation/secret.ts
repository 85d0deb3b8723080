import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const SECRET_RESTRICTED = {} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const SECRET_BASELINE = {} as const satisfies ControlSettings;
