import type { Selector } from '../stated-network';

/**
 * Labels that Cilium leaves out of what it knows a pod by, unless its installation says otherwise: a policy that asks for one selects
 * nothing, and what it should close stays open.
 *
 * @see https://docs.cilium.io/en/stable/operations/performance/scalability/identity-relevant-labels/
 */
const LEFT_OUT = [
  /^(.*beta\.)?kubernetes\.io/,
  /^io\.kubernetes/,
  /^k8s\.io/,
  /^topology\.kubernetes\.io/,
  /^statefulset\.kubernetes\.io\/pod-name/,
  /^apps\.kubernetes\.io\/pod-index/,
  /^batch\.kubernetes\.io\/(job-completion-index|controller-uid)/,
  /^(pod-template-generation|pod-template-hash|controller-revision-hash|controller-uid|annotation|etcd_node)/,
];

/** The first label that a selector of pods asks for and Cilium does not know pods by. */
export function unknownLabel({ labels, expressions }: Selector): string | undefined {
  return [...Object.keys(labels), ...expressions.map(({ key }) => key)].find((key) => LEFT_OUT.some((each) => each.test(key)));
}
