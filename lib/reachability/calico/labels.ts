import type { Labels, PodEndpoint } from '../endpoint';
import type { AddressSet, Surroundings } from '../surroundings';

export const NAMESPACE = 'projectcalico.org/namespace';
export const SERVICE_ACCOUNT = 'projectcalico.org/serviceaccount';
const NAME = 'projectcalico.org/name';
const OF_NAMESPACE = 'pcns.';
const OF_SERVICE_ACCOUNT = 'pcsa.';

/** The value of a label of something that Calico knows. */
export type LabelOf = (key: string) => string | undefined;

/** What `namespaceSelector` asks: the labels of the namespace. */
export function namespaceLabel(label: LabelOf): LabelOf {
  return (key) => label(OF_NAMESPACE + key);
}

/** What `serviceAccountSelector` asks: the labels of the service account. */
export function serviceAccountLabel(label: LabelOf): LabelOf {
  return (key) => label(OF_SERVICE_ACCOUNT + key);
}

/**
 * The labels of pods, with those that they take from their namespace and their service account.
 *
 * Source: Calico, `libcalico-go/lib/backend/k8s/conversion` (`NamespaceToProfile`, `ServiceAccountToProfile`, workload endpoints).
 */
export function labelsOfPods({ serviceAccounts }: Surroundings): (pod: PodEndpoint) => LabelOf {
  const known = new Map<PodEndpoint, LabelOf>();
  return (pod) => {
    const label =
      known.get(pod) ??
      lookUp({
        ...prefixed(OF_NAMESPACE, pod.namespaceLabels, pod.namespace),
        ...prefixed(OF_SERVICE_ACCOUNT, serviceAccounts.get(`${pod.namespace}/${pod.serviceAccount}`) ?? {}, pod.serviceAccount),
        ...pod.labels,
        [NAMESPACE]: pod.namespace,
        [SERVICE_ACCOUNT]: pod.serviceAccount,
        'projectcalico.org/orchestrator': 'k8s',
      });
    known.set(pod, label);
    return label;
  };
}

/** The labels of a NetworkSet, with those of its namespace, or of a GlobalNetworkSet. */
export function labelsOfSet({ labels, namespace }: AddressSet, namespaceLabels: (name: string) => Labels): LabelOf {
  if (namespace === undefined) return lookUp(labels);
  return lookUp({ ...prefixed(OF_NAMESPACE, namespaceLabels(namespace), namespace), ...labels, [NAMESPACE]: namespace });
}

function prefixed(prefix: string, labels: Labels, name: string): Labels {
  const all = Object.entries({ ...labels, [NAME]: name }).map(([key, value]) => [prefix + key, value]);
  return Object.fromEntries(all);
}

function lookUp(labels: Labels): LabelOf {
  const all = new Map(Object.entries(labels));
  return (key) => all.get(key);
}
