import { type Addresses, type AddressRange, overlaps, parseCidr, without } from './addresses';
import type { Whereabouts } from './endpoint';

const rangesOf = (blocks: readonly string[]): Addresses => blocks.flatMap((each) => parseCidr(each) ?? []);

/** Where pods, nodes and API servers are where nobody says it: RFC 1918. */
const PRIVATE = rangesOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);
/** RFC 6598, from which clouds give pods addresses where others run out. */
const SHARED = rangesOf(['100.64.0.0/10']);
/**
 * Where they are more seldom: the shared range, and RFC 4193. They count where a block lies within, and not where it is the internet less what
 * is private, which often forgets them.
 */
const SELDOM: Addresses = [...SHARED, ...rangesOf(['fc00::/7'])];

/** What one node has for its pods: a block of fewer addresses is taken for hosts outside, such as a database or an API server. */
const OF_A_NODE = { 4: 2n ** 8n, 6: 2n ** 64n } as const;

/** Of what nobody said where it is. It is surely in a block only with all of IPv4 that a cluster may use. */
export const ASSUMED: Whereabouts = { candidates: [...PRIVATE, ...SHARED].map((each) => [each]), knowledge: 'assumed' };

/** Whether what nobody said where it is may be at these addresses. */
export function mayBeIn(addresses: Addresses): boolean {
  return addresses.some(
    (range) =>
      PRIVATE.some((each) => sizeOf(common(range, each)) >= OF_A_NODE[range.family]) ||
      (SELDOM.some((each) => isInside(range, each)) && sizeOf([range]) >= OF_A_NODE[range.family]),
  );
}

/** Whether a block has addresses that a cluster may use. */
export function touchesPrivate(range: AddressRange): boolean {
  return overlaps([range], [...PRIVATE, ...SELDOM]);
}

/** Whether it does, and is taken for hosts outside since it is so small. */
export function isTakenForHosts(range: AddressRange): boolean {
  return touchesPrivate(range) && sizeOf([range]) < OF_A_NODE[range.family];
}

/** What both have. */
function common(range: AddressRange, other: AddressRange): Addresses {
  return without([range], without([range], [other]));
}

function isInside(inner: AddressRange, outer: AddressRange): boolean {
  return inner.family === outer.family && inner.first >= outer.first && inner.last <= outer.last;
}

function sizeOf(addresses: Addresses): bigint {
  return addresses.reduce((sum, { first, last }) => sum + (last - first + 1n), 0n);
}
