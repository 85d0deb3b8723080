/** Policies that are asked together, before or after others. */
export interface Tier {
  readonly name: string;
  /** Lower comes first. */
  readonly order: number;
}

/** Where a policy stands among the others. */
export interface Place {
  readonly tier: Tier;
  /**
   * Within the tier; lower comes first, and within a policy the rules go as they are written.
   * Undefined in a tier without an order: there a denying rule goes before every allowing one.
   */
  readonly order: number | undefined;
  /** By which those of the same order go; default: the name of the policy. */
  readonly tie?: string;
}

/**
 * The three tiers of the Network Policy API. The numbers are those that Calico gives them, so that a Tier of its own finds its place.
 *
 * Source: network-policy-api, `apis/v1alpha2/clusternetworkpolicy_types.go`, `tier`; Calico, `api/pkg/apis/projectcalico/v3/tier.go`.
 */
export const ADMIN: Tier = { name: 'kube-admin', order: 1_000 };
export const NAMESPACED: Tier = { name: 'default', order: 1_000_000 };
export const BASELINE: Tier = { name: 'kube-baseline', order: 10_000_000 };

/** NetworkPolicies and the policies of Cilium have no order among each other. */
export const UNORDERED: Place = { tier: NAMESPACED, order: undefined };

/** Which of two policies is asked first. */
export function comparePlaces(a: { readonly place: Place; readonly name: string }, b: typeof a): number {
  return (
    compare(a.place.tier.order, b.place.tier.order) ||
    compare(a.place.tier.name, b.place.tier.name) ||
    compare(a.place.order ?? 0, b.place.order ?? 0) ||
    compare(a.place.tie ?? a.name, b.place.tie ?? b.name)
  );
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
