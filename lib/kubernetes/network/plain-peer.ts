import { isIP } from 'node:net';
import { holdsBlock, isAddressBlock } from './address-block';
import { METADATA_BLOCKS } from './cluster';
import { impossibleLabel, isDnsLabel } from './names';
import type { CidrPeer } from './peers';
import { selectsNothing } from './selection';
import type { FlowPeer, PodsPeer } from './stated-network';
import type { Wrong } from './wrong';

const LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
const NAME = new RegExp(`^(\\*\\.)?(${LABEL}\\.)*${LABEL}$`, 'i');
const URL_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** Under whichever domain the cluster has; and a name without a dot is one of the own namespace. */
const OF_THE_CLUSTER = /\.svc(\.|$)|\.cluster\.local\.?$|^[^.]+$/i;

/** What a peer says, as far as it can be wrong by itself: the peer, with the metadata addresses excepted from a block that holds them. */
export function checkedPeer(peer: FlowPeer): FlowPeer | Wrong {
  switch (peer.kind) {
    case 'cidr':
      return checkedBlock(peer);
    case 'fqdn':
      return wrongName(peer.fqdn) ?? { ...peer, fqdn: peer.fqdn.toLowerCase().replace(/\.$/, '') };
    case 'pods':
      return wrongPods(peer) ?? peer;
    case 'nodes':
    case 'api-server':
      return peer;
  }
}

function wrongPods(peer: PodsPeer): Wrong | undefined {
  const { name, namespaces, namespaceNames, pods } = peer;
  // To a mesh or in a selector of Calico, stars and quotes would mean something else, and elsewhere nobody.
  const namespace = namespaceNames?.find((each) => !isDnsLabel(each));
  if (namespace !== undefined)
    return {
      code: 'invalid-namespace',
      wrong: `is with pods of ${JSON.stringify(namespace)}, which is no name of a namespace`,
      hint: 'write it in small letters, digits and dashes: monitoring',
    };
  const label = impossibleLabel(pods) ?? (namespaces === 'own' ? undefined : impossibleLabel(namespaces));
  if (label !== undefined)
    return {
      code: 'invalid-label',
      wrong: `is with pods by the label ${label}, which nothing can carry`,
      hint: 'keys and values are letters, digits, dashes, dots and underscores, 63 at most: app.kubernetes.io/name=web',
    };
  if (!selectsNobody(peer)) return undefined;
  return {
    code: 'empty-peer',
    wrong: `is with ${name}, which selects nothing`,
    hint: 'name a namespace, or labels that pods can have',
  };
}

function selectsNobody({ namespaceNames, namespaces, pods }: PodsPeer): boolean {
  return namespaceNames?.length === 0 || selectsNothing(pods) || (namespaces !== 'own' && selectsNothing(namespaces));
}

function wrongName(name: string): Wrong | undefined {
  if (URL_SCHEME.test(name) || !NAME.test(name.replace(/\.$/, '')) || isIP(name) !== 0)
    return {
      code: 'invalid-fqdn',
      wrong: `is with ${name}, which is no name of the DNS`,
      hint: 'write fqdn() like api.example.com or *.example.com, and addresses with cidr()',
    };
  if (OF_THE_CLUSTER.test(name))
    return {
      code: 'invalid-fqdn',
      wrong: `is with ${name}, which pods read as a Service of the cluster`,
      hint: 'name the workload behind it, or its pods with podsIn()',
    };
  return undefined;
}

function checkedBlock({ cidr, except }: CidrPeer): CidrPeer | Wrong {
  const odd = [cidr, ...except].find((each) => !isAddressBlock(each));
  if (odd !== undefined)
    return {
      code: 'invalid-cidr',
      wrong: `is with ${odd}, which is no block of addresses`,
      hint: 'write it like 203.0.113.0/24 or 2001:db8::/32',
    };
  const stray = except.find((each) => !holdsBlock(cidr, each) || prefixOf(each) <= prefixOf(cidr));
  if (stray !== undefined)
    return {
      code: 'invalid-cidr',
      wrong: `is with ${cidr} except ${stray}, which does not lie in it`,
      hint: 'except only blocks inside',
    };
  const open = METADATA_BLOCKS.filter((each) => holdsBlock(cidr, each) && !except.some((one) => holdsBlock(one, each)));
  if (open.some((each) => prefixOf(each) <= prefixOf(cidr)))
    return {
      code: 'metadata-endpoint',
      wrong: `is with ${cidr}, where the cloud hands out credentials to whoever asks`,
      hint: "give the workload an identity of its own in the cloud (workload identity), and no way to its node's; the tokens of GKE come from this address, which no dialect opens",
    };
  return { kind: 'cidr', cidr, except: [...except, ...open] };
}

function prefixOf(block: string): number {
  return Number(block.split('/')[1]);
}
