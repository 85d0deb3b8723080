import { defineProfile } from './profile';
import { restricted } from './restricted';

/** Restricted, for clusters that set user, seccomp profile and resources themselves (OpenShift, GKE Autopilot). */
export const platform = defineProfile({
  name: 'platform',
  description: 'Restricted, for clusters that set user, seccomp profile and resources themselves (OpenShift, GKE Autopilot).',
  extends: restricted,
  controls: {
    // The cluster assigns the user and the groups: OpenShift from a range of the namespace.
    'run-as-user': { level: 'fail', assign: false },
    // The cluster sets the seccomp profile; turning it off still fails.
    'seccomp-profile': 'off',
    'seccomp-unconfined': 'fail',
  },
});
