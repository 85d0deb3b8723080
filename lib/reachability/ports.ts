import { anyOf, type Match, matchOf } from './certainty';
import { type Endpoint, PROTOCOLS, type Protocol, type Traffic } from './endpoint';

/** Ports of the destination that a rule names. */
export interface PortTest {
  /** Which protocols. */
  readonly protocols: readonly Protocol[];
  /** A number, both ends included; the name of a container port; all of them where it is absent. */
  readonly port?: string | { readonly first: number; readonly last: number };
}

/** Whether traffic goes to one of the ports; to any where there is no list. */
export function matchesPorts(tests: readonly PortTest[] | undefined, traffic: Traffic, destination: Endpoint): Match {
  if (tests === undefined) return 'yes';
  return anyOf(tests, ({ protocols, port }) => {
    if (!protocols.includes(traffic.protocol)) return 'no';
    if (port === undefined) return 'yes';
    if (typeof port !== 'string') return matchOf(port.first <= traffic.port && traffic.port <= port.last);
    return hasNamedPort(destination, port, traffic);
  });
}

/** A named port is that of the destination, with its own protocol: nothing outside of the cluster has one. */
function hasNamedPort(destination: Endpoint, name: string, { protocol, port }: Traffic): Match {
  if (destination.kind !== 'pod') return 'no';
  // Nobody knows what a pod that is not among the objects calls its ports.
  if (destination.resource === undefined) return 'maybe';
  return matchOf(destination.ports.some((each) => each.name === name && each.number === port && each.protocol === protocol));
}

/** Ports between which no rule makes a difference; the first stands for all. */
export interface PortClass {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
}

export const LAST_PORT = 65_535;

/** Divides the ports of each protocol where one of the rules makes a difference at a destination. */
export function portClasses(tests: readonly PortTest[], destination: Endpoint): readonly PortClass[] {
  const cuts = new Map<Protocol, Set<number>>(PROTOCOLS.map((protocol) => [protocol, new Set([1])]));
  const cut = (protocol: Protocol, first: number, last: number): void => {
    const all = cuts.get(protocol);
    if (first >= 1) all?.add(first);
    if (last < LAST_PORT) all?.add(last + 1);
  };
  for (const { protocols, port } of tests) {
    if (typeof port === 'object') for (const protocol of protocols) cut(protocol, port.first, port.last);
    if (typeof port === 'string' && destination.kind === 'pod')
      for (const { name, protocol, number } of destination.ports) if (name === port) cut(protocol, number, number);
  }
  return [...cuts].flatMap(([protocol, all]) => {
    const starts = [...all].sort((a, b) => a - b);
    return starts.map((first, index) => ({ protocol, first, last: (starts[index + 1] ?? LAST_PORT + 1) - 1 }));
  });
}
