import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const INGRESS_RESTRICTED = {} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const INGRESS_BASELINE = {} as const satisfies ControlSettings;
