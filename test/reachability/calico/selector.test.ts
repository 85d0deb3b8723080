import { parseSelector } from '../../../lib/reachability/calico/selector';

const labels = { role: 'frontend', tier: 'web', 'app.kubernetes.io/name': 'shop', empty: '' };

function matches(text: string): boolean {
  return parseSelector(text).matches({ label: (key) => new Map(Object.entries(labels)).get(key) });
}

test.each([
  ['', true],
  ['all()', true],
  ["role == 'frontend'", true],
  ['role=="frontend"', true],
  ["role == 'backend'", false],
  ["role != 'backend'", true],
  ["missing == ''", false],
  ["missing != 'x'", true],
  ["empty == ''", true],
  ['has(role)', true],
  ['has( app.kubernetes.io/name )', true],
  ['!has(missing)', true],
  ['! ! has(role)', true],
  ["role in { 'backend', 'frontend' }", true],
  ["role in {'backend',}", false],
  ['role in {}', false],
  ["role not in {'backend'}", true],
  ["role notin {'frontend'}", false],
  ["missing not in {'x'}", true],
  ["role contains 'ont'", true],
  ["role starts with 'front'", true],
  ["role startswith 'end'", false],
  ["role ends with 'end'", true],
  ["missing contains ''", false],
  ["has(role) && tier == 'db' || tier == 'web'", true],
  ["has(missing) && (tier == 'db' || tier == 'web')", false],
  ["!(tier == 'db' || tier == 'web')", false],
  ["tier == 'web' && !has(missing) && role != 'x'", true],
])('%s is %p', (text, expected) => {
  expect(matches(text)).toBe(expected);
});

test.each([
  ["role = 'x'", /operator behind role/],
  ['role == x', /string in quotes/],
  ["role in ['x']", /\{/],
  ['(has(role)', /\)/],
  ['has(role) has(tier)', /behind its end/],
  ['has(role) &&', /must have a label/],
  ["role == 'x", /string in quotes/],
  ['all(role)', /must have a label/],
  ["role inside 'x'", /operator behind role/],
])('%s is refused', (text, message) => {
  expect(() => parseSelector(text)).toThrow(message);
});

test('what a selector asks for is found in each of its alternatives', () => {
  expect(parseSelector("role == 'a' && has(tier) || !has(role)").asks).toEqual([
    [
      { key: 'role', operator: 'In', values: ['a'] },
      { key: 'tier', operator: 'Exists', values: [] },
    ],
    [],
  ]);
});
