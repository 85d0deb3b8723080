import type { ControlSettings } from '../profile';

/** What `restricted` asks. */
export const DOCKER_DAEMON_RESTRICTED = {
  // What opens the host, or takes a protection from every container.
  'daemon-tls': 'fail',
  'daemon-no-new-privileges': 'fail',
  'daemon-icc': 'fail',
  'daemon-insecure-registries': 'fail',
  'daemon-registry-mirrors': 'fail',
  'daemon-iptables': 'fail',
  'daemon-seccomp-profile': 'fail',
  'daemon-storage-driver': 'fail',
  'daemon-file-permissions': 'fail',
  'daemon-socket-group': 'fail',
  'daemon-data-root': 'fail',
  'daemon-build-entitlements': 'fail',
  'daemon-credentials': 'fail',
  'daemon-known-values': 'fail',
  'daemon-direct-routing': 'fail',
  'client-credential-store': 'fail',
  'client-tls': 'fail',
  'swarm-autolock': 'fail',
  'swarm-listen-address': 'fail',
  // What costs something: a decision, a move of data, or an agreement with others.
  'daemon-authorization-plugin': 'warn',
  'daemon-cgroup-parent': 'warn',
  'daemon-content-trust': 'warn',
  'daemon-default-namespaces': 'warn',
  'daemon-default-ulimits': 'warn',
  'daemon-experimental': 'warn',
  'daemon-live-restore': 'warn',
  'daemon-log-level': 'warn',
  'daemon-logging': 'warn',
  'daemon-metrics-address': 'warn',
  'daemon-seccomp-profile-file': 'warn',
  'daemon-userland-proxy': 'warn',
  'daemon-userns-remap': 'warn',
  'swarm-certificate-expiry': 'warn',
  'swarm-unused': 'warn',
} as const satisfies ControlSettings;

/** What `baseline` asks: what opens the host, or gives away a credential. */
export const DOCKER_DAEMON_BASELINE = {
  'daemon-socket-group': 'fail',
  'daemon-tls': 'fail',
  'daemon-insecure-registries': 'fail',
  'daemon-seccomp-profile': 'fail',
  'daemon-file-permissions': 'fail',
  'daemon-build-entitlements': 'fail',
  'daemon-credentials': 'fail',
  'client-credential-store': 'fail',
  'daemon-no-new-privileges': 'warn',
  'daemon-known-values': 'warn',
  'client-tls': 'warn',
  'daemon-iptables': 'warn',
} as const satisfies ControlSettings;
