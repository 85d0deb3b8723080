import { type Addresses, type AddressRange, covers, parseCidr, without } from './addresses';
import { exactly } from './blocks';
import type { Outsider, Whereabouts } from './endpoint';
import type { Mentions } from './policy';

/** The addresses under which clouds give their credentials to whoever asks: that of all of them, and the one that AWS adds for IPv6. */
export const METADATA: readonly string[] = ['169.254.169.254', 'fd00:ec2::254'];

export const EVERYWHERE: Addresses = [
  { family: 4, first: 0n, last: 2n ** 32n - 1n },
  { family: 6, first: 0n, last: 2n ** 128n - 1n },
];

export function outsider(name: string, entity: Outsider['entity'], whereabouts: Whereabouts, fqdn?: string): Outsider {
  return { kind: 'outsider', name, entity, whereabouts, fqdn };
}

/**
 * The world outside, divided by the blocks that policies name: each block less those inside of it, the metadata addresses by themselves, and what is in none. What is left of a
 * block has the name of the block; `world` is what no policy names.
 */
export function worldOf(blocks: Mentions['blocks']): readonly Outsider[] {
  const named = new Map<string, { readonly name: string; readonly range: AddressRange }>();
  for (const [name, range] of [...blocks, ...METADATA.map((each) => [each, parseCidr(each)] as const)]) {
    if (range === undefined) continue;
    const one = range.first === range.last;
    named.set(`${range.family} ${range.first} ${range.last}`, { name: one ? (name.split('/')[0] ?? name) : name, range });
  }
  const ranges = [...named.values()].map(({ range }) => range);
  const parts = [...named.values()].flatMap(({ name, range }): readonly Outsider[] => {
    const inside = ranges.filter((other) => other !== range && covers([range], [other]));
    const left = without([range], inside);
    return left.length === 0 ? [] : [outsider(name, 'world', exactly(left))];
  });
  const rest = without(EVERYWHERE, ranges);
  return rest.length === 0 ? parts : [outsider('world', 'world', exactly(rest)), ...parts];
}
