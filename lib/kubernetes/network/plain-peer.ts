import { BlockList, isIP } from 'node:net';
import type { IConstruct } from 'constructs';
import { constructError } from '../secrets/construct-error';
import { METADATA_BLOCKS } from './cluster';
import type { CidrPeer } from './peers';
import { selectsNothing } from './selection';
import type { FlowPeer } from './stated-network';

const LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
const NAME = new RegExp(`^(\\*\\.)?(${LABEL}\\.)*${LABEL}$`, 'i');

/**
 * What a peer says, as far as it can be wrong by itself.
 *
 * @returns the peer, with the metadata addresses excepted from a block that holds them
 * @throws a TemperedError that names the construct
 */
export function checkedPeer(subject: IConstruct, peer: FlowPeer): FlowPeer {
  if (peer.kind === 'cidr') return checkedBlock(subject, peer);
  if (peer.kind === 'fqdn') checkName(subject, peer.fqdn);
  if (peer.kind === 'pods') {
    const nobody =
      peer.namespaceNames?.length === 0 || selectsNothing(peer.pods) || (peer.namespaces !== 'own' && selectsNothing(peer.namespaces));
    if (nobody)
      throw constructError(
        'empty-peer',
        subject,
        '',
        `the flow is with ${peer.name}, which selects nothing`,
        'name a namespace, or labels that pods can have',
      );
  }
  return peer;
}

function checkName(subject: IConstruct, name: string): void {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name) || !NAME.test(name.replace(/\.$/, '')) || isIP(name) !== 0)
    throw constructError(
      'invalid-fqdn',
      subject,
      '',
      `${name} is no name of the DNS`,
      'write fqdn() like api.example.com or *.example.com, and addresses with cidr()',
    );
  if (/\.(svc|svc\.cluster\.local|cluster\.local)\.?$/i.test(name))
    throw constructError(
      'invalid-fqdn',
      subject,
      '',
      `${name} is a Service of the cluster`,
      'name the workload behind it, or its pods with podsIn()',
    );
}

function checkedBlock(subject: IConstruct, { cidr, except }: CidrPeer): CidrPeer {
  const block = rangeOf(subject, cidr);
  for (const each of except) {
    const inner = rangeOf(subject, each);
    if (inner.family !== block.family || inner.prefix <= block.prefix || !contains(block, inner.address))
      throw constructError(
        'invalid-cidr',
        subject,
        '',
        `${each} is excepted from ${cidr}, but does not lie in it`,
        'except only blocks inside',
      );
  }
  const excepted = except.map((each) => rangeOf(subject, each));
  const open = METADATA_BLOCKS.filter((each) => {
    const metadata = rangeOf(subject, each);
    return contains(block, metadata.address) && !excepted.some((one) => contains(one, metadata.address));
  });
  const closed = open.find((each) => rangeOf(subject, each).prefix <= block.prefix);
  if (closed !== undefined)
    throw constructError(
      'metadata-endpoint',
      subject,
      '',
      `${cidr} is where the cloud hands out credentials to whoever asks`,
      "give the workload an identity of the cloud (workload identity) instead of the way to its node's",
    );
  return { kind: 'cidr', cidr, except: [...except, ...open] };
}

interface Range {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

function rangeOf(subject: IConstruct, text: string): Range {
  const [address = '', length = '', ...rest] = text.split('/');
  const version = isIP(address);
  const prefix = Number(length);
  const fits = /^\d{1,3}$/.test(length) && prefix <= (version === 4 ? 32 : 128) && rest.length === 0;
  if (version === 0 || !fits)
    throw constructError('invalid-cidr', subject, '', `${text} is no block of addresses`, 'write it like 203.0.113.0/24 or 2001:db8::/32');
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

function contains({ address, prefix, family }: Range, other: string): boolean {
  if ((isIP(other) === 4 ? 'ipv4' : 'ipv6') !== family) return false;
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return list.check(other, family);
}
