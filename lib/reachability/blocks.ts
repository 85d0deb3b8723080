import { type Addresses, type AddressRange, covers, overlaps, without } from './addresses';
import { mayBeIn } from './assumed-addresses';
import type { Match } from './certainty';
import type { Endpoint, Whereabouts } from './endpoint';

/** A CIDR block, less what is excepted. */
export type Block = Addresses;

export function block(cidr: AddressRange, except: readonly AddressRange[] = []): Block {
  return without([cidr], except);
}

/** Whether the address of an end is in the block; what is known of that address decides how sure it is. */
export function inBlock(addresses: Block, { whereabouts: { candidates, knowledge } }: Endpoint): Match {
  if (candidates.length === 0) return 'no';
  if (candidates.every((each) => covers(addresses, each))) return 'yes';
  if (knowledge === 'exact') return 'no';
  const possible = knowledge === 'assumed' ? mayBeIn(addresses) : candidates.some((each) => overlaps(addresses, each));
  return possible ? 'maybe' : 'no';
}

export function exactly(addresses: Addresses): Whereabouts {
  return { candidates: [addresses], knowledge: 'exact' };
}
