import { COMPOSE_BASELINE } from './docker/compose';
import { DOCKER_CONTAINER_BASELINE } from './docker/container';
import { DOCKER_DAEMON_BASELINE } from './docker/daemon';
import { DOCKERFILE_BASELINE } from './docker/dockerfile';
import { INGRESS_BASELINE } from './isolation/ingress';
import { NAMESPACE_BASELINE } from './isolation/namespace';
import { NETWORK_BASELINE } from './isolation/network';
import { RBAC_BASELINE } from './isolation/rbac';
import { SECRET_BASELINE } from './isolation/secret';
import { SERVICE_BASELINE } from './isolation/service';
import { STORAGE_BASELINE } from './isolation/storage';
import { podSecurityBaseline } from './pod-security';
import { defineProfile } from './profile';

/** For what cannot be restricted yet: Pod Security *baseline*, and what else opens the node. */
export const baseline = defineProfile({
  name: 'baseline',
  description: 'Pod Security baseline, and what else opens the node; the steps to restricted as advice.',
  extends: podSecurityBaseline,
  controls: {
    // What opens the node.
    'sys-admin-capability': 'fail',
    'dangerous-capabilities': 'fail',
    'sensitive-host-path': 'fail',
    'container-runtime-socket': 'fail',
    'kubelet-credential-path': 'fail',
    'mount-propagation': 'fail',
    'helm-tiller': 'fail',
    'exposed-dashboard': 'fail',
    'allowed-registries': 'fail',
    // The standard begins later; a kubelet always behaved so.
    'host-probes-and-lifecycle': { level: 'fail', everyVersion: true },
    // Steps on the way to restricted.
    'net-raw-capability': 'warn',
    'writable-host-path': 'warn',
    'share-process-namespace': 'warn',
    'automount-service-account-token': 'warn',
    'memory-limit': 'warn',
    'image-tag': 'warn',
    'mismatching-selector': 'warn',
    'deprecated-api': 'warn',
    // Who may talk to whom, who may read what.
    ...NETWORK_BASELINE,
    ...NAMESPACE_BASELINE,
    ...RBAC_BASELINE,
    ...SERVICE_BASELINE,
    ...INGRESS_BASELINE,
    ...SECRET_BASELINE,
    ...STORAGE_BASELINE,
    // The same of what runs on a Docker engine.
    ...DOCKER_CONTAINER_BASELINE,
    ...COMPOSE_BASELINE,
    ...DOCKERFILE_BASELINE,
    ...DOCKER_DAEMON_BASELINE,
  },
});
