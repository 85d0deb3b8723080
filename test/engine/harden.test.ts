import fc from 'fast-check';
import { CATALOGUE } from '../../lib/controls/catalogue';
import { isObject, type Json, type Path } from '../../lib/controls/requirement';
import { isEdit } from '../../lib/engine/apply-fix';
import { audit } from '../../lib/engine/audit';
import { fillsAbsence } from '../../lib/engine/finding';
import { harden } from '../../lib/engine/harden';
import { resource } from '../../lib/engine/resource';
import { baseline, defineProfile, platform, restricted } from '../../lib/profiles';
import { workload } from './arbitrary-workload';

const everything = defineProfile({ name: 'everything', controls: Object.fromEntries(CATALOGUE.map(({ id }) => [id, 'fail'])) });
const profiles = new Map([restricted, baseline, platform, everything].map((profile) => [profile.name, profile]));
/** By name, so that a counterexample stays readable. */
const named = (name: string) => profiles.get(name) ?? everything;
const given = fc.record({ object: workload, name: fc.constantFrom(...profiles.keys()), minor: fc.integer({ min: 20, max: 37 }) });

/** Every leaf and every empty collection, by its path. */
function* leaves(value: unknown, at: Path = []): Generator<[string, unknown]> {
  const entries = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  if (entries.length === 0) yield [JSON.stringify(at), value];
  for (const [key, each] of entries) yield* leaves(each, [...at, key]);
}

function read(object: Json, path: Path): unknown {
  return path.reduce<unknown>((node, key) => (isObject(node) || Array.isArray(node) ? (node as Json)[key] : undefined), object);
}

describe('hardening any workload under any profile', () => {
  test('leaves nothing that is absent and can be filled in', () => {
    fc.assert(
      fc.property(given, ({ object, name, minor }) => {
        const hardened = harden(resource(object), { profile: named(name), minor });
        const again = audit([hardened.resource], { profile: named(name), minor });
        expect(again.findings.filter(fillsAbsence)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('changes nothing that somebody wrote, and does not touch what it was given', () => {
    fc.assert(
      fc.property(given, ({ object, name, minor }) => {
        const before = structuredClone(object);
        const hardened = harden(resource(object), { profile: named(name), minor }).resource.object;
        expect(object).toEqual(before);
        // An empty object may be filled; anything else is as it was.
        const changed = [...leaves(object)].filter(([path, value]) => {
          const now = read(hardened, JSON.parse(path));
          return isObject(value) ? !isObject(now) : JSON.stringify(now) !== JSON.stringify(value);
        });
        expect(changed).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('changes nothing the second time, with and without override', () => {
    fc.assert(
      fc.property(given, fc.boolean(), ({ object, name, minor }, override) => {
        const once = harden(resource(object), { profile: named(name), minor, override });
        const twice = harden(once.resource, { profile: named(name), minor, override });
        expect(twice.applied).toEqual([]);
        expect(twice.resource.object).toEqual(once.resource.object);
      }),
      { numRuns: 200 },
    );
  });

  test('with override, leaves only what a person must decide', () => {
    fc.assert(
      fc.property(given, ({ object, name, minor }) => {
        const { findings } = harden(resource(object), { profile: named(name), minor, override: true });
        expect(findings.filter(({ fix }) => isEdit(fix))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('gives the same result for the same input', () => {
    fc.assert(
      fc.property(given, ({ object, name, minor }) => {
        const one = harden(resource(structuredClone(object)), { profile: named(name), minor });
        const other = harden(resource(structuredClone(object)), { profile: named(name), minor });
        expect(JSON.stringify(one.resource.object)).toBe(JSON.stringify(other.resource.object));
      }),
      { numRuns: 200 },
    );
  });
});
