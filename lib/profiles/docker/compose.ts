import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const COMPOSE_RESTRICTED = {} as const satisfies ControlSettings;

/** What `baseline` asks: what opens the host, or gives away a credential. */
export const COMPOSE_BASELINE = {} as const satisfies ControlSettings;
