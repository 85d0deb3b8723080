import { ApiObject } from 'cdk8s';
import type { SecretUser } from '../secret-source';
import type { VaultUse } from './vault-use';

/** The ServiceAccount of a workload; without one of its own a pod runs as `default`. */
export function accountOf(workload: SecretUser): VaultUse['account'] {
  return { name: workload.serviceAccount?.name ?? 'default', namespace: ApiObject.of(workload).metadata.namespace };
}
