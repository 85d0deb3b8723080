import { podSecurityBaseline } from './pod-security';
import { defineProfile } from './profile';

/** For what cannot be restricted yet: Pod Security *baseline*, and what else opens the node. */
export const baseline = defineProfile({
  name: 'baseline',
  description: 'Pod Security baseline, and what else opens the node; the steps to restricted as advice.',
  extends: podSecurityBaseline,
  controls: {
    // The standard begins later; a kubelet always behaved so.
    'host-probes-and-lifecycle': { level: 'fail', everyVersion: true },
  },
});
