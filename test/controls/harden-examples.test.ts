import { CATALOGUE } from '../../lib/controls/catalogue';
import { exampleObject } from '../../lib/controls/example-object';
import { isEdit } from '../../lib/engine/apply-fix';
import { fillsAbsence } from '../../lib/engine/finding';
import { harden } from '../../lib/engine/harden';
import { resource } from '../../lib/engine/resource';
import { defineProfile } from '../../lib/profiles/profile';

const everything = defineProfile({ name: 'everything', controls: Object.fromEntries(CATALOGUE.map(({ id }) => [id, 'fail'])) });

const examples = CATALOGUE.flatMap((control) =>
  [...control.examples.pass, ...control.examples.fail].map(
    (example) => [control.id, example.because, resource(exampleObject(example))] as const,
  ),
);

describe('hardening an example of any control under all controls', () => {
  test.each(examples)('%s, %s: leaves nothing that is absent and can be filled in, changes nothing twice', (_id, _because, given) => {
    const before = structuredClone(given.object);
    const once = harden(given, { profile: everything });
    expect(given.object).toEqual(before);
    expect(once.findings.filter(fillsAbsence)).toEqual([]);
    const twice = harden(once.resource, { profile: everything });
    expect(twice.applied).toEqual([]);
    expect(twice.resource.object).toEqual(once.resource.object);
  });

  test.each(examples)('%s, %s: with override leaves only what a person must decide', (_id, _because, given) => {
    const once = harden(given, { profile: everything, override: true });
    expect(once.findings.filter(({ fix }) => isEdit(fix))).toEqual([]);
    expect(harden(once.resource, { profile: everything, override: true }).applied).toEqual([]);
  });
});
