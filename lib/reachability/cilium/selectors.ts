import type { Match } from '../certainty';
import type { Endpoint } from '../endpoint';
import { type LabelRequirements, satisfiesAll } from '../label-selector';
import type { PodsMention } from '../policy';
import { type Identity, identitiesOf, labelValue, NAMESPACE_LABELS, POD_NAMESPACE, sourceOf } from './identity';

const identities = new WeakMap<Endpoint, readonly Identity[]>();

/** Whether a condition holds for an end; where it may have several identities, `maybe` if only for some. */
export function identified(endpoint: Endpoint, holds: (identity: Identity) => boolean): Match {
  const all = identities.get(endpoint) ?? identitiesOf(endpoint);
  identities.set(endpoint, all);
  if (all.every(holds)) return 'yes';
  return all.some(holds) ? 'maybe' : 'no';
}

/**
 * An element of `fromEndpoints` or `toEndpoints`.
 *
 * One that names no namespace means that of its policy; in a clusterwide policy, pods of any. One that names a reserved label is left as it is.
 *
 * @param namespace that of the policy; undefined for a clusterwide one
 */
export function endpointSelector(requirements: LabelRequirements, namespace: string | undefined): (peer: Endpoint) => Match {
  const names = requirements.map(({ key }) => sourceOf(key));
  const reserved = names.some(({ source }) => source === 'reserved');
  const namesNamespace = names.some(({ name }) => name === POD_NAMESPACE);
  const namesLabels = names.some(({ name }) => name.startsWith(NAMESPACE_LABELS));
  const inNamespace = ({ labels }: Identity): boolean => {
    if (reserved || namesNamespace) return true;
    if (namespace === undefined) return labels.has(POD_NAMESPACE);
    return namesLabels || labels.get(POD_NAMESPACE) === namespace;
  };
  // Where no cluster is named either, it is the policy's own: what has no such label is no pod.
  const inCluster = ({ labels }: Identity): boolean => reserved || labels.size > 0;
  return (peer) =>
    identified(
      peer,
      (identity) => inCluster(identity) && inNamespace(identity) && satisfiesAll(requirements, (key) => labelValue(identity, key)),
    );
}

/** The pods that an element of `fromEndpoints` or `toEndpoints` speaks of, apart from its namespace. */
export function podsMentioned(requirements: LabelRequirements, namespace: string | undefined): PodsMention {
  const named = requirements.map((each) => ({ ...each, key: sourceOf(each.key).name, reserved: sourceOf(each.key).source === 'reserved' }));
  const own = named.find(({ key, operator }) => key === POD_NAMESPACE && operator === 'In')?.values[0];
  const prefix = `${NAMESPACE_LABELS}.`;
  const namespaces = named.filter(({ key }) => key.startsWith(prefix)).map((each) => ({ ...each, key: each.key.slice(prefix.length) }));
  const anywhere = namespaces.length > 0 || named.some(({ key }) => key === POD_NAMESPACE);
  return {
    namespace: own ?? (anywhere ? undefined : namespace),
    namespaces,
    pods: named.filter(({ key, reserved }) => !reserved && !key.startsWith('io.')),
  };
}

/** `fromEntities`, `toEntities`. */
export const ENTITIES = [
  ...(['all', 'world', 'cluster', 'cluster-mesh', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none'] as const),
  'kube-apiserver',
] as const;
export type CiliumEntity = (typeof ENTITIES)[number];

export function isEntity(peer: Endpoint, entity: CiliumEntity): Match {
  if (entity === 'all') return 'yes';
  return identified(peer, ({ labels, reserved }) => {
    if (entity === 'cluster' || entity === 'cluster-mesh')
      return labels.size > 0 || reserved.has('host') || reserved.has('remote-node') || reserved.has('kube-apiserver');
    return reserved.has(entity);
  });
}

/** Whether rules of CIDR blocks can match an end: only what is outside of the cluster. */
export function isOutside(peer: Endpoint): boolean {
  return identified(peer, ({ reserved }) => reserved.has('world')) === 'yes';
}

/** `fromNodes`, `toNodes`: other nodes by their labels, which are not among the objects. */
export function isSomeNode(peer: Endpoint): Match {
  return identified(peer, ({ reserved }) => reserved.has('remote-node')) === 'no' ? 'no' : 'maybe';
}
