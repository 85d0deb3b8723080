import { BlockList, isIP } from 'node:net';

/** Whether a text is a block of addresses as policies take it: `203.0.113.0/24`, `2001:db8::/32`. */
export function isAddressBlock(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const version = isIP(address);
  return version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
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
