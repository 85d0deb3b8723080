import { errorOf } from './flow-error';
import { checkedPeer } from './plain-peer';
import { isPlainPeer, type Statement } from './statement';

/**
 * What can be told of the other end where the flow is stated, so that the error comes from the line that states it.
 *
 * @throws a TemperedError that names the construct
 */
export function throwIfWrong(statement: Statement): void {
  const { subject, peer } = statement;
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
