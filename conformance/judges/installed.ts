import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `install.sh` puts the judges. */
export const JUDGES = process.env.TEMPERED_JUDGES ?? join(homedir(), '.cache', 'tempered-judges');

type JudgeName =
  | ('psa-check' | 'pod-security-fixtures' | 'kube' | 'kubeconform' | 'schemas')
  | ('crds' | 'kubeseal' | 'netpol-reach' | 'encryption-check' | 'vault-dev' | 'istioctl')
  | ('dockerd' | 'docker-compose' | 'dockerfile-check' | 'hadolint' | 'attempt' | 'stand-in');

/** The path of a judge: a program, or a folder of what it judges by. */
export function judge(name: JudgeName): string {
  return join(JUDGES, 'bin', name);
}
