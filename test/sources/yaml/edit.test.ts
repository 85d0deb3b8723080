import { join } from 'node:path';
import type { Fix, Path } from '../../../lib/controls/requirement/finding';
import { type DocumentEdit, editYaml, readInputs } from '../../../lib/sources/yaml';

const edit = (text: string, ...fixes: Fix[]) => editYaml(text, [{ document: 0, path: [], fixes }]);
const steps = (path: string): Path => path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
const set = (path: string, value: unknown): Fix => ({ op: 'set', path: steps(path), value });
const append = (path: string, value: unknown): Fix => ({ op: 'append', path: steps(path), value });
const remove = (path: string): Fix => ({ op: 'remove', path: steps(path) });

/** A name, the text, the fixes and what must come out. */
const CASES: readonly (readonly [string, string, readonly Fix[], string])[] = [
  ['a scalar is replaced and its comment stays', 'a: x # why\nb: 1\n', [set('a', 'z')], 'a: z # why\nb: 1\n'],
  ['a replaced string keeps its quotes', `a: 'x'\nb: "y"\n`, [set('a', "it's"), set('b', 'z')], `a: 'it''s'\nb: "z"\n`],
  ['a replaced text of many lines leaves the empty line behind it', 'a: |\n  x\n  y\n\nb: 1\n', [set('a', 'z')], 'a: z\n\nb: 1\n'],
  [
    'strings that YAML 1.1 or 1.2 would read as something else are quoted',
    'a: x\n',
    ['yes', '0644', '1e3', '1:30', 'n', '2001-01-01', '', '0o7'].map((value, index) => set(`k${index}`, value)),
    'a: x\nk0: "yes"\nk1: "0644"\nk2: "1e3"\nk3: "1:30"\nk4: "n"\nk5: "2001-01-01"\nk6: ""\nk7: "0o7"\n',
  ],
  [
    'quantities and names are not quoted',
    'a: x\n',
    [set('b', '100m'), set('c', '64Mi'), set('d', 'app.kubernetes.io/name'), set('e', 'nginx:1.25')],
    'a: x\nb: 100m\nc: 64Mi\nd: app.kubernetes.io/name\ne: nginx:1.25\n',
  ],
  [
    'several values below an absent key share it',
    'a:\n  b: 1\n',
    [set('a.s.x', true), set('a.s.v.z', 1)],
    'a:\n  b: 1\n  s:\n    x: true\n    v:\n      z: 1\n',
  ],
  [
    'a key comes before the empty line and the comment of what follows',
    'a:\n  b: 1\n  # more of a\n\n  # about c\nc: 1\n',
    [set('a.n1', 1)],
    'a:\n  b: 1\n  # more of a\n  n1: 1\n\n  # about c\nc: 1\n',
  ],
  [
    'a key without a value is filled, its comment stays',
    'a:\n  s: # to do\n  t: ~\n',
    [set('a.s.x', 1), set('a.t.x', 1)],
    'a:\n  s: # to do\n    x: 1\n  t:\n    x: 1\n',
  ],
  [
    'empty braces become lines',
    'a:\n  r: {} # none\n  l: []\n',
    [set('a.r.x', 1), append('a.l', 'v')],
    'a:\n  r: # none\n    x: 1\n  l:\n  - v\n',
  ],
  [
    'empty braces on a line of their own too, as Helm writes them',
    'a:\n  r:\n    {}\n  b: 1\n',
    [set('a.r.x', 1)],
    'a:\n  r:\n    x: 1\n  b: 1\n',
  ],
  [
    'filled braces stay braces',
    'a: {b: 1}\nc: { d: [x] }\n',
    [set('a.n1', 'x,y'), append('c.d', 'z')],
    'a: {b: 1, n1: "x,y"}\nc: { d: [x, z] }\n',
  ],
  [
    'four spaces and indented dashes are kept',
    'a:\n    b:\n      -   x: 1\n',
    [set('a.b.0.s.v', ['ALL']), append('a.b', { n1: 1, n2: 2 })],
    'a:\n    b:\n      -   x: 1\n          s:\n              v:\n                -   ALL\n      -   n1: 1\n          n2: 2\n',
  ],
  [
    'an element comes behind those that were commented out, not behind the comment of the next key',
    'l:\n- a\n# - b\n#   c\n# about m\nm: 1\n',
    [append('l', 'd')],
    'l:\n- a\n# - b\n#   c\n- d\n# about m\nm: 1\n',
  ],
  [
    'Windows line ends and a missing last one stay',
    'a:\r\n  b: 1\r\nc: 2',
    [set('a.x', 1), set('d.e', 1)],
    'a:\r\n  b: 1\r\n  x: 1\r\nc: 2\r\nd:\r\n  e: 1',
  ],
  [
    'the comment of a removed entry stays, on a line of its own',
    'a: 1\n# about b\nb: 2 # two\n# about c\nc: 3\n',
    [remove('b')],
    'a: 1\n# about b\n# two\n# about c\nc: 3\n',
  ],
  [
    'so do those within it, and no text that looks like one',
    'l:\n  - a: 1 # one\n    # within\n    b: "# no comment"\n    c: |\n      # nor this\n  - d\n',
    [remove('l.0')],
    'l:\n  # one\n  # within\n  - d\n',
  ],
  ['so does that of the first entry behind a dash', 'l:\n- a: 1 # one\n  b: 2\n', [remove('l.0.a')], 'l:\n- # one\n  b: 2\n'],
  ['and that of the only one', 'a:\n  l: # list\n  - x # one\nb: 2\n', [remove('a.l.0')], 'a:\n  l: [] # list\n  # one\nb: 2\n'],
  [
    'within braces comments stay as well',
    'l: [\n  a, # one\n  b, # two\n  c # three\n]\n',
    [remove('l.1')],
    'l: [\n  a, # one\n  # two\n  c # three\n]\n',
  ],
  ['that of what stands before the last too', 'l: [\n  a, # one\n  b # two\n]\n', [remove('l.1')], 'l: [\n  a # one\n   # two\n]\n'],
  ['and all of them where nothing is left', 'l: [ # all\n  a, # one\n]\nm: 1\n', [remove('l.0')], 'l: [ # all\n   # one\n   ]\nm: 1\n'],
  [
    'the first entry behind a dash makes room for the second',
    'l:\n- a: 1\n  # about b\n  b: 2\n- c\n',
    [remove('l.0.a')],
    'l:\n- # about b\n  b: 2\n- c\n',
  ],
  [
    'nothing left is written as such',
    'a:\n  b: 1\nl:\n- x: 1\n- y\nm:\n  - z\n',
    [remove('a.b'), remove('l.0.x'), remove('m.0')],
    'a: {}\nl:\n- {}\n- y\nm: []\n',
  ],
  [
    'several elements are removed by the indices that they have',
    'l: [a, b, c, d]\nm:\n- a\n- b\n- c\n',
    [remove('l.0'), remove('l.3'), remove('m.0'), remove('m.1')],
    'l: [b, c]\nm:\n- c\n',
  ],
  ['what is not there needs no removal', 'a: 1\n', [remove('b.c')], 'a: 1\n'],
  [
    'JSON stays JSON, in its own indentation',
    '{\n    "a": {\n        "b": 1\n    },\n    "l": []\n}\n',
    [set('a.s.x', 'yes'), append('l', { k: true })],
    '{\n    "a": {\n        "b": 1,\n        "s": {\n            "x": "yes"\n        }\n    },\n    "l": [\n        {\n            "k": true\n        }\n    ]\n}\n',
  ],
  [
    'JSON on one line stays on one line',
    '{"a":{"b":1},"l":[1,2]}',
    [set('a.s.x', true), remove('l.0')],
    '{"a":{"b":1,"s":{"x":true}},"l":[2]}',
  ],
  [
    'braces over many lines keep their comments and their last comma',
    'a: {\n  b: 1, # one\n  c: 2, # two\n}\n',
    [set('a.d', 3)],
    'a: {\n  b: 1, # one\n  c: 2, # two\n  d: 3,\n}\n',
  ],
  [
    'directives, markers and a byte order mark stay',
    '\ufeff%YAML 1.1\n--- # hi\na: 1\n...\n',
    [set('b', 1)],
    '\ufeff%YAML 1.1\n--- # hi\na: 1\nb: 1\n...\n',
  ],
  [
    'a mapping replaced by another keeps the lines that are equal',
    'a:\n  b: 1 # kept\n  c: 2\n',
    [set('a', { b: 1, d: 3 })],
    'a:\n  b: 1 # kept\n  d: 3\n',
  ],
  ['an added element that is there already is not added again', 'l:\n- ALL\n', [append('l', 'ALL')], 'l:\n- ALL\n'],
];

