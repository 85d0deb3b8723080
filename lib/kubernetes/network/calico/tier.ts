import { TemperedError } from '../../../errors';
import { isDnsLabel } from '../names';
import type { PolicyObject } from '../stated-network';

/** A tier of Calico: its policies are asked together, before or after those of others. */
export interface CalicoTier {
  /** A DNS label. */
  readonly name: string;
  /**
   * The place of the tier: the lowest is asked first, and what it allows or denies no later tier sees. The default tier, in which the
   * policies of Kubernetes are, stands at 1,000,000. Each chart carries the Tier, so that it can be applied alone.
   *
   * @default - the tier is there already, and no Tier object is made
   */
  readonly order?: number;
}

// Their default action is Pass and cannot be changed, and whoever writes AdminNetworkPolicies owns what is in them.
const RESERVED = ['kube-admin', 'kube-baseline', 'adminnetworkpolicy', 'baselineadminnetworkpolicy'];

/**
 * The Tier object, where the tier is to be made.
 *
 * @see https://docs.tigera.io/calico/latest/reference/resources/tier
 * @throws a TemperedError `invalid-tier` for a name that Calico refuses or keeps for itself, or an order behind the default tier
 */
export function tierObjects({ name, order }: CalicoTier): readonly PolicyObject[] {
  const refuse = (wrong: string, hint: string): never => {
    throw new TemperedError('invalid-tier', `the tier ${JSON.stringify(name)} of Calico ${wrong}`, { hint });
  };
  if (!isDnsLabel(name)) refuse('has a name that is no DNS label', 'Use lower-case letters, digits and dashes, at most 63.');
  if (RESERVED.includes(name))
    refuse("is one of Calico's own", 'Give the policies of the chart a tier of their own, or leave the tier out.');
  if (order === undefined) return [];
  if (name === 'default') refuse('is there in every cluster', 'Leave its order out: it stands at 1,000,000.');
  if (!Number.isFinite(order) || order >= 1_000_000)
    refuse(`would be asked after the default tier: its order is ${order}`, 'Give it an order below 1,000,000.');
  return [
    {
      id: `calico-tier-${name}`,
      apiVersion: 'projectcalico.org/v3',
      kind: 'Tier',
      metadata: { name },
      spec: { order, defaultAction: 'Deny' },
      clusterScoped: true,
    },
  ];
}
