import { COMPOSE_RESTRICTED } from './docker/compose';
import { DOCKER_CONTAINER_RESTRICTED } from './docker/container';
import { DOCKER_DAEMON_RESTRICTED } from './docker/daemon';
import { DOCKERFILE_RESTRICTED } from './docker/dockerfile';
import { INGRESS_RESTRICTED } from './isolation/ingress';
import { NAMESPACE_RESTRICTED } from './isolation/namespace';
import { NETWORK_RESTRICTED } from './isolation/network';
import { RBAC_RESTRICTED } from './isolation/rbac';
import { SECRET_RESTRICTED } from './isolation/secret';
import { SERVICE_RESTRICTED } from './isolation/service';
import { STORAGE_RESTRICTED } from './isolation/storage';
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
    // What opens the node, whoever allows it.
    'sys-admin-capability': 'fail',
    'dangerous-capabilities': 'fail',
    'sensitive-host-path': 'fail',
    'container-runtime-socket': 'fail',
    'kubelet-credential-path': 'fail',
    'writable-host-path': 'fail',
    'mount-propagation': 'fail',
    // What turns a hole in the program into one in the cluster; filled in where nothing is written.
    'read-only-root-filesystem': 'fail',
    'run-as-group': 'fail',
    'automount-service-account-token': 'fail',
    'share-process-namespace': 'fail',
    'memory-limit': 'fail',
    'helm-tiller': 'fail',
    'exposed-dashboard': 'fail',
    'allowed-registries': 'fail',
    'runtime-class': 'fail',
    // The standard begins later; a kubelet always behaved so.
    'host-probes-and-lifecycle': { level: 'fail', everyVersion: true },
    // Filled in where nothing is written; another value may have its reason.
    'high-user-id': 'warn',
    'high-group-id': 'warn',
    'fs-group': 'warn',
    'default-service-account': 'warn',
    'projected-token-expiry': 'warn',
    'enable-service-links': 'warn',
    'memory-request': 'warn',
    'cpu-request': 'warn',
    'cpu-limit': 'warn',
    'ephemeral-storage-limit': 'warn',
    'emptydir-size-limit': 'warn',
    'image-pull-policy': 'warn',
    'job-time-limits': 'warn',
    'topology-spread': 'warn',
    'pod-disruption-budget': 'warn',
    'security-context': 'warn',
    'windows-run-as-container-user': 'warn',
    // What only a reader can decide.
    'image-tag': 'warn',
    'image-digest': 'warn',
    'deprecated-registry': 'warn',
    'liveness-probe': 'warn',
    'readiness-probe': 'warn',
    'probe-port': 'warn',
    'minimum-replicas': 'warn',
    'rolling-update': 'warn',
    'naked-pod': 'warn',
    'required-labels': 'warn',
    'supplemental-groups': 'warn',
    'host-aliases': 'warn',
    'ephemeral-containers': 'warn',
    'control-plane-scheduling': 'warn',
    'sub-path-host-volume': 'warn',
    'sudo-in-command': 'warn',
    'git-sync-credentials': 'warn',
    'interactive-tty': 'warn',
    'privileged-container-port': 'warn',
    'history-limits': 'warn',
    'termination-grace': 'warn',
    // What is wrong whatever was meant.
    'duplicate-env-var': 'warn',
    'mismatching-selector': 'warn',
    'deprecated-service-account-field': 'warn',
    'deprecated-api': 'warn',
    'dangling-horizontal-pod-autoscaler': 'warn',
    // Who may talk to whom, who may read what.
    ...NETWORK_RESTRICTED,
    ...NAMESPACE_RESTRICTED,
    ...RBAC_RESTRICTED,
    ...SERVICE_RESTRICTED,
    ...INGRESS_RESTRICTED,
    ...SECRET_RESTRICTED,
    ...STORAGE_RESTRICTED,
    // The same of what runs on a Docker engine.
    ...DOCKER_CONTAINER_RESTRICTED,
    ...COMPOSE_RESTRICTED,
    ...DOCKERFILE_RESTRICTED,
    ...DOCKER_DAEMON_RESTRICTED,
  },
});
