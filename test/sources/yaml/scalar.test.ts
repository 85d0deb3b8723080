import fc from 'fast-check';
import { readText } from '../../../lib/sources/yaml';
import { splitDocuments } from '../../../lib/sources/yaml/document';
import { readDocument } from '../../../lib/sources/yaml/read-document';
import { aliasTargets, parseTree } from '../../../lib/sources/yaml/syntax-tree';
import { treeValue } from '../../../lib/sources/yaml/tree-value';
import { randomDocument } from './arbitrary-document';

const read = (text: string) => {
  const [document] = splitDocuments('f.yaml', text);
  return document === undefined ? undefined : readDocument(document);
};

/** What sigs.k8s.io/yaml v1.4.0, the reader of kubectl, makes of `a: SOURCE`. */
const AS_KUBECTL: readonly (readonly [string, unknown])[] = [
  ['y', true],
  ['Y', true],
  ['n', false],
  ['yes', true],
  ['on', true],
  ['off', false],
  ['NO', false],
  ['True', true],
  ['tRue', 'tRue'],
  ['0644', 420],
  ['0o644', 420],
  ['0x1F', 31],
  ['0X1F', 31],
  ['-0x1f', -31],
  ['+0x1F', 31],
  ['0b11', 3],
  ['-0b11', -3],
  ['0O7', 7],
  ['+0o7', 7],
  ['1_000', 1000],
  ['1__0', 10],
  ['1_', 1],
  ['_1', '_1'],
  ['0x1F_F', 511],
  ['0x_1', 1],
  ['1_000.5', 1000.5],
  ['+12', 12],
  ['-1', -1],
  ['08', 8],
  ['0800', 800],
  ['09.5', 9.5],
  ['0o8', '0o8'],
  ['0b2', '0b2'],
  ['0x', '0x'],
  ['0x1p4', '0x1p4'],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1e+3', 1000],
  ['1.e3', 1000],
  ['1e', '1e'],
  ['.5', 0.5],
  ['+.5', 0.5],
  ['-.5', -0.5],
  ['5.', 5],
  ['1e400', '1e400'],
  ['1.2.3', '1.2.3'],
  ['18446744073709551615', Number('18446744073709551615')],
  ['18446744073709551616', Number('18446744073709551616')],
  ['100000000000000000000.0', 1e20],
  ['2001-01-01', '2001-01-01'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
  ['1:30', '1:30'],
  ['190:20:30', '190:20:30'],
  ['~', null],
  ['', null],
  ['null', null],
  ['=', '='],
  ['<<', '<<'],
  ['.', '.'],
  ['+', '+'],
  ['_', '_'],
  ['1 2', '1 2'],
  ["'yes'", 'yes'],
  ['!!str 12', '12'],
  ['!!int "12"', 12],
  ['!!bool yes', true],
  ['!!float 1', 1],
  ['!!binary aGVsbG8=', 'hello'],
  ['!!timestamp 2001-01-01', '2001-01-01'],
  ['!foo bar', 'bar'],
  ['!foo 12', '12'],
  ['! 12', '12'],
  ['! yes', 'yes'],
  ['!!set {a, b}', { a: null, b: null }],
];

describe('a scalar', () => {
  test.each(AS_KUBECTL)('`%s` is read as kubectl reads it, by both readers', (source, expected) => {
    const text = `a: ${source}\n`;
    expect(read(text)).toEqual({ value: { a: expected } });
    const tree = parseTree(text);
    expect(treeValue(tree.contents, aliasTargets(tree))).toEqual({ a: expected });
  });

  test.each(['.inf', '-.INF', '.nan'])('`%s` is refused with its place: JSON has no such number', (source) => {
    expect(read(`a: 1\nb: [0, ${source}]\n`)).toMatchObject({
      error: { line: 2, message: expect.stringContaining('cannot be written as JSON') },
    });
  });

  test.each(['!!null x', '!!int abc'])('`%s` is refused: the tag does not fit', (source) => {
    expect(read(`a: ${source}\n`)).toHaveProperty('error');
  });

  test.each([
    ['y: 1', { true: 1 }],
    ['0x10: a', { 16: 'a' }],
    ['1.5: a', { 1.5: 'a' }],
    ['"<<": {a: 1}', { '<<': { a: 1 } }],
  ])('as a key, `%s` is turned into text as kubectl does', (text, expected) => {
    expect(read(text)).toEqual({ value: expected });
  });
});

describe('a merge key', () => {
  test.each([
    ['written before it is overridden by what it merges', 'b: &x {a: 2, c: 3}\nd:\n  a: 1\n  <<: *x\n', { a: 2, c: 3 }],
    ['written behind it overrides', 'b: &x {a: 2, c: 3}\nd:\n  <<: *x\n  a: 1\n', { a: 1, c: 3 }],
    ['of several sources takes the first', 'b: &x {a: 2, c: 3}\ne: &y {a: 5}\nd:\n  <<: [*x, *y]\n', { a: 2, c: 3 }],
    ['given twice takes the last', 'b: &x {a: 2, c: 3}\ne: &y {a: 5}\nd:\n  <<: *x\n  <<: *y\n', { a: 5, c: 3 }],
  ])('a key that is %s, as in kubectl', (_, text, expected) => {
    expect(read(text)).toMatchObject({ value: { d: expected } });
  });
});

test('both readers see the same JSON in every document', () => {
  fc.assert(
    fc.property(randomDocument, ({ text }) => {
      const result = read(text);
      const tree = parseTree(text);
      expect(result).toEqual({ value: treeValue(tree.contents, aliasTargets(tree)) });
    }),
    { numRuns: 300 },
  );
});

test('what an alias stands for is a copy: a change in one place is none in another', () => {
  const { resources } = readText('f.yaml', 'apiVersion: v1\nkind: Pod\na: &x {b: {c: 1}}\nd: *x\n');
  const object = resources[0]?.object as { a: { b: object }; d: { b: object } };
  expect(object.d).toEqual(object.a);
  expect(object.d.b).not.toBe(object.a.b);
});
