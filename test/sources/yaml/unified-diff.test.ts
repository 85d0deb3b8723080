import { applyPatch } from 'diff';
import fc from 'fast-check';
import { lineBefore, unifiedDiff } from '../../../lib/sources/yaml';

const line = fc.constantFrom('a: 1', 'b: 2', '  c: 3', '# why', '---', '...', '', '- d', '%YAML 1.1');
const file = fc
  .record({
    lines: fc.array(line, { maxLength: 40 }),
    eol: fc.constantFrom('\n', '\r\n'),
    bom: fc.constantFrom('', '\uFEFF'),
    end: fc.boolean(),
  })
  .map(({ lines, eol, bom, end }) => bom + lines.join(eol) + (end ? eol : ''));

test('a diff makes the one text of the other, whatever the documents are', () => {
  fc.assert(
    fc.property(file, file, (before, after) => {
      fc.pre(before.trim() !== '' && after.trim() !== ''); // a repair neither fills an empty file nor empties one
      const patch = unifiedDiff('x.yaml', before, after);
      expect(patch === '').toBe(before === after);
      if (patch !== '') expect(applyPatch(before, patch, { autoConvertLineEndings: false })).toBe(after);
    }),
    { numRuns: 1000 },
  );
});

test('names the lines of the file, and shows what lies around them past the borders of documents', () => {
  const before = 'a: 1\n---\nb: 1\n---\nc: 1\n';
  expect(unifiedDiff('./x.yaml', before, before.replace('c: 1', 'c: 2'))).toBe(
    '--- a/x.yaml\n+++ b/x.yaml\n@@ -2,4 +2,4 @@\n ---\n b: 1\n ---\n-c: 1\n+c: 2\n',
  );
});

test('a change of every document of a long file is found', () => {
  const documents = Array.from({ length: 5000 }, (_, index) => `---\nname: n${index}\nvalue: old\n`);
  const after = documents.map((each) => each.replace('old', 'new\nmore: true')).join('');
  const patch = unifiedDiff('x.yaml', documents.join(''), after);
  expect(patch.split('\n').filter((each) => each === '+more: true')).toHaveLength(5000);
});

test('a line of the new text is found in the old one', () => {
  const before = 'a\nb\nc\nd\n---\ne\n';
  const after = 'new\na\nb2\nb3\nc\n---\nnew\ne\n';
  expect([1, 2, 3, 4, 5, 6, 7, 8].map(lineBefore(before, after))).toEqual([1, 1, 2, 2, 3, 5, 5, 6]);
  expect(lineBefore(before, before)(3)).toBe(3);
});
