import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { recognize } from './hardening/instances';
import type { Connections } from './network/connections';
import { completePod } from './pod/complete-pod';
import { Container, type ContainerProps } from './pod/container';
import { rememberProps } from './pod/container-props';
import { addDisruptionBudget, type DisruptionBudget } from './pod/disruption-budget';
import { equipContainer } from './pod/equip-container';
import type { PodAdditions, PodContainers } from './pod/pod-additions';

/** Options of a {@link StatefulSet}: those of cdk8s-plus, and what tempered adds. */
export interface StatefulSetProps extends Omit<plus.StatefulSetProps, keyof PodContainers>, PodContainers, PodAdditions {
  /**
   * How many pods may be away at once while nodes are drained; `false` for no budget.
   *
   * @default - one at a time, where there are two replicas or more
   */
  readonly disruptionBudget?: false | DisruptionBudget;
}

/**
 * A StatefulSet of cdk8s-plus, hardened; with a ServiceAccount of its own without a token and a PodDisruptionBudget where there are replicas.
 *
 * @example
 * ```ts
 * new StatefulSet(this, 'database', {
 *   replicas: 3,
 *   containers: [{ image: 'registry.example/database:16.4', portNumber: 5432, writablePaths: ['/tmp', '/run'] }],
 * });
 * ```
 */
export class StatefulSet extends plus.StatefulSet {
  static {
    recognize(StatefulSet, plus.StatefulSet);
  }

  /** Who may talk to the pods, and to whom they may talk. */
  declare public readonly connections: Connections;

  public constructor(scope: Construct, id: string, props: StatefulSetProps) {
    super(scope, id, props);
    // Without a number cdk8s-plus makes one replica.
    const scaled = (props.replicas ?? 1) >= 2;
    if (props.disruptionBudget !== false && (scaled || props.disruptionBudget !== undefined)) {
      addDisruptionBudget(this, props.disruptionBudget);
    }
    completePod(this, StatefulSet, props);
  }

  /** Adds a container, with its writable paths and waivers. */
  public override addContainer(container: ContainerProps): plus.Container {
    const added = new Container(container);
    this.attachContainer(added);
    return added;
  }

  /** Adds a container that exists already. */
  public override attachContainer(container: plus.Container): void {
    super.attachContainer(container);
    equipContainer(this, container);
  }

  /** Adds a container that runs before the others, with its writable paths and waivers. */
  public override addInitContainer(container: ContainerProps): plus.Container {
    const added = super.addInitContainer(container);
    rememberProps(added, container);
    equipContainer(this, added);
    return added;
  }
}
