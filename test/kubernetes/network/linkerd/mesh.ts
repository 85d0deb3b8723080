import { BlockList } from 'node:net';
import type { Json } from '../../../../lib/controls/requirement';
import type { Asker, Question } from '../istio/mesh';

/**
 * Whether a mesh of Linkerd lets a connection through, as its reference says, with a default policy of `deny`: the Server of the port
 * decides, and of the policies that target it one must have all its requirements met.
 *
 * @see https://linkerd.io/2/reference/authorization-policy/
 */
export function linkerdAllows(objects: readonly Json[], { from, to, port }: Question): boolean {
  const here = objects.filter(({ metadata }) => metadata.namespace === to.namespace);
  const servers = here.filter(({ kind, spec }) => kind === 'Server' && spec.port === port && selects(spec.podSelector, to.labels));
  const [server, ...others] = servers;
  if (others.length > 0) throw new Error(`two Servers select port ${port} of one pod`);
  if (server === undefined) return false;
  if (server.spec.accessPolicy !== 'deny') throw new Error(`the access policy ${server.spec.accessPolicy} is not known here`);
  return here.some(
    ({ kind, spec }) =>
      kind === 'AuthorizationPolicy' &&
      spec.targetRef.group === 'policy.linkerd.io' &&
      spec.targetRef.kind === 'Server' &&
      spec.targetRef.name === server.metadata.name &&
      spec.requiredAuthenticationRefs.every((reference: Json) => isMet(reference, here, to.namespace, from)),
  );
}

function isMet(reference: Json, here: readonly Json[], namespace: string, from: Asker): boolean {
  const target = here.find(({ kind, metadata }) => kind === reference.kind && metadata.name === reference.name);
  if (target === undefined) throw new Error(`there is no ${reference.kind} ${reference.name}`);
  return reference.kind === 'MeshTLSAuthentication' ? isIdentity(target.spec, namespace, from) : isInNetworks(target.spec, from);
}

function isIdentity({ identityRefs = [], identities = [] }: Json, namespace: string, from: Asker): boolean {
  if ('address' in from) return false;
  const name = `${from.serviceAccount}.${from.namespace}.serviceaccount.identity.linkerd.cluster.local`;
  return (
    identityRefs.some(
      (each: Json) =>
        each.kind === 'ServiceAccount' && each.name === from.serviceAccount && (each.namespace ?? namespace) === from.namespace,
    ) || identities.some((each: string) => each === name || (each.startsWith('*') && name.endsWith(each.slice(1))))
  );
}

function isInNetworks({ networks }: Json, from: Asker): boolean {
  const address = 'address' in from ? from.address : '10.0.0.1';
  return networks.some(({ cidr, except = [] }: Json) => inBlock(cidr, address) && !except.some((each: string) => inBlock(each, address)));
}

function selects({ matchLabels = {}, matchExpressions = [], ...others }: Json, labels: Readonly<Record<string, string>>): boolean {
  if (Object.keys(others).length > 0) throw new Error(`${Object.keys(others)} of a selector are not known here`);
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }: Json) => operator === 'In' && values.includes(labels[key]))
  );
}

function inBlock(block: string, address: string): boolean {
  const [net = '', prefix] = block.split('/');
  if (net.includes(':') !== address.includes(':')) return false;
  const list = new BlockList();
  list.addSubnet(net, Number(prefix), net.includes(':') ? 'ipv6' : 'ipv4');
  return list.check(address, net.includes(':') ? 'ipv6' : 'ipv4');
}
