import { CATALOGUE } from '../../lib/controls/catalogue';
import type { Control, Example } from '../../lib/controls/control';
import { exampleObject } from '../../lib/controls/example-object';
import { hasCel, minorOf, type Observation, type Rule, type Subject } from '../../lib/controls/requirement';
import { podsOf } from '../../lib/controls/requirement/pods';
import { evaluate } from '../../lib/engine/evaluate';
import { Inventory } from '../../lib/engine/inventory';
import { LATEST_MINOR, planOf } from '../../lib/engine/plan';
import { resource } from '../../lib/engine/resource';
import { defineProfile } from '../../lib/profiles/profile';
import { evaluateCel } from './cel';

const minorFor = (example: Example): number => (example.version === undefined ? LATEST_MINOR : minorOf(example.version));

/** The verdict of one control, through the engine. */
function verdictOf(control: Control, example: Example): { verdict: string | undefined; observations: readonly Observation[] } {
  const profile = defineProfile({ name: 'only', controls: { [control.id]: { level: 'fail', ...example.parameters } } });
  const object = resource(exampleObject(example));
  const inventory = new Inventory([object, ...(example.with ?? []).map((each) => resource(each))]);
  const { verdicts, observations, malformed } = evaluate(planOf(profile, minorFor(example)), object, inventory);
  expect(malformed).toEqual([]);
  return { verdict: verdicts[0]?.verdict ?? 'not-applicable', observations: observations.map(({ observation }) => observation) };
}

function subjectOf(example: Example): Subject {
  const { object, group, version, kind, namespace, name } = resource(exampleObject(example));
  return {
    object,
    group,
    version,
    kind,
    namespace,
    name,
    pod: podsOf(group, kind, object).pods[0],
    minor: minorFor(example),
    neighbours: new Inventory(),
  };
}

function rulesOf(control: Control, example: Example): readonly Rule[] {
  return control.requireWith(example.parameters).at(minorFor(example));
}

describe.each(CATALOGUE.map((control) => [control.id, control] as const))('%s', (_, control) => {
  test.each(control.examples.pass.map((each) => [each.because, each] as const))('passes where %s', (_because, example) => {
    expect(['pass', 'not-applicable']).toContain(verdictOf(control, example).verdict);
  });

  test.each(control.examples.fail.map((each) => [each.because, each] as const))('fails where %s, and says where', (_because, example) => {
    const { verdict, observations } = verdictOf(control, example);
    expect(verdict).toBe('fail');
    expect(observations.length).toBeGreaterThan(0);
    for (const { path, expected } of observations) {
      expect(path.length).toBeGreaterThan(0);
      expect(expected).not.toBe('');
    }
  });

  test('is not only "not applicable" in the examples that pass', () => {
    expect(control.examples.pass.map((example) => verdictOf(control, example).verdict)).toContain('pass');
  });

  test('says the same in CEL as in code, of each example', () => {
    for (const example of [...control.examples.pass, ...control.examples.fail]) {
      const subject = subjectOf(example);
      for (const rule of rulesOf(control, example)) {
        if (!hasCel(rule.cel)) {
          expect(rule.cel.impossible).not.toBe('');
          continue;
        }
        const found: Observation[] = [];
        if (!rule.evaluate(subject, (each) => found.push(each))) continue;
        const { passes, offenders } = evaluateCel(rule, rule.cel, subject.object);
        expect({ because: example.because, passes }).toEqual({ because: example.because, passes: found.length === 0 });
        expect({ because: example.because, named: offenders.length > 0 }).toEqual({ because: example.because, named: !passes });
      }
    }
  });

  test('is told in the words of a person', () => {
    expect(control.why).toMatch(/^[A-Z].*\.$/s);
    expect(control.title).toMatch(/^[A-Z]/);
    expect(control.id).toMatch(/^[a-z][a-z0-9-]*$/);
  });
});
