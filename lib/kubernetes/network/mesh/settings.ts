import { TemperedError } from '../../../errors';
import { isAddressBlock } from '../address-block';
import type { Dialect } from '../dialect';
import { isDnsLabel } from '../names';

/** Settings of a mesh that can be wrong by themselves. */
export interface MeshSettings {
  readonly over: Dialect;
  readonly trustDomain: string;
  readonly controlPlane: string;
  readonly unmeshed: readonly string[];
  readonly plaintextPorts: readonly number[];
  readonly blocks: readonly string[];
}

const DOMAIN = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/i;

/**
 * @param mesh as it is called: `istio`
 * @throws a TemperedError `invalid-mesh` for what no cluster can have
 */
export function checkSettings(mesh: string, { over, trustDomain, controlPlane, unmeshed, plaintextPorts, blocks }: MeshSettings): void {
  const refuse = (wrong: string, hint: string): never => {
    throw new TemperedError('invalid-mesh', `${mesh}(): ${wrong}`, { hint });
  };
  if (over.name.includes(' over ')) refuse(`it stands over ${over.name}`, 'a mesh stands over the dialect of the network plugin');
  // A star would let in the same account of every other mesh that is trusted.
  if (!DOMAIN.test(trustDomain)) refuse(`${JSON.stringify(trustDomain)} is no trust domain`, 'write it like cluster.local');
  for (const name of [controlPlane, ...unmeshed])
    if (!isDnsLabel(name)) refuse(`${JSON.stringify(name)} is no name of a namespace`, 'write it in small letters: monitoring');
  for (const port of plaintextPorts)
    if (!Number.isInteger(port) || port < 1 || port > 65_535) refuse(`${port} is no port`, 'write a number from 1 to 65535');
  for (const block of blocks)
    if (!isAddressBlock(block))
      refuse(`${JSON.stringify(block)} is no block of addresses`, 'write it like 203.0.113.0/24 or 2001:db8::/32');
}
