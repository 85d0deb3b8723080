import { join } from 'node:path';
import fc from 'fast-check';
import { readInputs } from '../../../lib/sources/yaml';
import { treeOffsets } from '../../../lib/sources/yaml/locate';
import { type Positions, quickPositions } from '../../../lib/sources/yaml/quick-positions';
import { randomDocument } from './arbitrary-document';

type Path = readonly (string | number)[];

/** Every path of a document with the offset that the quick way gives it. */
function* offsets(node: Positions, path: Path = [], place = node.start): Generator<{ readonly path: Path; readonly place: number }> {
  yield { path, place };
  for (const [key, { keyStart, value }] of node.entries ?? []) yield* offsets(value, [...path, key], keyStart);
  for (const [index, item] of (node.items ?? []).entries()) yield* offsets(item, [...path, index], item.start);
}

/** Compares where both ways may differ: an element without text stands nowhere. */
function differences(text: string): string[] {
  const quick = quickPositions(text);
  if (!quick) return [];
  const slow = treeOffsets(text);
  return [...offsets(quick)]
    .filter(({ path, place }) => slow(path) !== place)
    .map(({ path, place }) => `${path.join('.')}: ${place}, not ${slow(path)}`);
}

test('the quick way to positions finds in every document what the parser with positions finds', () => {
  fc.assert(
    fc.property(randomDocument, ({ text }) => {
      expect(differences(text)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('in the real manifests too, and there it is hardly ever at a loss', () => {
  const { resources } = readInputs([join(__dirname, '../../fixtures/corpus')]);
  const texts = resources.map(({ document }) => document.text);
  expect(texts.flatMap(differences)).toEqual([]);
  expect(texts.filter((text) => quickPositions(text) === undefined)).toHaveLength(0);
});

test.each([
  ['an anchor', 'a: &x 1\nb: *x\n'],
  ['a merge key', 'a: &x {b: 1}\nc:\n  <<: *x\n'],
  ['a tag', 'a: !!str 1\n'],
  ['a key in braces without a value', 'a: {b, c: 1}\n'],
  ['an element without text', 'a:\n-\n- b\n'],
  ['a key with a question mark', '? a\n: b\n'],
])('the quick way leaves %s to the parser', (_, text) => {
  expect(quickPositions(text)).toBeUndefined();
});
