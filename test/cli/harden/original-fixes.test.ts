import fc from 'fast-check';
import { originalFixes } from '../../../lib/cli/harden/original-fixes';
import { CATALOGUE } from '../../../lib/controls/catalogue';
import type { Fix, Json } from '../../../lib/controls/requirement';
import { isEdit } from '../../../lib/engine/apply-fix';
import type { Finding } from '../../../lib/engine/finding';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { defineProfile } from '../../../lib/profiles';
import { applyFixes } from '../../../lib/sources/yaml/edit/json-edit';
import { workload } from '../../engine/arbitrary-workload';

const everything = defineProfile({ name: 'everything', controls: Object.fromEntries(CATALOGUE.map(({ id }) => [id, 'fail'])) });

/** Findings of which only the fix matters here. */
const round = (...fixes: readonly Fix[]): readonly Finding[] => fixes.map((fix) => ({ fix }) as Finding);
const fixesOf = (object: Json, ...rounds: readonly (readonly Finding[])[]): readonly Fix[] =>
  originalFixes(object, rounds).map(({ fix }) => fix);

describe('the changes of a hardening in terms of what was written', () => {
  test('make of the given object what hardening made of it', () => {
    fc.assert(
      fc.property(workload, fc.boolean(), (object, override) => {
        const hardened = harden(resource(object), { profile: everything, override });
        const fixes = originalFixes(object, hardened.rounds).map(({ fix }) => fix);
        expect(applyFixes(object, fixes.filter(isEdit))).toEqual(hardened.resource.object);
      }),
      { numRuns: 80 },
    );
  });

  test('name every finding that hardening repaired', () => {
    fc.assert(
      fc.property(workload, fc.boolean(), (object, override) => {
        const hardened = harden(resource(object), { profile: everything, override });
        const repaired = originalFixes(object, hardened.rounds).flatMap(({ findings }) => findings);
        expect(new Set(repaired)).toEqual(new Set(hardened.applied));
      }),
      { numRuns: 30 },
    );
  });

  test('count list elements as they stood before any was taken away', () => {
    const object = { list: ['a', 'b', { c: 1 }] };
    const rounds = [
      round({ op: 'remove', path: ['list', 0] }, { op: 'remove', path: ['list', 1] }),
      round({ op: 'set', path: ['list', 0, 'c'], value: 2 }),
    ];
    expect(fixesOf(object, ...rounds)).toEqual([
      { op: 'remove', path: ['list', 1] },
      { op: 'remove', path: ['list', 0] },
      { op: 'set', path: ['list', 2, 'c'], value: 2 },
    ]);
  });

  test('put what a later round adds to something new into it', () => {
    const rounds = [
      round({ op: 'set', path: ['volume'], value: { name: 'tmp' } }, { op: 'append', path: ['mounts'], value: { name: 'tmp' } }),
      round({ op: 'set', path: ['volume', 'size'], value: 1 }, { op: 'set', path: ['mounts', 1, 'path'], value: '/tmp' }),
    ];
    expect(fixesOf({ mounts: [{ name: 'data' }] }, ...rounds)).toEqual([
      { op: 'set', path: ['volume'], value: { name: 'tmp', size: 1 } },
      { op: 'append', path: ['mounts'], value: { name: 'tmp', path: '/tmp' } },
    ]);
  });

  test('leave the given object and the fixes as they are', () => {
    const object = { list: ['a'] };
    const value = { a: {} };
    fixesOf(
      object,
      round({ op: 'remove', path: ['list', 0] }, { op: 'set', path: ['x'], value }),
      round({ op: 'set', path: ['x', 'a', 'b'], value: 1 }),
    );
    expect(object).toEqual({ list: ['a'] });
    expect(value).toEqual({ a: {} });
  });
});
