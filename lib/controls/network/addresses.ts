import { isIP } from 'node:net';

/** Addresses in a row, the first and the last included. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** A set of addresses: ranges that do not overlap. */
export type Addresses = readonly AddressRange[];

const BITS = { 4: 32n, 6: 128n } as const;

/** `10.0.0.0/8`, `2001:db8::/32`, or one address; undefined where it is neither. What lies behind the prefix is taken as 0. */
export function parseCidr(text: string): AddressRange | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || rest.length > 0 || address.includes('%')) return undefined;
  const bits = BITS[family];
  if (prefix !== undefined && (!/^(0|[1-9]\d{0,2})$/.test(prefix) || BigInt(prefix) > bits)) return undefined;
  const free = prefix === undefined ? 0n : bits - BigInt(prefix);
  const value = family === 4 ? fourOf(address) : sixOf(address);
  const first = (value >> free) << free;
  return { family, first, last: first + (1n << free) - 1n };
}

function fourOf(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function sixOf(address: string): bigint {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (embedded?.[1] !== undefined && embedded[2] !== undefined) {
    const four = fourOf(embedded[2]);
    return sixOf(`${embedded[1]}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`);
  }
  const [head = '', tail] = address.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

/** What of `from` is not in `taken`. */
export function without(from: Addresses, taken: Addresses): Addresses {
  let left = from;
  for (const { family, first, last } of taken) {
    left = left.flatMap((range): Addresses => {
      if (range.family !== family || range.last < first || range.first > last) return [range];
      const parts: AddressRange[] = [];
      if (range.first < first) parts.push({ family, first: range.first, last: first - 1n });
      if (range.last > last) parts.push({ family, first: last + 1n, last: range.last });
      return parts;
    });
  }
  return left;
}

/** Whether every one of `inner` is in `outer`. */
export function covers(outer: Addresses, inner: Addresses): boolean {
  return without(inner, outer).length === 0;
}

export function overlaps(a: Addresses, b: Addresses): boolean {
  return a.some((one) => b.some((other) => one.family === other.family && one.first <= other.last && other.first <= one.last));
}

/** Whether one block covers the whole of another; false where either cannot be read. */
export function blockCovers(outer: string, inner: string): boolean {
  const [one, other] = [parseCidr(outer), parseCidr(inner)];
  return one !== undefined && other !== undefined && covers([one], [other]);
}
