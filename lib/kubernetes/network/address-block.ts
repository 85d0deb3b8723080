import { BlockList, isIP } from 'node:net';

/** Whether a text is a block of addresses as policies take it: `203.0.113.0/24`, `2001:db8::/32`. */
export function isAddressBlock(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || rest.length > 0) return false; // zones are of one host
  return /^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128) && !isMapped(address);
}

/** An address of IPv4 in the clothes of one of IPv6: packets never carry it, and denials of the other would not match it. */
function isMapped(address: string): boolean {
  return holdsBlock('::ffff:0:0/96', address);
}

/** Whether one block holds the address that another begins with. */
export function holdsBlock(block: string, other: string): boolean {
  const [address = '', prefix] = block.split('/');
  const [single = ''] = other.split('/');
  const version = isIP(address);
  if (version === 0 || version !== isIP(single)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, Number(prefix), family);
  return list.check(single, family);
}
