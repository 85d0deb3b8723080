import type { ApiObject } from 'cdk8s';
import { AbstractPod } from 'cdk8s-plus-28';
import { Connections } from './connections';
import type { FlowOptions } from './flow-options';
import { networkOf } from './network';
import { throwIfWrong } from './peer-of-statement';
import type { FlowDestination, FlowSource, PlusPod } from './statement';

/** What `connections` of our workloads can say, of any workload. */
export interface WorkloadConnections {
  /** Lets the workload open connections to a peer. */
  allowTo(peer: FlowDestination, options?: FlowOptions): void;
  /** Lets a peer open connections to the workload. */
  allowFrom(peer: FlowSource, options?: FlowOptions): void;
}

/**
 * The connections of a workload that is none of ours: an object of `Include` or `Helm`, a custom resource that holds pods, a workload of
 * cdk8s-plus in any version. It must lie in an isolated scope.
 *
 * @example
 * ```ts
 * const [redis] = new Helm(chart, 'redis', { chart: 'redis' }).apiObjects.filter(({ kind }) => kind === 'StatefulSet');
 * if (redis !== undefined) connectionsOf(redis).allowFrom(web, { port: 6379 });
 * ```
 */
export function connectionsOf(workload: PlusPod | ApiObject): WorkloadConnections {
  if (workload instanceof AbstractPod) return new Connections(workload);
  const subject = workload;
  const stating =
    (direction: 'ingress' | 'egress') =>
    (peer: FlowDestination, options: FlowOptions = {}): void => {
      const statement = { subject, direction, peer, options };
      throwIfWrong(statement);
      networkOf(subject).state(statement, true);
    };
  return { allowTo: stating('egress'), allowFrom: stating('ingress') };
}