describe('in the text of a document', () => {
  test.each(CASES)('%s', (_, text, fixes, expected) => {
    const result = edit(text, ...fixes);
    expect(result.refused).toEqual([]);
    expect(result.text).toBe(expected);
    expect(result.applied).toHaveLength(fixes.length);
  });

  test.each<[string, string, Fix, string]>([
    ['a text where an object would have to be', 'a: text\n', set('a.b', 1), 'a is no object'],
    ['a list where an object would have to be', 'a: [1]\n', set('a.b', 1), 'a is a list'],
    ['an element beyond the end', 'l: [1]\n', set('l.5', 1), 'the list has no element 5'],
    ['a broken document', 'a: [\n', set('b', 1), 'cannot be read'],
    ['what is for a person', 'a: 1\n', { op: 'manual', instructions: 'choose a user' }, 'choose a user'],
  ])('%s is refused with the reason, and nothing changes', (_, text, fix, reason) => {
    const result = edit(text, fix);
    expect(result.refused).toMatchObject([{ fix, reason: expect.stringContaining(reason) }]);
    expect(result.text).toBe(text);
  });

  test('a fix that is refused does not hold up the others', () => {
    expect(edit('a: text\nb: 1\n', set('a.x', 1), set('b', 2)).text).toBe('a: text\nb: 2\n');
  });
});

