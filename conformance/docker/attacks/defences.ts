import type { Outcome } from '../attack';

/** What stops attacks, and how each shows. */
type Defence = Exclude<Outcome, 'succeeds'>;

export const READ_ONLY_ROOT: Defence = { stoppedBy: 'read-only root file system', saying: /Read-only file system/ };
export const NO_EXEC: Defence = { stoppedBy: 'noexec', saying: /Permission denied/ };
export const USER: Defence = { stoppedBy: 'the user', saying: /Permission denied/ };
export const CAPABILITIES: Defence = { stoppedBy: 'no capabilities', saying: /Operation not permitted|Permission denied/ };
export const NO_NEW_PRIVILEGES: Defence = { stoppedBy: 'no-new-privileges', saying: /./ };
export const DEFAULT_SECCOMP: Defence = { stoppedBy: 'default seccomp profile; capabilities', saying: /Operation not permitted/ };
export const READ_ONLY_MOUNTS: Defence = {
  stoppedBy: 'read-only mounts, by the engine itself',
  saying: /Read-only file system|Permission denied/,
};
