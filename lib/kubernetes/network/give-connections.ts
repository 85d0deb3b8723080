import type * as plus from 'cdk8s-plus-28';
import { Connections } from './connections';

/** Has flows of a workload stated once for whatever the cluster enforces. */
export function giveConnections(pod: plus.AbstractPod & { connections: plus.PodConnections }): void {
  pod.connections = new Connections(pod);
}
