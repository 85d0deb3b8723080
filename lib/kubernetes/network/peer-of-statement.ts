import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { errorOf } from './flow-error';
import { checkedPeer } from './plain-peer';
import type { FlowPeer } from './stated-network';
import { isPlainPeer, type Statement } from './statement';

/**
 * What can be told of a flow where it is stated, so that the error comes from the line that states it.
 *
 * @throws a TemperedError that names the construct
 */
export function throwIfWrong(statement: Statement): void {
  const { subject, peer, options } = statement;
  if (!isPeer(peer))
    throw errorOf(statement, {
      code: 'unknown-peer',
      wrong: `is with ${shown(peer)}, which is no end of a flow`,
      hint: 'name the workload whose pods are meant, or say who with podsIn(), cidr() or fqdn()',
    });
  // To a policy, an empty list is every port.
  if ([options.port, options.ports].some((ports) => Array.isArray(ports) && ports.length === 0))
    throw errorOf(statement, {
      code: 'no-port',
      wrong: 'names an empty list of ports',
      hint: 'name a port; `{ from: 1, to: 65535 }` is every port of a protocol',
    });
  if (isPlainPeer(peer)) {
    const checked = checkedPeer(peer);
    if ('wrong' in checked) throw errorOf(statement, checked);
  } else if (peer.node.root !== subject.node.root) {
    throw errorOf(statement, {
      code: 'unknown-peer',
      wrong: `is with ${peer.node.path || peer.node.id}, which is in another app`,
      hint: 'name pods of others by their labels with podsIn()',
    });
  }
}

const KINDS: readonly unknown[] = ['pods', 'cidr', 'fqdn', 'nodes', 'api-server'] satisfies readonly FlowPeer['kind'][];

/** The types say it too, but not everybody has them. */
function isPeer(peer: unknown): boolean {
  if (typeof peer !== 'object' || peer === null) return false;
  if ('node' in peer) return 'toNetworkPolicyPeerConfig' in peer || ApiObject.isApiObject(peer);
  return 'kind' in peer && KINDS.includes(peer.kind);
}

function shown(peer: unknown): string {
  return Construct.isConstruct(peer) ? peer.node.path : (JSON.stringify(peer) ?? String(peer));
}
