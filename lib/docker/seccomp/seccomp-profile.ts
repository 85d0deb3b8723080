import { type WriteOptions, writeNewFiles } from '../write-new-files';

/** What the kernel does with a call: lets it through, or fails it with a number of error. */
export type SeccompAction = 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';

/** A condition on one argument of a call, compared in 64 bits. */
export interface SeccompArgument {
  /** Which argument, from 0. */
  readonly index: number;
  /** What it is compared with; of `SCMP_CMP_MASKED_EQ` the mask. */
  readonly value: number;
  /** Of `SCMP_CMP_MASKED_EQ` what must be left under the mask. Default: 0. */
  readonly valueTwo?: number;
  readonly op: 'SCMP_CMP_EQ' | 'SCMP_CMP_NE' | 'SCMP_CMP_LT' | 'SCMP_CMP_LE' | 'SCMP_CMP_GT' | 'SCMP_CMP_GE' | 'SCMP_CMP_MASKED_EQ';
}

/** What becomes of some calls. Where a call has several rules, one that applies is enough. */
export interface SeccompRule {
  /** Names of calls, as libseccomp knows them. */
  readonly names: readonly string[];
  readonly action: SeccompAction;
  /** The error, where the action is one. */
  readonly errnoRet?: number;
  /** All must hold. */
  readonly args?: readonly SeccompArgument[];
}

/** An architecture as libseccomp calls it. */
export type SeccompArchitecture = `SCMP_ARCH_${string}`;

/**
 * A seccomp profile in the plain form of the OCI runtime specification ("Seccomp"), which Docker, Podman, containerd and CRI-O read
 * alike. The conditional form that Docker knows besides (`archMap`, `includes`, `excludes`) is not used: containerd reads over the
 * conditions, and would allow all that was allowed under one of them.
 */
export interface SeccompProfile {
  /** What becomes of a call without a rule. */
  readonly defaultAction: SeccompAction;
  /** The error of such a call. */
  readonly defaultErrnoRet: number;
  /** What programs may be made for; a program for another one is ended by its first call. */
  readonly architectures: readonly SeccompArchitecture[];
  readonly syscalls: readonly SeccompRule[];
}

/** The profile as the text of a file. */
export function seccompProfileText(profile: SeccompProfile): string {
  return `${JSON.stringify(profile, undefined, 2)}\n`;
}

/**
 * Writes the profile as `NAME.json` into a folder: for `--security-opt seccomp=FILE`, `seccomp-profile` of daemon.json, or the
 * folder that a kubelet reads local profiles from (`/var/lib/kubelet/seccomp`).
 *
 * @returns the paths that were written; none where the file says the same already
 * @throws a TemperedError `file-exists` where it says something else, unless `overwrite` is set
 */
export function writeSeccompProfile(folder: string, name: string, profile: SeccompProfile, options?: WriteOptions): readonly string[] {
  return writeNewFiles(folder, { [`${name}.json`]: seccompProfileText(profile) }, options);
}
