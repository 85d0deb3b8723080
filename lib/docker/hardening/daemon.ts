import type { Neighbours } from '../../controls/requirement';
import { Inventory } from '../../engine/inventory';
import { resource } from '../../engine/resource';

/** What a daemon.json says, for the controls that ask whether the daemon sets something for all containers. */
export function neighboursWith(config: Readonly<Record<string, unknown>>): Neighbours {
  const daemon = { apiVersion: 'docker/v1', kind: 'Daemon', metadata: { name: 'daemon.json' }, declaredBy: 'file', config };
  return new Inventory([resource(daemon)]);
}
