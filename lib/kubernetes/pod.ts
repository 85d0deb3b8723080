import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { recognize } from './hardening/instances';
import type { Connections } from './network/connections';
import { completePod } from './pod/complete-pod';
import { Container, type ContainerProps } from './pod/container';
import { rememberProps } from './pod/container-props';
import { equipContainer } from './pod/equip-container';
import type { PodAdditions, PodContainers } from './pod/pod-additions';

/** Options of a {@link Pod}: those of cdk8s-plus, and what tempered adds. */
export interface PodProps extends Omit<plus.PodProps, keyof PodContainers>, PodContainers, PodAdditions {}

/**
 * A Pod of cdk8s-plus, hardened; with a ServiceAccount of its own without a token.
 *
 * @example
 * ```ts
 * new Pod(this, 'shell', {
 *   containers: [{ image: 'registry.example/shell:1.0.0' }],
 * });
 * ```
 */
export class Pod extends plus.Pod {
  static {
    recognize(Pod, plus.Pod);
  }

  /** Who may talk to the pods, and to whom they may talk. */
  declare public readonly connections: Connections;

  public constructor(scope: Construct, id: string, props: PodProps = {}) {
    super(scope, id, props);
    completePod(this, Pod, props);
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
