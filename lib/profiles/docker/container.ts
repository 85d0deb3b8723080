import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const DOCKER_CONTAINER_RESTRICTED = {
  'docker-privileged': 'fail',
} as const satisfies ControlSettings;

/** What `baseline` asks: what opens the host, or gives away a credential. */
export const DOCKER_CONTAINER_BASELINE = {
  'docker-privileged': 'fail',
} as const satisfies ControlSettings;
