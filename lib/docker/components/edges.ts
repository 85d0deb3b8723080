import type { ContainerService } from './container-service';
import type { Stack } from './stack';

/** A network that a stack needs, and who is on it. */
export interface StackNetwork {
  readonly name: string;
  /** Nothing on it reaches anything outside of it. */
  readonly internal: boolean;
  /** Whether what is on it may begin a connection to the outside. */
  readonly egress: boolean;
  readonly members: readonly ContainerService[];
  /** Why it is there, as a comment. */
  readonly reason: string;
}

/**
 * The networks of a stack: one for each flow, internal; one for each service that publishes ports, which cannot be done from
 * an internal one; one for each that may reach the outside. A service of a Swarm without a network gets one that has a way out:
 * whoever is talked to by nobody gets an internal one there, in which it is alone.
 *
 * No service has "_" in its name, so that two networks never have the same one.
 */
export function networksOf(stack: Stack, target: 'containers' | 'swarm' = 'containers'): readonly StackNetwork[] {
  const flows = stack.services.flatMap((from) =>
    from.connections.allowed
      // Said in both directions, it is the same network.
      .filter((to) => !(to.connections.allowed.includes(from) && stack.services.indexOf(to) < stack.services.indexOf(from)))
      .map(
        (to): StackNetwork => ({
          name: `${from.name}_to_${to.name}`,
          internal: true,
          egress: false,
          members: [from, to],
          reason: `${from.name} may talk to ${to.name}${to.connections.allowed.includes(from) ? ', and the other way round' : ''}`,
        }),
      ),
  );
  const outward = stack.services.flatMap((service): StackNetwork[] => {
    const publishes = (service.props.ports ?? []).length > 0;
    const egress = service.connections.toOutside;
    if (!publishes && !egress) return [];
    const unasked = target === 'swarm' && !egress ? `${service.name} has a way out with that` : '';
    const reason = [publishes ? `${service.name} publishes ports` : '', egress ? `${service.name} may talk to the outside` : unasked]
      .filter((each) => each !== '')
      .join(', and ');
    return [{ name: `${service.name}_outside`, internal: false, egress, members: [service], reason }];
  });
  const reached = new Set([...flows, ...outward].flatMap(({ members }) => members));
  const alone = stack.services
    .filter((service) => target === 'swarm' && !reached.has(service))
    .map((service): StackNetwork => {
      const reason = `${service.name} talks to nobody; without a network, a Swarm gives it one with a way out`;
      return { name: `${service.name}_alone`, internal: true, egress: false, members: [service], reason };
    });
  return [...flows, ...outward, ...alone];
}

/**
 * Whom the service waits for at the start: whoever it may talk to that says when it is healthy. Nobody waits for one that waits for it.
 */
export function startsAfter(service: ContainerService): readonly ContainerService[] {
  return service.connections.allowed.filter((to) => to.props.healthCheck !== undefined && !reaches(to, service));
}

function reaches(from: ContainerService, to: ContainerService): boolean {
  const seen = new Set([from]);
  for (const each of seen) for (const next of each.connections.allowed) seen.add(next);
  return seen.has(to);
}

/** A name server that is not there: of the container itself. */
const NOBODY = '127.0.0.1';

/**
 * The name servers that the engine's resolver asks for the service, where they are not the engine's own. Whatever is on a network that is
 * not internal may ask them for any name, and so carries data out and answers in, masquerading or not. The resolver still answers for
 * the services of the stack itself. Measured on engine 29, with containers and in a Swarm.
 */
export function nameServersOf({ props, connections }: ContainerService): readonly string[] | undefined {
  return (props.ports ?? []).length > 0 && !connections.toOutside ? [NOBODY] : undefined;
}

/**
 * Services that reach the outside in a Swarm though nobody allowed it. Whatever publishes a port there, in either mode, is attached to
 * docker_gwbridge, which masquerades; an overlay cannot say otherwise. Source: moby, daemon/libnetwork/default_gateway.go, needDefaultGW.
 */
export function unaskedWaysOut(stack: Stack): readonly ContainerService[] {
  return stack.services.filter(({ props, connections }) => (props.ports ?? []).length > 0 && !connections.toOutside);
}

/** What to do about them, one sentence a line; nothing where there are none. */
export function wayOutNotice(stack: Stack): readonly string[] {
  const names = unaskedWaysOut(stack).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    `What publishes a port in a Swarm can reach the outside as well, though no \`allowToOutside()\` says so: ${names.join(', ')}.`,
    'Close that in the firewall of the nodes (chain DOCKER-USER), or make docker_gwbridge without masquerading: docs/docker.md, "In a Swarm".',
  ];
}

/** What a published port leaves open to the host itself; nothing where no service only publishes. */
export function hostNotice(stack: Stack): readonly string[] {
  const names = unaskedWaysOut(stack).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    `What publishes a port has the host as its gateway, and reaches what listens there on all addresses: ${names.join(', ')}.`,
    'Close that in the firewall of the host (chain INPUT): docs/docker.md, "What Docker cannot say".',
  ];
}
