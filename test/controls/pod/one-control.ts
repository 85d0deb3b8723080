import type { Json } from '../../../lib/controls/requirement';
import { audit } from '../../../lib/engine/audit';
import { harden } from '../../../lib/engine/harden';
import { Inventory } from '../../../lib/engine/inventory';
import { resource } from '../../../lib/engine/resource';
import { defineProfile } from '../../../lib/profiles';

/** A Pod `web` around the spec. */
export function podWith(spec: object, more: object = {}): Json {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'web', image: 'registry.example/web:1.0.0' }], ...spec },
    ...more,
  };
}

/** A profile of one control alone: what hardening makes of an object, and what it finds. */
export function only(
  id: Parameters<typeof defineProfile>[0]['controls'] extends infer C ? keyof C & string : never,
  parameters: object = {},
) {
  const profile = defineProfile({ name: 'only', controls: { [id]: { level: 'fail', ...parameters } } });
  return {
    audit: (...objects: readonly Json[]) =>
      audit(
        objects.map((each) => resource(each)),
        { profile },
      ),
    harden(object: Json, { beside = [], override = false }: { readonly beside?: readonly Json[]; readonly override?: boolean } = {}): Json {
      const given = resource(object);
      const neighbours = new Inventory([given, ...beside.map((each) => resource(each))]);
      return harden(given, { profile, neighbours, override, today: '2026-01-01' }).resource.object;
    },
  };
}
