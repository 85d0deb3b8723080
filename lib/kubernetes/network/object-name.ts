import { createHash } from 'node:crypto';

/** The most that the name of an object may have: that of a DNS subdomain. */
const LONGEST = 253;

/** A name for an object of a workload: cut where it would be too long, and then with a hash of the whole, so that two never meet. */
export function objectName(name: string, suffix: string, longest = LONGEST): string {
  const whole = `${name}-${suffix}`;
  if (whole.length <= longest) return whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  return `${name.slice(0, longest - hash.length - suffix.length - 2).replace(/[-.]+$/, '')}-${hash}-${suffix}`;
}
