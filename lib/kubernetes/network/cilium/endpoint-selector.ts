import { NAMESPACE_NAME_LABEL } from '../cluster';
import { labelSelector } from '../network-policy/label-selector';
import type { PodsPeer, Selector } from '../stated-network';

const POD_NAMESPACE = 'k8s:io.kubernetes.pod.namespace';
const NAMESPACE_LABELS = 'k8s:io.cilium.k8s.namespace.labels.';

/**
 * An element of `fromEndpoints` or `toEndpoints`. One that says nothing of namespaces means that of its policy.
 *
 * @see https://docs.cilium.io/en/stable/network/kubernetes/policy/ "Namespaces"
 */
export function endpointsOf({ pods, namespaces }: PodsPeer): object {
  if (namespaces === 'own') return labelSelector(pods);
  const anywhere = Object.keys(namespaces.labels).length === 0 && namespaces.expressions.length === 0;
  const there: Selector = anywhere
    ? { labels: {}, expressions: [{ key: POD_NAMESPACE, operator: 'Exists', values: [] }] }
    : {
        labels: Object.fromEntries(Object.entries(namespaces.labels).map(([key, value]) => [ofNamespace(key), value])),
        expressions: namespaces.expressions.map((each) => ({ ...each, key: ofNamespace(each.key) })),
      };
  return labelSelector({ labels: { ...there.labels, ...pods.labels }, expressions: [...there.expressions, ...pods.expressions] });
}

function ofNamespace(key: string): string {
  return key === NAMESPACE_NAME_LABEL ? POD_NAMESPACE : NAMESPACE_LABELS + key;
}
