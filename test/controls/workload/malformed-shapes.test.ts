import fc from 'fast-check';
import { CATALOGUE } from '../../../lib/controls/catalogue';
import { exampleObject } from '../../../lib/controls/example-object';
import { isObject, type Json } from '../../../lib/controls/requirement';
import { audit } from '../../../lib/engine/audit';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { defineProfile } from '../../../lib/profiles/profile';

const FAMILIES = new Set(['workload', 'image', 'network', 'namespace', 'rbac', 'service', 'ingress', 'secret', 'storage']);
const controls = CATALOGUE.filter(({ family }) => FAMILIES.has(family));
const profile = defineProfile({ name: 'all', controls: Object.fromEntries(controls.map(({ id }) => [id, 'fail'])) });
const examples = controls.flatMap(({ examples: { pass, fail } }) =>
  [...pass, ...fail].map((example): readonly Json[] => [exampleObject(example), ...(example.with ?? [])]),
);
const junk = fc.constantFrom<unknown>(null, '', 'x', 7, -1, true, [], [null], ['x'], {}, { x: {} });

/** The value with what stands at one place replaced; the numbers choose the way there. */
function spoilt(value: unknown, [turn = 0, ...rest]: readonly number[], by: unknown): unknown {
  const keys = Array.isArray(value) ? value.map((_, index) => index) : isObject(value) ? Object.keys(value) : [];
  const key = keys[turn % Math.max(keys.length, 1)];
  if (key === undefined || rest.length === 0) return by;
  if (Array.isArray(value)) return value.map((each, index) => (index === key ? spoilt(each, rest, by) : each));
  return { ...(value as Json), [key]: spoilt((value as Json)[key], rest, by) };
}

test('no shape, of the object or of what is read with it, breaks a control that reads objects of Kubernetes', () => {
  const way = fc.array(fc.nat(7), { minLength: 2, maxLength: 9 });
  fc.assert(
    fc.property(fc.constantFrom(...examples), fc.nat(3), way, junk, (objects, which, steps, by) => {
      const index = which % objects.length;
      const { apiVersion, kind, ...rest } = objects[index] ?? {};
      const bad = { apiVersion, kind, ...(spoilt(rest, steps, by) as Json) };
      const resources = objects.map((each, at) => resource(at === index ? bad : each));
      expect(() => audit(resources, { profile })).not.toThrow();
      for (const each of resources) expect(() => harden(each, { profile, override: true })).not.toThrow();
    }),
    { numRuns: 3000 },
  );
});
