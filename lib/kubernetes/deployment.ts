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

/** Options of a {@link Deployment}: those of cdk8s-plus, and what tempered adds. */
export interface DeploymentProps extends Omit<plus.DeploymentProps, keyof PodContainers>, PodContainers, PodAdditions {
  /**
   * How many pods may be away at once while nodes are drained; `false` for no budget.
   *
   * @default - one at a time, where there are two replicas or more
   */
  readonly disruptionBudget?: false | DisruptionBudget;
}

/**
 * A Deployment of cdk8s-plus, hardened; with a ServiceAccount of its own without a token and a PodDisruptionBudget where there are replicas.
 *
 * @example
 * ```ts
 * new Deployment(this, 'web', {
 *   containers: [{ image: 'registry.example/web:1.4.2', portNumber: 8080, writablePaths: ['/tmp'] }],
 * });
 * ```
 */
export class Deployment extends plus.Deployment {
  static {
    recognize(Deployment, plus.Deployment);
  }

  /** Who may talk to the pods, and to whom they may talk. */
  declare public readonly connections: Connections;

  public constructor(scope: Construct, id: string, props: DeploymentProps = {}) {
    super(scope, id, props);
    // Without a number cdk8s-plus makes two replicas.
    const scaled = (props.replicas ?? 2) >= 2;
    if (props.disruptionBudget !== false && (scaled || props.disruptionBudget !== undefined)) {
      addDisruptionBudget(this, props.disruptionBudget);
    }
    completePod(this, Deployment, props);
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
