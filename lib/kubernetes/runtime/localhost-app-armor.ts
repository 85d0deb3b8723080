import type { AbstractPod } from 'cdk8s-plus-28';
import type { MinorVersion } from '../../controls/requirement';
import { TemperedError } from '../../errors';
import { minorOf } from './kubernetes-version';
import { wire } from './pod-wiring';

/** How pods are told their AppArmor profile. */
export interface AppArmorOptions {
  /**
   * The oldest version among the clusters that the manifest is for. Before v1.30 a profile is an annotation of each container, which
   * newer ones still read.
   *
   * @default - one that knows the field, v1.30 or newer
   */
  readonly kubernetesVersion?: MinorVersion;
}

/**
 * An AppArmor profile that is loaded on the nodes already, by their configuration.
 *
 * @example
 * ```ts
 * new LocalhostAppArmor('docker-nginx').confine(web);
 * ```
 */
export class LocalhostAppArmor {
  /**
   * @param localhostProfile the name under which it is loaded: `aa-status` of a node lists it
   * @throws a TemperedError `invalid-localhost-profile` for what is no name of a profile
   */
  public constructor(public readonly localhostProfile: string) {
    // https://kubernetes.io/docs/tutorials/security/apparmor/: not padded, and at most 4095 bytes.
    if (!/^\S(?:.{0,4093}\S)?$/.test(localhostProfile))
      throw new TemperedError('invalid-localhost-profile', `"${localhostProfile}" cannot name an AppArmor profile`, {
        hint: 'Write the name that aa-status of a node gives, without "localhost/".',
      });
  }

  /** Runs all containers of the workload under the profile, but those that name one of their own. */
  public confine(workload: AbstractPod, options?: AppArmorOptions): void {
    confineByAppArmor(workload, this.localhostProfile, options);
  }
}

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** Has the pod name an AppArmor profile of its node. */
export function confineByAppArmor(workload: AbstractPod, localhostProfile: string, options: AppArmorOptions = {}): void {
  const { kubernetesVersion = 'v1.30' } = options;
  const byField = minorOf(kubernetesVersion) >= 30;
  wire(workload, `the AppArmor profile ${localhostProfile}`, (pod) => {
    if (byField) pod.writeSecurity('appArmorProfile', { type: 'Localhost', localhostProfile });
    else for (const name of pod.containerNames) pod.annotate(`${ANNOTATION}${name}`, `localhost/${localhostProfile}`);
  });
}
