import type { Selector, SelectorExpression } from '../stated-network';

/**
 * A LabelSelector in the grammar of Calico's selectors. Quotes in it have no escapes: neither a key nor a value of a label can hold one.
 *
 * @see https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors
 */
export function calicoSelector({ labels, expressions }: Selector): string {
  const terms = [...Object.entries(labels).map(([key, value]) => `${key} == '${value}'`), ...expressions.map(term)];
  return terms.length === 0 ? 'all()' : terms.join(' && ');
}

/** `not in` and `!has` hold where the label is missing, as `NotIn` and `DoesNotExist` of Kubernetes do. */
function term({ key, operator, values }: SelectorExpression): string {
  const set = `{${values.map((value) => `'${value}'`).join(', ')}}`;
  switch (operator) {
    case 'In':
      return `${key} in ${set}`;
    case 'NotIn':
      return `${key} not in ${set}`;
    case 'Exists':
      return `has(${key})`;
    case 'DoesNotExist':
      return `!has(${key})`;
  }
}

/**
 * The same for pods only. A selector of Calico finds network sets and host endpoints too, which somebody could label like a pod; only
 * the pods of Kubernetes carry this label, and none can be given or taken by hand.
 *
 * @see https://docs.tigera.io/calico/latest/network-policy/get-started/calico-policy/calico-labels#labels-for-matching-workload-endpoints
 */
export function podSelector(pods: Selector): string {
  const selector = calicoSelector(pods);
  const onlyPods = "projectcalico.org/orchestrator == 'k8s'";
  return selector === 'all()' ? onlyPods : `${selector} && ${onlyPods}`;
}
