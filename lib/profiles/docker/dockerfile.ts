import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const DOCKERFILE_RESTRICTED = {} as const satisfies ControlSettings;

/** What `baseline` asks: what opens the host, or gives away a credential. */
export const DOCKERFILE_BASELINE = {} as const satisfies ControlSettings;
