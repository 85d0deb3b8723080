import type { ValueTest } from '../requirement';
import { code, or } from '../requirement/text';

/** `cap_net_raw`, `NET_RAW` and `net_raw` are one capability to an engine. */
export function capabilityName(capability: string): string {
  return capability.toUpperCase().replace(/^CAP_/, '');
}

/** A capability of which that holds; what else is in a list is for a person to take away. */
export function capability(holds: (name: string) => boolean, prose: string, instructions: string): ValueTest<string> {
  return {
    absent: true,
    accepts: (value) => typeof value === 'string' && holds(capabilityName(value)),
    prose,
    cel: () => 'true',
    fix: () => ({ op: 'manual', instructions }),
  };
}

/** Names as the documentation shows them. */
export function named(names: readonly string[]): string {
  return or(names.map(code));
}