describe('text that is shared', () => {
  const ALIAS = 'c:\n- name: a\n  sc: &sc\n    p: true # why\n- name: b\n  sc: *sc\n';
  const MERGE = 'd: &d\n  p: true\n  sc: {x: 1}\ne:\n  <<: *d\n  q: 1\n';

  test('by an alias is changed when all that use it ask for it', () => {
    const result = edit(ALIAS, set('c.0.sc.p', false), set('c.1.sc.p', false));
    expect(result.text).toBe(ALIAS.replace('true', 'false'));
    expect(result.applied).toHaveLength(2);
  });

  test.each(['c.0.sc.p', 'c.1.sc.p', 'c.0.sc.new'])('by an alias is left alone when only %s asks', (path) => {
    const result = edit(ALIAS, set(path, false));
    expect(result.text).toBe(ALIAS);
    expect(result.refused).toMatchObject([{ reason: expect.stringContaining('shared by an anchor') }]);
  });

  test('by an alias is left alone when its users ask for different values', () => {
    expect(edit(ALIAS, set('c.0.sc.p', false), set('c.1.sc.p', null)).text).toBe(ALIAS);
  });

  test('by an alias is no concern of a value that takes the place of the alias', () => {
    expect(edit(ALIAS, set('c.1.sc', { p: false })).text).toBe(ALIAS.replace('*sc', '\n    p: false').replace('sc: \n', 'sc:\n'));
  });

  test('by an alias of something empty is filled once when all ask', () => {
    const text = 'a: &r {}\nb: *r\n';
    expect(edit(text, set('a.x', 1), set('b.x', 1)).text).toBe('a: &r\n  x: 1\nb: *r\n');
    expect(edit(text, set('b.x', 1)).text).toBe('a: &r {}\nb:\n  x: 1\n');
    expect(edit(text, set('a.x', 1)).refused).toHaveLength(1);
  });

  test('between the items of a List needs every item', () => {
    const list = 'kind: List\nx: &x {p: true}\nitems:\n- sc: *x\n- sc: *x\n';
    const of = (...items: number[]): DocumentEdit[] =>
      items.map((item) => ({ document: 0, path: ['items', item], fixes: [set('sc.p', false)] }));
    expect(editYaml(list, of(0)).text).toBe(list);
    expect(editYaml(list, of(0, 1)).text).toBe(list.replace('true', 'false'));
  });

  test('by a merge key is overridden in the mapping that asks', () => {
    expect(edit(MERGE, set('e.p', false)).text).toBe(`${MERGE}  p: false\n`);
  });

  test('by a merge key is changed below a key only when all ask', () => {
    expect(edit(MERGE, set('e.sc.x', 2)).refused).toHaveLength(1);
    expect(edit(MERGE, set('e.sc.x', 2), set('d.sc.x', 2)).text).toBe(MERGE.replace('x: 1', 'x: 2'));
  });

  test('by a merge key gets no new key for others', () => {
    expect(edit(MERGE, set('d.new', 1)).text).toBe(MERGE);
    expect(edit(MERGE, set('e.new', 1)).text).toBe(`${MERGE}  new: 1\n`);
  });
});

