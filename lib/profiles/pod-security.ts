import { defineProfile } from './profile';

/** Pod Security Standards, level baseline: exactly the standard, nothing more. */
export const podSecurityBaseline = defineProfile({
  name: 'pod-security-baseline',
  description: 'The Pod Security Standards, level baseline: exactly the standard, in every version.',
  controls: {
    privileged: 'fail',
    'non-default-capabilities': 'fail',
    'seccomp-unconfined': 'fail',
    'apparmor-unconfined': 'fail',
    'selinux-options': 'fail',
    'proc-mount': { level: 'fail', evenInUserNamespace: false },
    'unsafe-sysctls': 'fail',
    'host-network': 'fail',
    'host-pid': 'fail',
    'host-ipc': 'fail',
    'host-path-volume': 'fail',
    'host-port': 'fail',
    'host-probes-and-lifecycle': { level: 'fail', everyVersion: false },
    'windows-host-process': 'fail',
  },
});

/** Pod Security Standards, level restricted: exactly the standard, nothing more. */
export const podSecurityRestricted = defineProfile({
  name: 'pod-security-restricted',
  description: 'The Pod Security Standards, level restricted: exactly the standard, in every version.',
  extends: podSecurityBaseline,
  controls: {
    'allow-privilege-escalation': 'fail',
    'run-as-non-root': 'fail',
    'run-as-user': 'fail',
    'drop-all-capabilities': 'fail',
    'added-capabilities': 'fail',
    'seccomp-profile': 'fail',
    'proc-mount': { level: 'fail', evenInUserNamespace: true },
    'restricted-volume-types': 'fail',
  },
});
