import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const DOCKERFILE_RESTRICTED = {
  'dockerfile-user': 'fail',
  'dockerfile-numeric-user': 'warn',
  'dockerfile-image-tag': 'fail',
  'dockerfile-image-digest': 'warn',
  'dockerfile-add': 'fail',
  'dockerfile-secrets': 'fail',
  'dockerfile-build-secret': 'fail',
  'dockerfile-healthcheck': 'warn',
  'dockerfile-ssh-port': 'fail',
  'dockerfile-sudo': 'fail',
  'dockerfile-sudo-package': 'warn',
  'dockerfile-update-alone': 'fail',
  'dockerfile-dist-upgrade': 'warn',
  'dockerfile-package-pinning': 'warn',
  'dockerfile-signature-check': 'fail',
  'dockerfile-tls-verification': 'fail',
  'dockerfile-remote-script': 'fail',
  'dockerfile-plain-http': 'fail',
  'dockerfile-privileged-step': 'fail',
  'dockerfile-host-network': 'fail',
  'dockerfile-file-capabilities': 'fail',
  'dockerfile-password-change': 'fail',
  'dockerfile-setuid': 'fail',
  'dockerfile-world-writable': 'fail',
  'dockerfile-copy-everything': 'fail',
  'dockerfile-minimal-packages': 'warn',
  'dockerfile-apt': 'warn',
  'dockerfile-absolute-workdir': 'warn',
  'dockerfile-exec-form': 'warn',
  'dockerfile-stage-aliases': 'fail',
} as const satisfies ControlSettings;

/** What `baseline` asks: what opens the host, or gives away a credential. */
export const DOCKERFILE_BASELINE = {
  'dockerfile-privileged-step': 'fail',
  'dockerfile-secrets': 'fail',
  'dockerfile-build-secret': 'fail',
  'dockerfile-password-change': 'fail',
  'dockerfile-signature-check': 'fail',
  'dockerfile-tls-verification': 'fail',
  'dockerfile-sudo': 'fail',
  'dockerfile-remote-script': 'warn',
} as const satisfies ControlSettings;
