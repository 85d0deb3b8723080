import fc from 'fast-check';
import type { Fix } from '../../../../lib/controls/requirement/finding';
import { editYaml } from '../../../../lib/sources/yaml';
import { splitDocuments } from '../../../../lib/sources/yaml/document';
import { applyFixes, type ObjectFix } from '../../../../lib/sources/yaml/edit/json-edit';
import { readDocument } from '../../../../lib/sources/yaml/read-document';
import { randomDocument } from '../arbitrary-document';

type Path = readonly (string | number)[];

const read = (text: string): unknown => {
  const [document] = splitDocuments('f.yaml', text);
  const result = document && readDocument(document);
  if (!result || 'error' in result) throw new Error(`not readable: ${JSON.stringify(result)}\n${text}`);
  return result.value;
};

const value = fc.oneof(
  fc.constantFrom<unknown>(
    'RuntimeDefault',
    'yes',
    '0644',
    '1e3',
    'a: b',
    '#x',
    ' blank',
    'two\nlines',
    '',
    '*a',
    '{',
    "it's",
    '1:30',
    'x #y',
    '@sha',
    'ends:',
    'null',
    '- a',
  ),
  fc.constantFrom<unknown>(true, false, 0, 65532, 1.5, -1, null, {}, []),
  fc.constantFrom<unknown>(
    { type: 'RuntimeDefault' },
    ['ALL'],
    { limits: { cpu: '1', memory: '256Mi' }, list: [{ a: 1, b: [2] }, [3, [4]], {}] },
    [{ name: 'tmp', emptyDir: {} }],
  ),
);

/** Every place of a value at which something can be changed. */
function places(node: unknown, path: Path = []): { readonly kind: 'entry' | 'map' | 'list'; readonly path: Path }[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = { kind: Array.isArray(node) ? ('list' as const) : ('map' as const), path };
  const below = Object.entries(node).flatMap(([key, item]) => {
    const step = [...path, Array.isArray(node) ? Number(key) : key];
    return [{ kind: 'entry' as const, path: step }, ...places(item, step)];
  });
  return [own, ...below];
}

const wish = fc.record({ pick: fc.nat(), op: fc.constantFrom('set', 'new', 'deep', 'append', 'remove'), value });

function fixOf(root: unknown, { pick, op, value }: { pick: number; op: string; value: unknown }): ObjectFix | undefined {
  const kind = op === 'append' ? 'list' : op === 'new' || op === 'deep' ? 'map' : 'entry';
  const candidates = places(root).filter((place) => place.kind === kind);
  const chosen = candidates[pick % candidates.length];
  if (chosen === undefined) return undefined;
  if (op === 'new') return { op: 'set', path: [...chosen.path, `new${pick % 3}`], value };
  if (op === 'deep') return { op: 'set', path: [...chosen.path, 'deep', 'list', 0, 'key'], value };
  if (op === 'remove') return { op, path: chosen.path };
  return { op: op === 'append' ? 'append' : 'set', path: chosen.path, value };
}

/** Leaves out fixes of which one is about what the other changes; a list may get several elements. */
function independent(fixes: readonly ObjectFix[]): ObjectFix[] {
  const chosen: ObjectFix[] = [];
  const meet = (one: ObjectFix, two: ObjectFix): boolean =>
    (isWithin(one.path, two.path) || isWithin(two.path, one.path)) &&
    !(one.op === 'append' && two.op === 'append' && one.path.length === two.path.length);
  for (const fix of fixes) if (!chosen.some((other) => meet(fix, other))) chosen.push(fix);
  return chosen;
}

const isWithin = (path: Path, of: Path): boolean => of.every((step, index) => String(step) === String(path[index]));