describe('in a file', () => {
  test('only the named document changes, and everything between documents stays', () => {
    const text = '# one\na: 1\n---   # two\n\na: 1\n\n# end of two\n...\n--- \na: 1\n';
    expect(editYaml(text, [{ document: 1, path: [], fixes: [set('a', 2)] }]).text).toBe(
      '# one\na: 1\n---   # two\n\na: 2\n\n# end of two\n...\n--- \na: 1\n',
    );
  });

  test('a broken document does not keep the others from being changed', () => {
    expect(editYaml('a: [\n---\na: 1\n', [{ document: 1, path: [], fixes: [set('a', 2)] }]).text).toBe('a: [\n---\na: 2\n');
  });

  test('a document that is not there is refused', () => {
    expect(editYaml('a: 1\n', [{ document: 3, path: [], fixes: [set('a', 2)] }]).refused).toMatchObject([
      { reason: 'the file has no document 3' },
    ]);
  });

  test('a new object becomes a document at the end, once', () => {
    const create: Fix = { op: 'create', object: { apiVersion: 'v1', kind: 'ServiceAccount', list: [{ a: 1 }] } };
    const once = edit('a: 1', create).text;
    expect(once).toBe('a: 1\n---\napiVersion: v1\nkind: ServiceAccount\nlist:\n- a: 1\n');
    expect(edit(once, create).text).toBe(once);
    expect(edit('{"a": 1}', create)).toMatchObject({ text: '{"a": 1}', refused: [{ reason: expect.stringContaining('JSON file') }] });
  });
});

test('in the real manifests, pods are hardened without touching another line', () => {
  const { files, resources } = readInputs([join(__dirname, '../../fixtures/corpus')]);
  let changed = 0;
  for (const file of files) {
    const workloads = resources.filter(
      ({ document, object }) => document.file === file.name && ['Deployment', 'DaemonSet'].includes(String(object.kind)),
    );
    const fixes = [
      set('spec.template.spec.securityContext.supplementalGroups', [65532]),
      set('spec.template.spec.containers.0.securityContext.capabilities.drop2', ['ALL']),
    ];
    const result = editYaml(
      file.text,
      workloads.map(({ document, path }) => ({ document: document.index, path, fixes })),
    );
    expect(result.refused).toEqual([]);
    if (workloads.length > 0) changed++;
    // What was there is still there, line by line and in order.
    const after = result.text.split('\n');
    let at = 0;
    const lost = file.text.split('\n').filter((line) => {
      const found = after.indexOf(line, at);
      if (found !== -1) at = found + 1;
      return found === -1;
    });
    expect(lost).toEqual([]);
  }
  expect(changed).toBeGreaterThan(20);
});
