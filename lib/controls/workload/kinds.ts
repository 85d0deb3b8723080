import type { KindRef } from '../requirement';

export const DEPLOYMENT: KindRef = { group: 'apps', kind: 'Deployment' };
export const STATEFUL_SET: KindRef = { group: 'apps', kind: 'StatefulSet' };
export const DAEMON_SET: KindRef = { group: 'apps', kind: 'DaemonSet' };
export const REPLICA_SET: KindRef = { group: 'apps', kind: 'ReplicaSet' };
export const REPLICATION_CONTROLLER: KindRef = { group: '', kind: 'ReplicationController' };
export const JOB: KindRef = { group: 'batch', kind: 'Job' };
export const CRON_JOB: KindRef = { group: 'batch', kind: 'CronJob' };
export const POD: KindRef = { group: '', kind: 'Pod' };
export const SERVICE: KindRef = { group: '', kind: 'Service' };
export const POD_DISRUPTION_BUDGET: KindRef = { group: 'policy', kind: 'PodDisruptionBudget' };
export const HORIZONTAL_POD_AUTOSCALER: KindRef = { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' };

/** Whether an object is of that kind. */
export function isKind(ref: KindRef, { group, kind }: KindRef): boolean {
  return ref.kind === kind && ref.group === group;
}
