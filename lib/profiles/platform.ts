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
    'high-user-id': 'off',
    'high-group-id': 'off',
    'run-as-group': 'off',
    'fs-group': 'off',
    'supplemental-groups': 'off',
    // The cluster sets the seccomp profile; turning it off still fails.
    'seccomp-profile': 'off',
    'seccomp-unconfined': 'fail',
    // The cluster sets and bills the resources: Autopilot by its own defaults.
    'memory-limit': 'off',
    'memory-request': 'off',
    'cpu-request': 'off',
    'cpu-limit': 'off',
    'ephemeral-storage-limit': 'off',
  },
});
