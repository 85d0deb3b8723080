import { createHash } from 'node:crypto';

/** The most that the name of a policy may have: that of a DNS subdomain. */
const LONGEST = 253;

/**
 * The name of a policy in a tier: `TIER.NAME`, where the part behind the dot must have none of its own.
 *
 * A name that had to be changed ends in a hash of the whole, so that two never meet: `a.b` and `a-b` are two workloads.
 *
 * @see https://github.com/projectcalico/calico/blob/master/libcalico-go/lib/validator/v3/validator.go `networkPolicyNameRegex`
 */
export function policyName(tier: string, name: string): string {
  const plain = name.replaceAll('.', '-');
  const room = LONGEST - tier.length - 1;
  if (plain === name && plain.length <= room) return `${tier}.${plain}`;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${tier}.${plain.slice(0, room - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}
