import type * as plus from 'cdk8s-plus-28';
import { API_SERVER_PORTS } from './cluster';
import type { FlowOptions, PortRange, StatedPort, StatedPorts } from './flow-options';
import type { DeclaredPort, Member } from './member';
import type { FlowPeer, FlowPort } from './stated-network';
import type { Wrong } from './wrong';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const LAST = 65_535;

/**
 * The ports of a flow by number; undefined: all.
 *
 * @param destination the workload that it goes to; undefined where it is none
 * @param peer the destination, where it is no workload
 * @param proxyPorts ports of TCP on which the destination listens without declaring them
 */
export function portsOf(
  options: FlowOptions,
  destination: Member | undefined,
  peer: FlowPeer | undefined,
  proxyPorts: readonly number[] = [],
): readonly FlowPort[] | undefined | Wrong {
  if (options.ports !== undefined) return checked(options.ports.map(fromPolicyPort), destination);
  const { port, protocol, http } = options;
  if (port !== undefined) {
    const all: FlowPort[] = [];
    for (const each of isList(port) ? port : [port]) {
      const stated = typeof each === 'number' && proxyPorts.includes(each) ? { undeclared: each } : each;
      const found = portOf(stated, http === undefined ? protocol : 'TCP', destination);
      if ('wrong' in found) return found;
      all.push(...found);
    }
    return all;
  }
  if (destination !== undefined) {
    const declared = destination.ports.filter((each) => http === undefined || each.protocol === 'TCP').map(numbered);
    if (declared.length > 0) return declared;
    return {
      code: 'no-port',
      wrong: `goes to ${destination.name}, whose containers declare no port${http === undefined ? '' : ' of TCP'}`,
      hint: 'give its container the port that it listens on (`portNumber`, `ports`)',
    };
  }
  if (peer?.kind === 'api-server') return API_SERVER_PORTS.map((each) => ({ protocol: 'TCP', port: each }));
  if (http !== undefined) return { code: 'no-port', wrong: 'is of HTTP and names no port', hint: 'say `port`' };
  return undefined;
}

function isList(port: StatedPorts): port is readonly [StatedPort, ...StatedPort[]] {
  return Array.isArray(port);
}

function portOf(
  stated: StatedPort,
  protocol: FlowPort['protocol'] | undefined,
  destination: Member | undefined,
): readonly FlowPort[] | Wrong {
  if (typeof stated === 'string') return byName(stated, protocol, destination);
  const { from, to } = rangeOf(stated);
  if (!isPort(from) || !isPort(to) || to < from)
    return {
      code: 'invalid-port',
      wrong: `names the port ${show(stated)}`,
      hint: 'ports are whole numbers from 1 to 65535, the first of a range before the last',
    };
  const spoken =
    protocol === undefined
      ? PROTOCOLS.filter((each) => destination?.ports.some((one) => one.protocol === each && one.port >= from && one.port <= to))
      : [protocol];
  const range = (each: FlowPort['protocol']): FlowPort => ({ protocol: each, port: from, ...(to > from && { endPort: to }) });
  if (typeof stated === 'object' && 'undeclared' in stated) return [range(protocol ?? 'TCP')];
  if (destination === undefined) return (protocol === undefined ? (['TCP'] as const) : spoken).map(range);
  if (spoken.length === 0) return undeclared(show(stated), destination);
  return checked(spoken.map(range), destination);
}

function rangeOf(stated: Exclude<StatedPort, string>): PortRange {
  if (typeof stated === 'number') return { from: stated, to: stated };
  return 'undeclared' in stated ? { from: stated.undeclared, to: stated.undeclared } : stated;
}

function byName(name: string, protocol: FlowPort['protocol'] | undefined, destination: Member | undefined): readonly FlowPort[] | Wrong {
  if (destination === undefined)
    return {
      code: 'unknown-port',
      wrong: `names the port ${name}, and goes to no workload of this app`,
      hint: 'give the number of the port',
    };
  const found = destination.ports.filter((each) => each.name === name && (protocol === undefined || each.protocol === protocol));
  return found.length > 0 ? found.map(numbered) : undeclared(name, destination);
}

/** Ports of which each must be one that the destination declares, or hold one. */
function checked(ports: readonly FlowPort[], destination: Member | undefined): readonly FlowPort[] | Wrong {
  if (destination === undefined) return ports;
  const stray = ports.find(
    ({ protocol, port, endPort = port }) =>
      !destination.ports.some((each) => each.protocol === protocol && each.port >= port && each.port <= endPort),
  );
  if (stray === undefined) return ports;
  const { protocol, port, endPort } = stray;
  return undeclared(`${protocol}/${port}${endPort === undefined ? '' : `-${endPort}`}`, destination);
}

function undeclared(port: string, { name, ports }: Member): Wrong {
  const there = ports.map((each) => `${each.protocol}/${each.port}${each.name === undefined ? '' : ` (${each.name})`}`);
  return {
    code: 'undeclared-port',
    wrong: `names the port ${port}, which no container of ${name} declares`,
    hint: `${there.length === 0 ? 'give its container the port that it listens on (`portNumber`, `ports`)' : `it declares ${there.join(', ')}`}; of a container that is injected later, say { undeclared: … }`,
  };
}

function numbered({ protocol, port }: DeclaredPort): FlowPort {
  return { protocol, port };
}

function fromPolicyPort(port: plus.NetworkPolicyPort): FlowPort {
  const { port: first, endPort, protocol } = port._toKube();
  return {
    protocol: PROTOCOLS.find((each) => each === protocol) ?? 'TCP',
    // `allTcp` begins at 0, which an API server refuses.
    port: Math.max(1, Number(first?.value ?? 1)),
    ...(first === undefined ? { endPort: LAST } : endPort !== undefined && { endPort }),
  };
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= LAST;
}

function show(port: StatedPort): string {
  if (typeof port !== 'object') return String(port);
  return 'undeclared' in port ? String(port.undeclared) : `${port.from}-${port.to}`;
}
