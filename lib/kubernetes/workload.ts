import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { recognize } from './hardening/instances';
import type { Connections } from './network/connections';
import { giveConnections } from './network/give-connections';

/** Any workload of cdk8s-plus, for parameters of yours: it states flows as ours do. */
export abstract class Workload extends plus.Workload {
  static {
    recognize(Workload, plus.Workload);
  }

  /** Who may talk to the pods, and to whom they may talk. */
  declare public readonly connections: Connections;

  public constructor(scope: Construct, id: string, props: plus.WorkloadProps) {
    super(scope, id, props);
    giveConnections(this);
  }
}
