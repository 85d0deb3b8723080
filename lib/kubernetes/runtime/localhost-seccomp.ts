import type { AbstractPod } from 'cdk8s-plus-28';
import { type SeccompProfile, writeSeccompProfile } from '../../docker/seccomp';
import type { WriteOptions } from '../../docker/write-new-files';
import { TemperedError } from '../../errors';
import { wire } from './pod-wiring';

/**
 * A seccomp profile that is a file of the nodes, and pods that run under it.
 *
 * The file must be on every node before a pod names it: it comes with the image of the nodes or with their configuration. Where the
 * Security Profiles Operator runs, {@link OperatorSeccompProfile} brings it there.
 *
 * @example
 * ```ts
 * const strict = new LocalhostSeccomp('profiles/strict', strictSeccompProfile());
 * strict.write('node-image/var/lib/kubelet/seccomp');
 * strict.confine(web);
 * ```
 */
export class LocalhostSeccomp {
  /** What pods say, relative to the folder of the kubelet: `profiles/strict.json`. */
  public readonly localhostProfile: string;

  /**
   * @param name the file without `.json`, below the kubelet's folder for profiles
   * @param profile what it says
   * @throws a TemperedError `invalid-localhost-profile` for a path that an API server would refuse
   */
  public constructor(
    private readonly name: string,
    public readonly profile: SeccompProfile,
  ) {
    const steps = name.split('/');
    if (name.endsWith('.json') || steps.some((step) => !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(step)))
      throw new TemperedError('invalid-localhost-profile', `"${name}" cannot name a seccomp profile of the nodes`, {
        hint: 'Write the path below /var/lib/kubelet/seccomp without ".json", such as "profiles/strict".',
      });
    this.localhostProfile = `${name}.json`;
  }

  /**
   * Writes the file below a folder that becomes the kubelet's, `/var/lib/kubelet/seccomp`.
   *
   * @returns the paths that were written; none where the file says the same already
   * @throws a TemperedError `file-exists` where it says something else, unless `overwrite` is set
   */
  public write(folder: string, options?: WriteOptions): readonly string[] {
    return writeSeccompProfile(folder, this.name, this.profile, options);
  }

  /** Runs all containers of the workload under the profile, but those that name one of their own. */
  public confine(workload: AbstractPod): void {
    confineBySeccomp(workload, this.localhostProfile);
  }
}

/** Has the pod name a seccomp profile of its node. */
export function confineBySeccomp(workload: AbstractPod, localhostProfile: string): void {
  wire(workload, `the seccomp profile ${localhostProfile}`, (pod) =>
    pod.writeSecurity('seccompProfile', { type: 'Localhost', localhostProfile }),
  );
}
