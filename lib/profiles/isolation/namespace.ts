import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const NAMESPACE_RESTRICTED = {} as const satisfies ControlSettings;

/** What `baseline` asks. */
export const NAMESPACE_BASELINE = {} as const satisfies ControlSettings;
