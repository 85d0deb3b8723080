import { isIP } from 'node:net';
import { TemperedError } from '../../errors';
import { holdsBlock, isAddressBlock } from './address-block';
import { type ClusterNetwork, METADATA_BLOCKS, nodeLocalBlock, type Resolver } from './cluster';
import { impossibleLabel, isDnsLabel } from './names';

/**
 * What is said of a cluster, as far as it can be wrong by itself: an API server would refuse the policies, or they would open something
 * else.
 *
 * @param dialect as it is called: `calico`
 * @throws a TemperedError `invalid-cidr` for addresses, `invalid-resolver` for pods
 */
export function checkCluster(dialect: string, { apiServer = [], nodes = [], resolver }: ClusterNetwork): void {
  const refuse = (code: string, wrong: string, hint: string): never => {
    throw new TemperedError(code, `${dialect}(): ${wrong}`, { hint });
  };
  for (const [of, blocks] of Object.entries({ apiServer, nodes }))
    for (const block of blocks) {
      if (!isAddressBlock(block)) refuse('invalid-cidr', `${JSON.stringify(block)} of ${of} is no block of addresses`, blockHint(block));
      if (opensMetadata(block))
        refuse('metadata-endpoint', `${block} of ${of} holds the address where the cloud hands out credentials`, 'name narrower blocks');
    }
  if (resolver !== undefined) checkResolver(resolver, refuse);
}

function checkResolver(resolver: Resolver, refuse: (code: string, wrong: string, hint: string) => never): void {
  const { namespace = 'kube-system', labels = {}, port = 53, nodeLocal } = resolver;
  if (!isDnsLabel(namespace))
    refuse('invalid-resolver', `the namespace ${JSON.stringify(namespace)} of the resolver is none`, 'write it like kube-system');
  const label = impossibleLabel({ labels, expressions: [] });
  if (label !== undefined)
    refuse('invalid-resolver', `no pod of the resolver can carry the label ${label}`, "write it like { 'k8s-app': 'kube-dns' }");
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    refuse('invalid-resolver', `the resolver listens on no port ${port}`, 'write a number from 1 to 65535');
  if (typeof nodeLocal === 'string' && isIP(nodeLocal) === 0)
    refuse('invalid-cidr', `nodeLocal is no address: ${JSON.stringify(nodeLocal)}`, 'write it without a prefix, like 169.254.20.10');
  const block = nodeLocalBlock(resolver);
  if (block !== undefined && opensMetadata(block))
    refuse(
      'metadata-endpoint',
      'nodeLocal is the address where the cloud hands out credentials',
      'the cache has one of its own: 169.254.20.10',
    );
}

/** `kubectl get endpoints` prints addresses with a port. */
function blockHint(text: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+)):\d+$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? text;
  const version = isIP(address);
  return version === 0 ? 'write it like 10.0.0.10/32' : `write ${address}/${version === 4 ? 32 : 128}`;
}

function opensMetadata(block: string): boolean {
  return METADATA_BLOCKS.some((each) => holdsBlock(block, each));
}
