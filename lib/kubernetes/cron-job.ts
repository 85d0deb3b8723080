import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { recognize } from './hardening/instances';
import type { Connections } from './network/connections';
import { completePod } from './pod/complete-pod';
import { Container, type ContainerProps } from './pod/container';
import { rememberProps } from './pod/container-props';
import { equipContainer } from './pod/equip-container';
import type { PodAdditions, PodContainers } from './pod/pod-additions';

/** Options of a {@link CronJob}: those of cdk8s-plus, and what tempered adds. */
export interface CronJobProps extends Omit<plus.CronJobProps, keyof PodContainers>, PodContainers, PodAdditions {}

/**
 * A CronJob of cdk8s-plus, hardened; with a ServiceAccount of its own without a token.
 *
 * @example
 * ```ts
 * new CronJob(this, 'report', {
 *   schedule: Cron.daily(),
 *   containers: [{ image: 'registry.example/report:1.4.2' }],
 * });
 * ```
 */
export class CronJob extends plus.CronJob {
  static {
    recognize(CronJob, plus.CronJob);
  }

  /** Who may talk to the pods, and to whom they may talk. */
  declare public readonly connections: Connections;

  public constructor(scope: Construct, id: string, props: CronJobProps) {
    super(scope, id, props);
    completePod(this, CronJob, props);
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
