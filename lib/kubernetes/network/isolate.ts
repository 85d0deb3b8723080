import type { IConstruct } from 'constructs';
import type { Dialect } from './dialect';
import { setDialect } from './isolation-scope';
import { networkOf } from './network';
import { kubernetesPolicies } from './network-policy/kubernetes-policies';

/** How a scope is isolated. */
export interface IsolationProps {
  /**
   * The language of the policies: what the network plugin or the mesh of the cluster enforces.
   *
   * @default kubernetesPolicies() - NetworkPolicy, which nearly every network plugin enforces
   */
  readonly dialect?: Dialect;
}

/**
 * Closes every workload of a scope in both directions, but for the flows that are stated (`web.connections.allowTo(api)`) and the
 * cluster's resolver. The nearest isolated scope around a workload decides; what lies in none gets the policies of cdk8s-plus.
 *
 * It covers whatever holds pods: drop-in constructs, those of cdk8s-plus, objects of `Include` and `Helm`, custom resources.
 *
 * @example
 * ```ts
 * isolate(chart, { dialect: cilium() });
 * web.connections.allowTo(api, { port: 8080 });
 * ```
 */
export function isolate(scope: IConstruct, { dialect = kubernetesPolicies() }: IsolationProps = {}): void {
  setDialect(scope, dialect);
  networkOf(scope).watch();
}
