import type { Inexpressible } from '../dialect';
import type { Flow } from '../stated-network';
import { tcpPorts } from './tcp-ports';
import { hasUnmeshed } from './underneath';

/** Who comes into a mesh without an identity, and where. */
export interface Anonymous {
  /** Namespaces whose pods have no proxy. */
  readonly unmeshed: ReadonlySet<string>;
  /** Ports that take such connections. */
  readonly plaintextPorts: ReadonlySet<number>;
}

/** Whether some of those who come in this way have no identity. */
export function isAnonymous({ peer }: Flow, unmeshed: ReadonlySet<string>): boolean {
  return peer.kind !== 'pods' || hasUnmeshed(peer, unmeshed);
}

/** Why such a flow cannot come in: each of its ports must be one that is said to take plaintext. */
export function anonymousRefusal(mesh: string, { peer, ports }: Flow, { plaintextPorts }: Anonymous): Inexpressible | undefined {
  const closed = tcpPorts(ports)?.filter((port) => !plaintextPorts.has(port)) ?? ['every port'];
  if (closed.length === 0) return undefined;
  const who = peer.kind === 'pods' ? peer.name : peer.kind === 'cidr' ? peer.cidr : peer.kind === 'nodes' ? 'the nodes' : 'the API server';
  return {
    wrong: `is from ${who}, which has no identity of the mesh, to ${closed.slice(0, 5).join(', ')}${closed.length > 5 ? ' …' : ''}`,
    hint: `let it come through a gateway of the mesh, or name its ports in ${mesh}({ plaintextPorts: [...] })`,
  };
}

/** Why a peer of the mesh is nobody: neither its account nor its namespace is said. */
export function nobodyRefusal(mesh: string, { peer }: Flow): Inexpressible | undefined {
  if (peer.kind !== 'pods' || peer.serviceAccount !== undefined || peer.namespaceNames !== undefined || peer.namespaces === 'own')
    return undefined;
  return {
    wrong: `is from ${peer.name}, and ${mesh} knows pods by their account and namespace, of which neither is said`,
    hint: 'name the workload or its namespace, as inNamespaces() and podsIn() do',
  };
}
