import { TemperedError } from '../../../errors';
import type { FlowDirection, Inexpressible } from '../dialect';
import { hasTcp, MOST_PORTS, tcpPorts, wideRange } from '../mesh/tcp-ports';
import { hasUnmeshed } from '../mesh/underneath';
import type { Flow, PodsPeer, Selector } from '../stated-network';

/** Settings that decide what Istio has words for. */
export interface Reach {
  readonly mode: 'sidecar' | 'ambient';
  readonly unmeshed: ReadonlySet<string>;
  readonly plaintextPorts: ReadonlySet<number>;
  readonly registryOnly: boolean;
}

/** Why Istio cannot say a flow. What the network plugin cannot say is asked of its own dialect. */
export function refusal(flow: Flow, direction: FlowDirection, reach: Reach): Inexpressible | undefined {
  const wide = wideRange(flow.ports);
  if (wide !== undefined)
    return {
      wrong: `names the ports ${wide.port} to ${wide.endPort}, and Istio takes single ports, of which at most ${MOST_PORTS} are written out`,
      hint: 'name fewer ports, or isolate with the dialect of the network plugin alone',
    };
  if (!hasTcp(flow.ports)) return undefined;
  return direction === 'ingress' ? refusedIngress(flow, reach) : refusedEgress(flow, reach);
}

/** Whether who comes in this way has no identity. */
export function isAnonymous({ peer }: Flow, unmeshed: ReadonlySet<string>): boolean {
  return peer.kind !== 'pods' || hasUnmeshed(peer, unmeshed);
}

function refusedIngress(flow: Flow, { unmeshed, plaintextPorts }: Reach): Inexpressible | undefined {
  const { peer, ports, http } = flow;
  if (isAnonymous(flow, unmeshed)) {
    const closed = tcpPorts(ports)?.filter((port) => !plaintextPorts.has(port)) ?? ['every port'];
    const who = peer.kind === 'pods' ? peer.name : peer.kind === 'cidr' ? peer.cidr : 'the API server';
    return closed.length === 0
      ? undefined
      : {
          wrong: `is from ${who}, which has no identity of the mesh, to ${closed.join(', ')}`,
          hint: 'let it come through a gateway of the mesh, or name its ports in istio({ plaintextPorts: [...] })',
        };
  }
  if (peer.kind === 'pods' && peer.serviceAccount === undefined && peer.namespaceNames === undefined)
    return {
      wrong: `is from ${peer.name}, and Istio knows pods by their account and namespace, of which neither is said`,
      hint: 'name the workload or its namespace, as inNamespaces() and podsIn() do',
    };
  const template = http?.find(({ path = '' }) => /[{}]|\*(?!$)/.test(path));
  if (template?.path !== undefined)
    return {
      wrong: `is of the path ${template.path}, in which Istio would read a pattern of its own`,
      hint: 'write a path without braces, and with * at its end only',
    };
  return undefined;
}

function refusedEgress({ peer, ports }: Flow, { mode, registryOnly }: Reach): Inexpressible | undefined {
  if (peer.kind !== 'cidr' && peer.kind !== 'fqdn') return undefined;
  if (mode === 'ambient' || !registryOnly || ports !== undefined) return undefined;
  return {
    wrong: `is to every port of ${peer.kind === 'cidr' ? peer.cidr : peer.fqdn}, and a ServiceEntry names each port`,
    hint: 'name the ports, or leave REGISTRY_ONLY to others: istio({ registryOnly: false })',
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

/** Names that can only be known with the namespace of the workload. */
export function needsNamespace(path: string, { name }: PodsPeer, way: 'from' | 'to'): TemperedError {
  const flow = way === 'from' ? 'a flow into it is from' : 'a flow out of it is to';
  return new TemperedError('unknown-namespace', `${path}: ${flow} ${name}, and in which namespace these pods are is not known`, {
    hint: "give the chart a namespace: new Chart(app, id, { namespace: 'shop' })",
  });
}
