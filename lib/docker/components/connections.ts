import { TemperedError } from '../../errors';
import type { ContainerService } from './container-service';

/** What a flow is narrowed to. */
export interface FlowOptions {
  /**
   * Port that the other side must say it listens on. Docker networks know no ports: this is checked when the flow is
   * stated, not when it is used.
   *
   * @default - any of its ports
   */
  readonly port?: number;
}

/**
 * Who a service may talk to. Each flow gets a network of its own with just its two ends on it, so that nobody reaches what
 * no flow leads to. A network of Docker has no direction: the other side can answer, and could also begin.
 */
export class Connections {
  private readonly targets = new Set<ContainerService>();
  private outside = false;

  constructor(private readonly service: ContainerService) {}

  /**
   * Lets the service connect to another one of its stack.
   *
   * @throws a TemperedError `unknown-flow-target` for a service of another stack, `unexposed-port` for a port that the
   * other side does not listen on
   */
  allowTo(other: ContainerService, { port }: FlowOptions = {}): void {
    // JavaScript, and `stack.service('…')` of a name that there is not.
    if ((other as ContainerService | undefined)?.stack === undefined)
      throw new TemperedError('unknown-flow-target', `${this.service.name} cannot be connected to what is no service`, {
        hint: `the services of the stack are ${this.service.stack.services.map(({ name }) => name).join(', ')}`,
      });
    if (other === this.service) return;
    if (other.stack !== this.service.stack)
      throw new TemperedError(
        'unknown-flow-target',
        `${this.service.name} cannot be connected to ${other.name}: it is of the stack ${other.stack.name}`,
        {
          hint: 'make both services in one stack; between stacks, publish a port',
        },
      );
    if (port !== undefined && !other.listensOn(port))
      throw new TemperedError(
        'unexposed-port',
        `${other.name} does not listen on port ${port}, so ${this.service.name} cannot be connected to it there`,
        {
          hint: `${other.name} listens on ${other.listening.join(', ') || 'no port'}; add the port to its \`listens\`, or correct the flow`,
        },
      );
    this.targets.add(other);
  }

  /** The same from the other side. */
  allowFrom(other: ContainerService, options?: FlowOptions): void {
    other.connections.allowTo(this.service, options);
  }

  /** Lets the service connect to the outside world. Docker cannot say where to: a firewall or a proxy has to. */
  allowToOutside(): void {
    this.outside = true;
  }

  /** The services that it may connect to, in the order in which that was said. */
  get allowed(): readonly ContainerService[] {
    return [...this.targets];
  }

  /** Whether it may connect to the outside. */
  get toOutside(): boolean {
    return this.outside;
  }
}
