import { isObject, type Json, listOf, podsOf } from '../controls/requirement';
import { labelsOf } from '../controls/workload/label-selector';
import type { Resource } from '../engine/resource';
import { type Addresses, parseCidr } from './addresses';
import { exactly } from './blocks';
import { type ContainerPort, type Labels, type PodEndpoint, PROTOCOLS, type Whereabouts } from './endpoint';
import { withoutOwned } from './owners';
import { isPortNumber } from './policy';
import { plainLabels } from './surroundings';

/** The pods of every workload that no other one has made; an object without a namespace is in `default`, as `kubectl apply` would have it. */
export function podEndpoints(resources: readonly Resource[], pods: Whereabouts, nodes: Whereabouts): readonly PodEndpoint[] {
  const namespaces = namespaceLabels(resources);
  return withoutOwned(resources).flatMap((resource) => {
    const { group, kind, object, namespace = 'default', name } = resource;
    return podsOf(group, kind, object).pods.map(({ spec, metadata, at }, index, all): PodEndpoint => {
      const hostNetwork = spec.hostNetwork === true;
      const addresses = at.length === 0 ? podAddresses(object) : [];
      return {
        kind: 'pod',
        name: `${namespace}/${kind}/${name}${all.length > 1 ? `/${index}` : ''}`,
        resource,
        namespace,
        labels: plainLabels(labelsOf({ metadata })),
        namespaceLabels: withName(namespaces.get(namespace), namespace),
        serviceAccount: typeof spec.serviceAccountName === 'string' && spec.serviceAccountName !== '' ? spec.serviceAccountName : 'default',
        hostNetwork,
        ports: [...listOf(spec.initContainers), ...listOf(spec.containers)].flatMap(portsOf),
        whereabouts: addresses.length > 0 ? exactly(addresses) : hostNetwork ? nodes : pods,
      };
    });
  });
}

/** The labels of the namespaces among objects. */
export function namespaceLabels(resources: readonly Resource[]): ReadonlyMap<string, Labels> {
  return new Map(
    resources
      .filter(({ group, kind }) => group === '' && kind === 'Namespace')
      .map(({ name, object }) => [name, plainLabels(labelsOf(object))]),
  );
}

/** The label that every namespace is given by the API server. */
function withName(labels: Labels | undefined, name: string): Labels {
  return plainLabels({ ...labels, 'kubernetes.io/metadata.name': name });
}

/** The address of a pod that already runs. */
function podAddresses({ status }: Json): Addresses {
  const address: unknown = isObject(status) ? status.podIP : undefined;
  const range = typeof address === 'string' ? parseCidr(address) : undefined;
  return range === undefined ? [] : [range];
}

function portsOf(container: Json): readonly ContainerPort[] {
  return listOf(container.ports).flatMap(({ name, containerPort, protocol = 'TCP' }) => {
    const known = PROTOCOLS.find((each) => each === protocol);
    if (known === undefined || !isPortNumber(containerPort)) return [];
    return [{ name: typeof name === 'string' ? name : '', number: containerPort, protocol: known }];
  });
}
