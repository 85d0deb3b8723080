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

/** Which of two policies is asked first; what is equal in all of it goes by name, as Calico has it. */
export function comparePlaces(a: { readonly place: Place; readonly name: string }, b: typeof a): number {
  const tier = a.place.tier.order - b.place.tier.order || compare(a.place.tier.name, b.place.tier.name);
  const order = (a.place.order ?? 0) === (b.place.order ?? 0) ? 0 : (a.place.order ?? 0) - (b.place.order ?? 0);
  return tier || order || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