describe('random fixes in random documents', () => {
  test('are all made, the text then reads as the old content with the fixes applied, and making them again changes nothing', () => {
    fc.assert(
      fc.property(randomDocument, fc.array(wish, { minLength: 1, maxLength: 5 }), ({ text }, wishes) => {
        const before = read(text);
        const fixes = independent(wishes.map((each) => fixOf(before, each)).filter((fix) => fix !== undefined));
        const result = editYaml(text, [{ document: 0, path: [], fixes }]);
        expect(result.refused).toEqual([]);
        expect(read(result.text)).toEqual(applyFixes(before, fixes));
        const additive = fixes.filter(({ op }) => op !== 'remove');
        if (additive.length === fixes.length) expect(editYaml(result.text, [{ document: 0, path: [], fixes }]).text).toBe(result.text);
      }),
      { numRuns: 400 },
    );
  });

  test('lose no comment but those of what is replaced', () => {
    fc.assert(
      fc.property(randomDocument, fc.array(wish, { minLength: 1, maxLength: 4 }), ({ text, comments }, wishes) => {
        const before = read(text);
        const fixes = independent(wishes.map((each) => fixOf(before, each)).filter((fix) => fix !== undefined));
        const after = editYaml(text, [{ document: 0, path: [], fixes }]).text;
        const gone = fixes.filter(({ op, path }) => op !== 'remove' && isReplacedCollection(before, path)).map(({ path }) => path);
        for (const comment of comments) if (!gone.some((path) => isWithin(comment.owner, path))) expect(after).toContain(comment.text);
      }),
      { numRuns: 400 },
    );
  });

  test('that only add leave every line of the text as it was and in its order', () => {
    fc.assert(
      fc.property(randomDocument, fc.array(wish, { minLength: 1, maxLength: 4 }), ({ text }, wishes) => {
        const before = read(text);
        const fixes = wishes
          .filter(({ op }) => op === 'new' || op === 'append')
          .map((each) => fixOf(before, each))
          .filter((fix) => fix !== undefined)
          .filter((fix) => isBlockPlace(text, before, fix));
        const after = editYaml(text, [{ document: 0, path: [], fixes }]).text.split('\n');
        let at = 0;
        // A text without a last line break has to get one when something follows.
        const eol = text.includes('\r\n') ? '\r' : '';
        const lines = text.split('\n');
        for (const [index, line] of lines.entries()) {
          const wanted = index === lines.length - 1 ? [line, line + eol] : [line];
          while (at < after.length && !wanted.includes(after[at] ?? '')) at++;
          expect(at).toBeLessThan(after.length);
          at++;
        }
      }),
      { numRuns: 400 },
    );
  });
});

/** Texts in which one place stands for several. */
const SHARED = [
  'a: &a {p: true, q: {r: 1}}\nb: *a\nc:\n- *a\n- s: *a\n',
  'a: &a\n  p: true\n  q:\n    r: 1\nb:\n  <<: *a\n  p: false\nc:\n  x: 1\n  <<: *a\n',
  'a: &a\n  l: &l\n  - 1\n  - z: 2\nb: *l\nc:\n  <<: *a\n  m: *l\n',
  'a: &a {}\nb: *a\nc: &c\nd: *c\ne: &e x # why\nf: *e\n',
  'a: &a {p: 1}\nb: &b {<<: *a, q: 2}\nc:\n  <<: [*b, {p: 3, z: 4}]\n  d: {<<: *b}\n',
];

test('in shared text, random fixes change what was asked for and nothing else', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SHARED), fc.array(wish, { minLength: 1, maxLength: 6 }), (text, wishes) => {
      const before = read(text);
      const fixes = independent(wishes.map((each) => fixOf(before, each)).filter((fix) => fix !== undefined));
      const { text: after, applied, refused } = editYaml(text, [{ document: 0, path: [], fixes }]);
      expect(applied.length + refused.length).toBe(fixes.length);
      expect(read(after)).toEqual(
        applyFixes(
          before,
          fixes.filter((fix) => applied.some((each) => each.fix === fix)),
        ),
      );
    }),
    { numRuns: 400 },
  );
});

function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((node, step) => (node as Record<string | number, unknown> | undefined)?.[step], root);
}

function isReplacedCollection(root: unknown, path: Path): boolean {
  const old = at(root, path);
  return typeof old === 'object' && old !== null;
}

/** Whether what the fix adds to has lines of its own: `{}` and `[x]` are rewritten on their line. */
function isBlockPlace(text: string, root: unknown, fix: Fix): boolean {
  if (!('path' in fix)) return false;
  const owner = at(root, fix.op === 'append' ? fix.path : fix.path.slice(0, -1));
  if (typeof owner !== 'object' || owner === null || Object.keys(owner).length === 0) return false;
  return !/[[{]/.test(text);
}
