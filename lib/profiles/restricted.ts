import { podSecurityRestricted } from './pod-security';
import { defineProfile } from './profile';

/**
 * The default: Pod Security *restricted*, and our own defaults on top. What opens the host fails; what only a reader
 * can decide warns. `priority-class`, `user-namespaces`, `apparmor-profile` and `memory-requests-equal-limits` are left
 * out: they need something that not every cluster has, or a decision that no default can take.
 */
export const restricted = defineProfile({
  name: 'restricted',
  description: 'The default: Pod Security restricted, and the defaults that a typical workload survives on top of it.',
  extends: podSecurityRestricted,
  controls: {
    // The standard begins later; a kubelet always behaved so.
    'host-probes-and-lifecycle': { level: 'fail', everyVersion: true },
  },
});
