import type { Path } from '../../controls/requirement';
import type { Resource } from '../../engine/resource';
import { Shape } from '../shape';
import { ADMIN, BASELINE, NAMESPACED, type Tier } from '../tiers';

/** A Tier of Calico. */
export interface CalicoTier {
  readonly tier: Tier;
  /** Whether traffic that no rule of its policies matches goes to the next tier; else it is refused. */
  readonly passes: boolean;
}

/** Those that are always there. */
const BUILT_IN: readonly CalicoTier[] = [
  { tier: ADMIN, passes: true },
  { tier: NAMESPACED, passes: false },
  { tier: BASELINE, passes: true },
];

/**
 * The Tiers among objects, beside those that are always there.
 *
 * Source: Calico, `api/pkg/apis/projectcalico/v3/tier.go`.
 */
export function calicoTiers(
  resources: readonly Resource[],
  complain: (resource: Resource, path: Path, message: string) => void,
): Map<string, CalicoTier> {
  const tiers = new Map(BUILT_IN.map((each) => [each.tier.name, each]));
  for (const resource of resources) {
    const { name, object } = resource;
    const spec = Shape.of(object.spec ?? {}, ['spec'], (path, message) => complain(resource, path, message), ['order', 'defaultAction']);
    const action = spec.oneOf('defaultAction', ['Deny', 'Pass']) ?? 'Deny';
    const order = spec.number('order') ?? Number.POSITIVE_INFINITY;
    const known = tiers.get(name);
    if (known === undefined) tiers.set(name, { tier: { name, order }, passes: action === 'Pass' });
    else if (BUILT_IN.includes(known) && (order !== known.tier.order || (action === 'Pass') !== known.passes))
      spec.wrong(
        'order',
        `must be ${known.tier.order} and defaultAction ${known.passes ? 'Pass' : 'Deny'}: the tier ${name} is always there`,
      );
  }
  return tiers;
}
