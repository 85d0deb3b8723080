import type { AbstractPod } from 'cdk8s-plus-28';
import { isObject, listOf, type MinorVersion } from '../../controls/requirement';
import { TemperedError } from '../../errors';
import type { Profile } from '../../profiles/profile';
import { defineProfile } from '../../profiles/profile';
import { minorOf } from './kubernetes-version';
import { wire } from './pod-wiring';

/** What is known of the clusters. */
export interface UserNamespaceOptions {
  /**
   * The oldest version among the clusters that the manifest is for.
   *
   * @default v1.33, the first one in which every cluster has user namespaces
   */
  readonly kubernetesVersion?: MinorVersion;
  /**
   * The administrators switched the feature gate `UserNamespacesSupport` on, which v1.30 to v1.32 have and leave off.
   *
   * @default false
   */
  readonly featureGate?: boolean;
}

/**
 * Feature gate UserNamespacesSupport: beta and off from v1.30 on, on from v1.33 on, and for good from v1.36 on (pkg/features/kube_features.go).
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/
 */
const FIRST_BY_GATE = 30;
const FIRST_BY_DEFAULT = 33;
const OF_THE_HOST = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

/**
 * Gives the pods of a workload a user namespace: whoever breaks out of a container is nobody on the node, be it root inside.
 *
 * Nodes need Linux 6.3, a runtime that knows it (containerd 2.0, CRI-O 1.25) and idmapped mounts on every file system that a volume
 * is on; NFS has none.
 *
 * @throws a TemperedError `no-user-namespaces` for a version that has none. While the pod renders, `unfit-pod` where it shares a
 * namespace with the host or has a block device, which API servers refuse beside it
 *
 * @example
 * ```ts
 * useUserNamespace(web, { kubernetesVersion: 'v1.33' });
 * ```
 */
export function useUserNamespace(workload: AbstractPod, options: UserNamespaceOptions = {}): void {
  check(workload.node.path, options);
  wire(workload, 'a user namespace', (pod) => {
    const { spec } = pod;
    const shared = OF_THE_HOST.filter((field) => spec[field] === true);
    if (shared.length > 0) pod.refuse(`it has ${shared.join(' and ')}`, 'Leave that out, or the user namespace.');
    const containers = [...listOf(spec.containers), ...listOf(spec.initContainers)];
    if (containers.some((each) => isObject(each) && listOf(each.volumeDevices).length > 0))
      pod.refuse('a container has a block device (volumeDevices)', 'Mount the volume as a file system, or leave the user namespace out.');
    pod.write('hostUsers', false);
  });
}

/**
 * The profile, asking also that every pod has a user namespace; hardening writes `hostUsers: false` where a pod says nothing and
 * shares nothing with its node.
 *
 * @throws a TemperedError `no-user-namespaces` for a version that has none
 *
 * @example
 * ```ts
 * inUserNamespaces(restricted).applyTo(chart);
 * ```
 */
export function inUserNamespaces(profile: Profile, options: UserNamespaceOptions = {}): Profile {
  check(`profile ${profile.name}`, options);
  return defineProfile({
    name: `${profile.name}-user-namespaces`,
    description: `${profile.description ?? profile.name} Every pod in a user namespace.`,
    extends: profile,
    controls: { 'user-namespaces': { level: 'fail', from: options.kubernetesVersion ?? `v1.${FIRST_BY_DEFAULT}` } },
  });
}

function check(where: string, { kubernetesVersion = `v1.${FIRST_BY_DEFAULT}`, featureGate = false }: UserNamespaceOptions): void {
  const minor = minorOf(kubernetesVersion);
  if (minor >= FIRST_BY_DEFAULT || (minor >= FIRST_BY_GATE && featureGate)) return;
  throw new TemperedError(
    'no-user-namespaces',
    `${where}: clusters of Kubernetes ${kubernetesVersion} have no user namespaces by default`,
    {
      hint:
        minor >= FIRST_BY_GATE
          ? 'Where their administrators switched the feature gate UserNamespacesSupport on, say featureGate: true; else wait for v1.33.'
          : 'Leave it out until they are at v1.33.',
    },
  );
}
