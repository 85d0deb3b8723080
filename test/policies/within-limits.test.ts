import { privileged } from '../../lib/controls/container/privileged';
import type { Cel, Rule } from '../../lib/controls/requirement';
import type { PlannedControl } from '../../lib/engine/plan';
import type { PolicyRule } from '../../lib/policies/validation';
import { withinLimits } from '../../lib/policies/within-limits';

function ruleWith(cel: Cel): PolicyRule {
  const rule: Rule = { reads: 'pod', evaluate: () => true, cel, prose: 'as told' };
  const planned: PlannedControl = { control: privileged, level: 'fail', severity: 'high', rules: [rule], preferences: [] };
  return { planned, rule, cel };
}

const small = ruleWith({ expression: 'true', offenders: '[]' });
const withVariable = (expression: string) =>
  ruleWith({ expression: 'variables.x', offenders: '[]', variables: [{ name: 'x', expression }] });

test('few rules are one policy', () => {
  expect(withinLimits([small, small])).toEqual([[small, small]]);
});

test('rules that are too long for one policy are several, in order, none lost', () => {
  const long = ruleWith({ expression: `'${'x'.repeat(25_000)}' != ''`, offenders: '[]' });
  const rules = [long, small, long, small, long];
  const parts = withinLimits(rules);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.flat()).toEqual(rules);
});

test('one rule that is too long by itself is a policy of its own', () => {
  const longest = ruleWith({ expression: 'x'.repeat(100_000), offenders: '[]' });
  expect(withinLimits([small, longest, small])).toEqual([[small], [longest], [small]]);
});

test('two variables of one name that differ do not meet', () => {
  const [one, same, other] = [withVariable('1'), withVariable('1'), withVariable('2')];
  expect(withinLimits([one, same, other])).toEqual([[one, same], [other]]);
});
