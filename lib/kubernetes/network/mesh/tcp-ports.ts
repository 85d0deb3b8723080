import type { FlowPort } from '../stated-network';

/** Policies of a mesh name single ports: the most that a range may come to. */
export const MOST_PORTS = 128;

/** The single ports of TCP that a flow names; undefined: all of them. UDP and SCTP pass by every proxy. */
export function tcpPorts(ports: readonly FlowPort[] | undefined): readonly number[] | undefined {
  if (ports === undefined) return undefined;
  const single = ports.flatMap(({ protocol, port, endPort = port }) =>
    protocol === 'TCP' ? Array.from({ length: Math.max(0, Math.min(endPort - port, MOST_PORTS) + 1) }, (_, index) => port + index) : [],
  );
  return [...new Set(single)].sort((a, b) => a - b);
}

/** The first range that is too wide to be written out. */
export function wideRange(ports: readonly FlowPort[] | undefined): FlowPort | undefined {
  return ports?.find(({ protocol, port, endPort = port }) => protocol === 'TCP' && endPort - port >= MOST_PORTS);
}

/** Whether a mesh carries the flow at all, or some of it. */
export function hasTcp(ports: readonly FlowPort[] | undefined): boolean {
  return ports === undefined || ports.some(({ protocol }) => protocol === 'TCP');
}
