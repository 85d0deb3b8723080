import { TemperedError } from '../../../errors';
import type { FlowDirection, Inexpressible } from '../dialect';
import { type Anonymous, anonymousRefusal, isAnonymous, nobodyRefusal } from '../mesh/anonymous';
import { hasTcp, MOST_PORTS, tcpPorts, wideRange } from '../mesh/tcp-ports';
import type { Flow, Selector } from '../stated-network';

/** Settings that decide what Istio has words for. */
export interface Reach extends Anonymous {
  readonly mode: 'sidecar' | 'ambient';
  readonly registryOnly: boolean;
  /** Ports on which no name can be told. */
  readonly opaquePorts: ReadonlySet<number>;
  /** Blocks of the nodes; undefined: unknown. */
  readonly nodes: readonly string[] | undefined;
}

/** Why Istio cannot say a flow. What the network plugin cannot say is asked of its own dialect. */
export function refusal(flow: Flow, direction: FlowDirection, reach: Reach): Inexpressible | undefined {
  if (!hasTcp(flow.ports)) return undefined;
  return direction === 'ingress' ? refusedIngress(flow, reach) : refusedEgress(flow, reach);
}

function refusedRange({ ports }: Flow): Inexpressible | undefined {
  const wide = wideRange(ports);
  if (wide === undefined) return undefined;
  return {
    wrong: `names the ports ${wide.port} to ${wide.endPort}, and Istio takes single ports, of which at most ${MOST_PORTS} are written out`,
    hint: 'name fewer ports, or isolate with the dialect of the network plugin alone',
  };
}

function refusedIngress(flow: Flow, reach: Reach): Inexpressible | undefined {
  if (isAnonymous(flow, reach.unmeshed)) return refusedRange(flow) ?? anonymousRefusal('istio', flow, reach);
  return refusedRange(flow) ?? nobodyRefusal('Istio', flow) ?? refusedPath(flow);
}

function refusedPath({ http }: Flow): Inexpressible | undefined {
  const template = http?.find(({ path = '' }) => /[{}]|\*(?!$)/.test(path));
  if (template?.path !== undefined)
    return {
      wrong: `is of the path ${template.path}, in which Istio would read a pattern of its own`,
      hint: 'write a path without braces, and with * at its end only',
    };
  return undefined;
}

function refusedEgress(flow: Flow, { mode, registryOnly, opaquePorts, nodes }: Reach): Inexpressible | undefined {
  const { peer, ports } = flow;
  if (peer.kind !== 'cidr' && peer.kind !== 'fqdn' && peer.kind !== 'nodes') return undefined;
  if (mode === 'ambient' || !registryOnly) return undefined;
  if (peer.kind === 'nodes' && nodes === undefined)
    return {
      wrong: 'is to the nodes, and a ServiceEntry needs their addresses',
      hint: 'give them: istio({ nodes: [...] }), from `kubectl get nodes -o wide`',
    };
  if (ports !== undefined) return refusedRange(flow) ?? refusedPattern(flow, opaquePorts);
  return {
    wrong: `is to every port of ${peer.kind === 'cidr' ? peer.cidr : peer.kind === 'fqdn' ? peer.fqdn : 'the nodes'}, and a ServiceEntry names each port`,
    hint: 'name the ports, or leave REGISTRY_ONLY to others: istio({ registryOnly: false })',
  };
}

/** To a proxy, a pattern on such a port would be every address. */
function refusedPattern({ peer, ports }: Flow, opaquePorts: ReadonlySet<number>): Inexpressible | undefined {
  const port = tcpPorts(ports)?.find((each) => opaquePorts.has(each));
  if (peer.kind !== 'fqdn' || !peer.fqdn.startsWith('*') || port === undefined) return undefined;
  return {
    wrong: `is to ${peer.fqdn} on ${port}, where a proxy cannot tell names apart`,
    hint: 'name the one host, or its addresses with cidr(); if the port speaks TLS from the first byte, leave it out of istio({ opaquePorts: [...] })',
  };
}

/** The labels by which Istio selects a workload: equality is all it knows. */
export function workloadLabels({ labels, expressions }: Selector, path: string): Readonly<Record<string, string>> {
  const [first] = expressions;
  if (first !== undefined || Object.keys(labels).length === 0)
    throw new TemperedError(
      'inexpressible-flow',
      `${path}: its pods are selected by ${first === undefined ? 'no label' : `${first.operator} ${first.key}`}, and Istio selects by labels with their values`,
      { hint: 'select the pods by a label that they all carry' },
    );
  return labels;
}
