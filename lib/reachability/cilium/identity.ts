import type { Endpoint, PodEndpoint } from '../endpoint';

/** What Cilium knows of an end: it tells ends apart by their labels, not by their addresses. */
export interface Identity {
  /** Labels of the source `k8s`. */
  readonly labels: ReadonlyMap<string, string>;
  /** Labels of the source `reserved`: `host`, `world` … */
  readonly reserved: ReadonlySet<string>;
}

export const POD_NAMESPACE = 'io.kubernetes.pod.namespace';
export const NAMESPACE_LABELS = 'io.cilium.k8s.namespace.labels';

/**
 * Labels that are no part of an identity unless the agent is told so: a policy that names one selects nothing.
 * Source: Cilium documentation, "Limiting Identity-Relevant Labels", the default list.
 */
const LEFT_OUT =
  /^(io\.kubernetes|kubernetes\.io|statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|batch\.kubernetes\.io\/(job-completion-index|controller-uid)|.*beta\.kubernetes\.io|k8s\.io|pod-template-(generation|hash)|controller-revision-hash|controller-uid|annotation|etcd_node|topology\.kubernetes\.io)/;

const NOTHING = new Map<string, string>();
const NODES = ['host', 'remote-node'];

/** The identities that an end may have: a pod in its node's network has that of the node, seen from there or from another. */
export function identitiesOf(endpoint: Endpoint): readonly Identity[] {
  if (endpoint.kind === 'pod') {
    if (endpoint.hostNetwork) return NODES.map((each) => ({ labels: NOTHING, reserved: new Set([each]) }));
    return [{ labels: labelsOf(endpoint), reserved: new Set() }];
  }
  const { entity, whereabouts } = endpoint;
  if (entity !== 'kube-apiserver') return [{ labels: NOTHING, reserved: new Set([entity]) }];
  // One with addresses of its own is outside of the cluster.
  const seen = whereabouts.knowledge === 'assumed' ? 'remote-node' : 'world';
  return [{ labels: NOTHING, reserved: new Set([entity, seen]) }];
}

/** Whether Cilium tells pods apart by a label. */
export function isOfIdentity(key: string): boolean {
  return !LEFT_OUT.test(key) && !key.includes('io.cilium');
}

function labelsOf({ labels, namespace, namespaceLabels, serviceAccount }: PodEndpoint): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(labels)) if (isOfIdentity(key)) all.set(key, value);
  for (const [key, value] of Object.entries(namespaceLabels)) all.set(`${NAMESPACE_LABELS}.${key}`, value);
  all.set(POD_NAMESPACE, namespace);
  all.set('io.cilium.k8s.policy.serviceaccount', serviceAccount);
  all.set('io.cilium.k8s.policy.cluster', 'default');
  return all;
}

/** A key of a selector: `k8s:app`, `reserved:host`, or without a source, which is any. */
export function sourceOf(key: string): { readonly source: string; readonly name: string } {
  const colon = key.indexOf(':');
  return colon < 0 ? { source: 'any', name: key } : { source: key.slice(0, colon), name: key.slice(colon + 1) };
}

/** The value of a label as a selector names it. */
export function labelValue({ labels, reserved }: Identity, key: string): string | undefined {
  const { source, name } = sourceOf(key);
  if (source === 'reserved') return reserved.has(name) ? '' : undefined;
  return source === 'k8s' || source === 'any' ? labels.get(name) : undefined;
}
