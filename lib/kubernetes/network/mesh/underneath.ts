import type { Dialect } from '../dialect';
import type { Flow, FlowPort, PodsPeer, SelectorLabels, StatedNetwork } from '../stated-network';

/** Pods of the control plane that every proxy must reach. */
export interface ControlPlanePods {
  readonly namespace: string;
  readonly labels: SelectorLabels;
  readonly ports: readonly number[];
}

/** What a mesh changes about connections, as the network plugin sees them. */
export interface Wire {
  /**
   * The port under which connections between two pods of the mesh go, whatever the port of the application.
   * Undefined: each keeps its own.
   */
  readonly tunnel: number | undefined;
  /** Whom every proxy must reach, or the pod does not become ready. */
  readonly controlPlane: readonly ControlPlanePods[];
  /** Flows into every workload that the mesh itself needs. */
  readonly ingress: readonly Flow[];
  /** Namespaces whose pods have no proxy. */
  readonly unmeshed: ReadonlySet<string>;
}

/**
 * What is stated, as the network plugin underneath a mesh must let it through.
 *
 * It does not read what the proxies encrypt, so requests of HTTP are told apart by the mesh alone.
 */
export function underneath(stated: readonly StatedNetwork[], wire: Wire): readonly StatedNetwork[] {
  const controlPlane = wire.controlPlane.map(toControlPlane);
  return stated.map((workload) => ({
    ...workload,
    ingress: [...wire.ingress, ...workload.ingress.map((flow) => onTheWire(flow, wire))],
    egress: [...controlPlane, ...workload.egress.map((flow) => onTheWire(flow, wire))],
  }));
}

/** Whether some pods of a peer may have no identity of the mesh. */
export function hasUnmeshed({ namespaceNames = [] }: PodsPeer, unmeshed: ReadonlySet<string>): boolean {
  return namespaceNames.some((name) => unmeshed.has(name));
}

/** Whether some pods of a peer may have one. */
export function hasMeshed({ namespaceNames }: PodsPeer, unmeshed: ReadonlySet<string>): boolean {
  return namespaceNames === undefined || namespaceNames.some((name) => !unmeshed.has(name));
}

/** One flow as the plugin sees it. */
export function onTheWire(flow: Flow, { tunnel, unmeshed }: Wire): Flow {
  const { peer, ports } = flow;
  const tunnelled = tunnel !== undefined && ports !== undefined && peer.kind === 'pods' && hasMeshed(peer, unmeshed);
  return { peer, ports: tunnelled ? withTunnel(ports, tunnel) : ports, http: undefined };
}

/** A flow may name only UDP, which no mesh carries. */
function withTunnel(ports: readonly FlowPort[], tunnel: number): readonly FlowPort[] {
  return ports.some(({ protocol }) => protocol === 'TCP') ? [...ports, { protocol: 'TCP', port: tunnel }] : ports;
}

function toControlPlane({ namespace, labels, ports }: ControlPlanePods): Flow {
  return {
    peer: {
      kind: 'pods',
      name: `the control plane in ${namespace}`,
      namespaces: { labels: { 'kubernetes.io/metadata.name': namespace }, expressions: [] },
      namespaceNames: [namespace],
      pods: { labels, expressions: [] },
      serviceAccount: undefined,
    },
    ports: ports.map((port) => ({ protocol: 'TCP', port })),
    http: undefined,
  };
}

/** The name of a mesh over a network plugin, for errors. */
export function nameOver(mesh: string, over: Dialect): string {
  return `${mesh} over ${over.name}`;
}
