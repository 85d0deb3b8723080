import type { Selector } from '../stated-network';

/** A LabelSelector as Kubernetes writes it; empty: everything. */
export function labelSelector({ labels, expressions }: Selector): object {
  return {
    ...(Object.keys(labels).length > 0 && { matchLabels: { ...labels } }),
    ...(expressions.length > 0 && {
      matchExpressions: expressions.map(({ key, operator, values }) => ({
        key,
        operator,
        ...(values.length > 0 && { values: [...values] }),
      })),
    }),
  };
}
