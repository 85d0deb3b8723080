import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { yamlText } from '../../../lib/kubernetes/app/yaml-text';

/** Text that YAML has an opinion about. */
const touchy = fc.constantFrom(
  ...['', ' ', '~', 'null', 'Null', 'y', 'N', 'yes', 'No', 'on', 'OFF', 'true', 'FALSE', '.inf', '-.INF', '.nan', '0', '0777', '0o17'],
  ...['0x1F', '1e3', '1_000', '12:30:45', '2024-01-01', '-', '- a', '?', '? b', ':', 'a: b', 'a:', 'a #b', '#', '&a', '*a', '!t', '|', '>'],
  ...[
    "'",
    '"',
    `'"`,
    '%',
    '@',
    '`',
    '[a]',
    '{a}',
    'a,b',
    '---',
    '...',
    '--- a',
    '<<',
    '=',
    'a\nb',
    'a\n',
    '\n',
    'a\tb',
    'a\r\nb',
    ' a',
    'a ',
  ],
  ...[
    '100m',
    '256Mi',
    '8080',
    '1.0',
    'v1',
    'registry.example/web:1.0',
    'http://x',
    'a-',
    'abcdef-',
    'a/b',
    'ümlaut',
    '\u2028',
    '\u0000',
    '😀',
  ],
);
const text = fc.oneof(touchy, fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'ab1 :-#\'"\n._/') }));
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    text,
    fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.double()),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
  ),
}));

test('any JSON gives the text of cdk8s', () => {
  fc.assert(
    fc.property(tree, (value) => {
      const written = Yaml.stringify(value);
      expect(yamlText(value)).toBe(written);
    }),
    { numRuns: 1000 },
  );
});

test('words that look plain give the text of cdk8s', () => {
  const word = fc.stringMatching(/^[A-Za-z.0-9_-][\w./-]{0,9}$/);
  fc.assert(
    fc.property(fc.dictionary(word, word, { minKeys: 1 }), (value) => {
      expect(yamlText(value)).toBe(Yaml.stringify(value));
    }),
    { numRuns: 1000 },
  );
});

test('an object that occurs twice becomes an alias, as in cdk8s', () => {
  const shared = { key: 'value' };
  const value = { first: shared, second: [shared] };
  expect(yamlText(value)).toBe(Yaml.stringify(value));
  expect(yamlText(value)).toContain('*a1');
});

test('an object that contains itself becomes an alias, as in cdk8s', () => {
  const value: Record<string, unknown> = { key: 'value' };
  value.itself = value;
  expect(yamlText(value)).toBe(Yaml.stringify(value));
});

const nothing: unknown[] = [];

test.each([
  ['an empty list that occurs twice', { first: nothing, second: nothing }],
  ['undefined', undefined],
  ['a member that is undefined', { a: undefined, b: 1 }],
  ['a date', { a: new Date(0) }],
  ['a map', { a: new Map([['b', 1]]) }],
  ['bytes', { a: new Uint8Array([1, 2]) }],
  ['a big integer', { a: 12345678901234567890n }],
  ['an object that has its own JSON', { a: { toJSON: () => 'json' } }],
  ['a list of nothing', { a: Array.from({ length: 2 }) }],
  ['a list with holes', { a: Object.assign([], { 1: 'one' }) }],
  ['a long key', { ['k'.repeat(2000)]: 1 }],
  ['a long value', { a: 'word '.repeat(400) }],
  ['a number that is negative zero', { a: -0, b: 0 }],
])('%s gives the text of cdk8s', (_, value) => {
  expect(yamlText(value)).toBe(Yaml.stringify(value));
});
