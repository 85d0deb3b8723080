import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const DOCKER_DAEMON_RESTRICTED = {} as const satisfies ControlSettings;

/** What `baseline` asks: what opens the host, or gives away a credential. */
export const DOCKER_DAEMON_BASELINE = {} as const satisfies ControlSettings;
