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
 * The world outside, divided by the blocks that policies name: each block less those inside of it, the metadata addresses by themselves, and
 * what is in none, `world`. What is left of a block has the name of the block and of what is not in it: `10.0.0.0/8 except 10.1.0.0/16`.
 * Single addresses that are known to be the API server's are no part of it.
 */
export function worldOf(blocks: Mentions['blocks'], { candidates, knowledge }: Whereabouts): readonly Outsider[] {
  const named = new Map<string, { readonly name: string; readonly range: AddressRange }>();
  for (const [name, range] of [...blocks, ...METADATA.map((each) => [each, parseCidr(each)] as const)]) {
    if (range === undefined) continue;
    named.set(`${range.family} ${range.first} ${range.last}`, { name: isOne(range) ? (name.split('/')[0] ?? name) : name, range });
  }
  const all = [...named.values()];
  const ofApiServer = knowledge === 'assumed' ? [] : candidates.flat().filter(isOne);
  const parts = all.flatMap(({ name, range }): readonly Outsider[] => {
    const inside = all.filter((other) => other.range !== range && covers([range], [other.range]));
    const left = without(
      without(
        [range],
        inside.map((other) => other.range),
      ),
      ofApiServer,
    );
    if (left.length === 0) return [];
    const next = inside.filter((each) => !inside.some((other) => other !== each && covers([other.range], [each.range])));
    return [outsider(blockText(name, next), 'world', exactly(left))];
  });
  const rest = without(
    without(
      EVERYWHERE,
      all.map(({ range }) => range),
    ),
    ofApiServer,
  );
  return rest.length === 0 ? parts : [outsider('world', 'world', exactly(rest)), ...parts];
}

function blockText(name: string, except: readonly { readonly name: string }[]): string {
  return except.length === 0 ? name : `${name} except ${except.map((each) => each.name).join(', ')}`;
}

function isOne({ first, last }: AddressRange): boolean {
  return first === last;
}
