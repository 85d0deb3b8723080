import { TemperedError } from '../../errors';
import { restricted } from '../../profiles';
import type { Profile } from '../../profiles/profile';
import { composeDocument } from './compose-document';
import { composeText } from './compose-text';
import type { ContainerService } from './container-service';

/** What `Stack` takes. */
export interface StackProps {
  /** Which controls are asked of its services and networks. Default: `restricted`. */
  readonly profile?: Profile;
}

/**
 * Services that belong together, who of them may talk to whom, and what they keep. Written once, it becomes a Compose file,
 * a stack for a Swarm, or Pulumi resources.
 *
 * @example
 * ```ts
 * const stack = new docker.Stack('shop');
 * new docker.ContainerService(stack, 'web', { image: 'registry.example/web@sha256:…', ports: [{ target: 8080 }] });
 * writeFileSync('compose.yaml', stack.toCompose());
 * ```
 */
export class Stack {
  private readonly members = new Map<string, ContainerService>();

  /** @throws a TemperedError `invalid-name` for what cannot name a Compose project */
  constructor(
    readonly name: string,
    readonly props: StackProps = {},
  ) {
    if (!/^[a-z0-9][a-z0-9_-]*$/.test(name))
      throw new TemperedError('invalid-name', `"${name}" cannot name a stack: lower-case letters, digits, dashes and underscores`);
  }

  /** In the order in which they were made. */
  get services(): readonly ContainerService[] {
    return [...this.members.values()];
  }

  /** Which controls are asked. */
  get profile(): Profile {
    return this.props.profile ?? restricted;
  }

  /** The service of that name. */
  service(name: string): ContainerService | undefined {
    return this.members.get(name);
  }

  /** Called by the services themselves. */
  add(service: ContainerService): void {
    if (this.members.has(service.name))
      throw new TemperedError('duplicate-service', `the stack ${this.name} has two services named "${service.name}"`);
    this.members.set(service.name, service);
  }

  /**
   * A Compose file, hardened, with a comment that says why each network is there.
   *
   * @throws an `InsecureStackError` for what is insecure on purpose and not waived; all of it at once
   */
  toCompose(): string {
    return composeText(composeDocument(this, 'compose'));
  }

  /**
   * A file for `docker stack deploy`. What a Swarm would drop in silence is not in it, and stands in a comment at its head
   * with what does it instead.
   *
   * @throws an `InsecureStackError` for what is insecure on purpose and not waived; all of it at once
   */
  toSwarm(): string {
    return composeText(composeDocument(this, 'stack'));
  }
}
