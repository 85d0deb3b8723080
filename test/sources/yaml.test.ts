import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locate, readInputs, readText, unifiedDiff, writeFileAtomically } from '../../lib/sources/yaml';
import { MAX_FILE_BYTES } from '../../lib/sources/yaml/file-text';
import { unreadable } from '../../lib/sources/yaml/input-files';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n';
const CORPUS = join(__dirname, '../fixtures/corpus');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tempered-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};
const names = (text: string): unknown[] =>
  readText('f.yaml', text).resources.map(({ object }) => (object.metadata as { name: string } | undefined)?.name);
const errorOf = (text: string) => {
  const { errors, resources } = readText('f.yaml', text);
  expect(errors).toHaveLength(1);
  return { ...errors[0], resources: resources.length };
};

describe('reading files and folders', () => {
  test('a folder is read with everything below it, in the order of names, without hidden folders and node_modules', () => {
    for (const name of ['b.yml', 'a.yaml', 'sub/c.json', '.git/d.yaml', '.hidden.yaml', 'node_modules/e.yaml', 'readme.md'])
      put(name, name.endsWith('.json') ? '{"apiVersion":"v1","kind":"Pod"}' : POD);
    const { files, resources, errors } = readInputs([folder]);
    expect(files.map(({ name }) => name)).toEqual(['a.yaml', 'b.yml', 'sub/c.json'].map((name) => join(folder, name)));
    expect(resources).toHaveLength(3);
    expect(errors).toEqual([]);
  });

  test('a file is named as on the command line, whatever its extension, and read once', () => {
    const path = put('manifest.txt', POD);
    expect(readInputs([path, path]).resources.map(({ document }) => document.file)).toEqual([path]);
  });

  test('`-` is standard input', () => {
    expect(readInputs(['-'], { stdin: POD }).resources[0]?.document.file).toBe('-');
    expect(readInputs(['-']).errors).toHaveLength(1);
  });

  test('a missing file is one error, and the others are read', () => {
    const good = put('a.yaml', POD);
    const { resources, errors } = readInputs([join(folder, 'none.yaml'), good]);
    expect(resources).toHaveLength(1);
    expect(errors).toEqual([{ file: join(folder, 'none.yaml'), line: 1, column: 1, message: 'cannot be read: no such file or folder' }]);
  });

  test('a symbolic link that leads out of the folder is not followed; links in a circle come to an end', () => {
    const outside = mkdtempSync(join(tmpdir(), 'tempered-outside-'));
    writeFileSync(join(outside, 'secret.yaml'), POD);
    put('in/a.yaml', POD);
    symlinkSync(outside, join(folder, 'out'));
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'out.yaml'));
    symlinkSync(folder, join(folder, 'in/loop'));
    symlinkSync('self.yaml', join(folder, 'self.yaml'));
    const { files, errors } = readInputs([folder]);
    expect(files.map(({ name }) => name)).toEqual([join(folder, 'in/a.yaml')]);
    expect(errors).toMatchObject([{ file: join(folder, 'self.yaml'), message: expect.stringContaining('circle') }]);
    rmSync(outside, { recursive: true });
  });

  test('an unreadable folder is one error, and the others are read', () => {
    put('closed/a.yaml', POD);
    put('open/b.yaml', POD);
    chmodSync(join(folder, 'closed'), 0);
    const { files, errors } = readInputs([folder]);
    chmodSync(join(folder, 'closed'), 0o755);
    // Root may read everything.
    if (process.getuid?.() === 0) expect(files).toHaveLength(2);
    else expect({ files: files.length, errors }).toMatchObject({ files: 1, errors: [{ file: join(folder, 'closed') }] });
  });

  test('an error of the file system is said in words', () => {
    const denied = Object.assign(new Error('EACCES: permission denied, scandir'), { code: 'EACCES' });
    expect(unreadable('closed', denied)).toEqual({ file: 'closed', line: 1, column: 1, message: 'cannot be read: permission denied' });
  });

  test('a binary file, one in UTF-16 and one that is no UTF-8 are one error each, with the place', () => {
    put('a.yaml', Buffer.from('a: b\nc: \0d\n'));
    put('b.yaml', Buffer.from('\ufeffa: b', 'utf16le'));
    put('c.yaml', Buffer.concat([Buffer.from('a: ü\nb: '), Buffer.from([0xff]), Buffer.from('\n')]));
    expect(readInputs([folder]).errors).toMatchObject([
      { line: 2, column: 4, message: expect.stringContaining('binary') },
      { line: 1, column: 1, message: expect.stringContaining('UTF-16') },
      { line: 2, column: 4, message: expect.stringContaining('not UTF-8') },
    ]);
  });

  test('a file above the limit is refused before it is parsed', () => {
    const path = put('large.yaml', Buffer.alloc(MAX_FILE_BYTES + 1, '#'));
    expect(readInputs([path]).errors).toMatchObject([{ file: path, message: expect.stringContaining('more than the 64 MiB') }]);
  });

  test('a document of 10 MB is read', () => {
    const data = 'x'.repeat(10_000_000);
    const { resources } = readText('f.yaml', `apiVersion: v1\nkind: ConfigMap\ndata:\n  a: ${data}\n`);
    expect(resources[0]?.object).toMatchObject({ data: { a: data } });
  });
});

describe('reading documents', () => {
  test('every document of a file is read; empty ones and those of comments alone are nothing', () => {
    expect(names(`# head\n---\n${POD}---\n---\n# nothing\n...\n---\n${POD}`)).toEqual(['web', 'web']);
    expect(readText('f.yaml', '')).toEqual({ resources: [], untyped: [], other: 0, errors: [] });
    expect(readText('f.yaml', '# only\n\n')).toEqual({ resources: [], untyped: [], other: 0, errors: [] });
  });

  test('a byte order mark, Windows line ends and directives are no trouble', () => {
    expect(names(`\ufeff${POD.replaceAll('\n', '\r\n')}---\r\n${POD.replaceAll('\n', '\r\n')}`)).toEqual(['web', 'web']);
    expect(names(`%YAML 1.1\n%TAG ! tag:example.com,2000:\n--- # one\n${POD}...\n%YAML 1.1\n---\n${POD}`)).toEqual(['web', 'web']);
  });

  test('`---` within a text is no boundary unless it stands at the start of a line', () => {
    const { resources } = readText('f.yaml', `${POD}data: |\n  a\n  ---\n  b\nmore: "x --- y"\n---x: 1\n`);
    expect(resources[0]?.object).toMatchObject({ data: 'a\n---\nb\n', '---x': 1 });
  });

  test('JSON is read, with tabs too, and its errors have a place', () => {
    expect(names('{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"metadata": {"name": "j\\/\\ud83d\\ude00"}\n}')).toEqual(['j/😀']);
    expect(errorOf('{\n  "apiVersion": "v1",\n  "kind" "Pod"\n}')).toMatchObject({ line: 3 });
  });

  test('JSON that js-yaml stumbles over keeps the same limits', () => {
    const deep = `{"apiVersion":"v1","kind":"X","a"\n:${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`;
    expect(errorOf(deep).message).toContain('deeper than 300 levels');
    expect(errorOf(deep.replace('\n', '')).message).toContain('deeper than 300 levels');
    expect(errorOf('{"kind"\n: "Pod",\n "kind": "ConfigMap"}')).toMatchObject({
      line: 3,
      column: 2,
      message: expect.stringContaining('duplicate key'),
    });
  });

  test('a broken document is one error with line and column, and the other documents are read', () => {
    const text = `${POD}---\na: 1\nb: [1, 2\nc: 3\n---\n${POD}`;
    expect(errorOf(text)).toMatchObject({ file: 'f.yaml', line: 8, resources: 2 });
  });

  test('a key given twice is an error at the second one', () => {
    expect(errorOf(`${POD}spec:\n  a: 1\n  b: 2\n  a: 3\n`)).toMatchObject({
      line: 8,
      column: 3,
      message: expect.stringContaining('duplicate key'),
    });
  });

  test('a template that was not rendered is named as such', () => {
    expect(errorOf(`${POD}spec:\n  image: {{ .Values.image }}\n`)).toMatchObject({
      line: 6,
      column: 10,
      message: expect.stringContaining('helm template'),
    });
    expect(errorOf(`${POD}spec:\n  {{- if .Values.x }}\n  a: 1\n`).message).toContain('helm template');
  });

  test('a list whose elements are empty is read right, which js-yaml alone does not', () => {
    expect(readText('f.yaml', `${POD}a:\n- b:\n  -\n- c\n`).resources[0]?.object.a).toEqual([{ b: [null] }, 'c']);
  });
});

describe('aliases', () => {
  test('a bomb is refused', () => {
    const level = (index: number): string => `l${index}: &l${index} [${Array.from({ length: 9 }, () => `*l${index - 1}`).join(', ')}]\n`;
    const bomb = `apiVersion: v1\nkind: Pod\nl0: &l0 [x, x]\n${Array.from({ length: 12 }, (_, index) => level(index + 1)).join('')}`;
    expect(errorOf(bomb)).toMatchObject({ message: expect.stringContaining('aliases stand for more than') });
  });

  test('a chain that nests without end is refused', () => {
    const chain = Array.from({ length: 250 }, (_, index) => `l${index + 1}: &l${index + 1} [[[[[*l${index}]]]]]\n`).join('');
    expect(errorOf(`l0: &l0 [x]\n${chain}`).message).toContain('nest deeper');
  });

  test('one that contains itself is refused with its place', () => {
    expect(errorOf(`${POD}a: 1\nb: &b\n  c: [1, *b]\n`)).toMatchObject({ line: 7, message: 'the anchor contains an alias of itself' });
  });

  test('one without an anchor is refused', () => {
    expect(errorOf(`${POD}a: *none\n`)).toMatchObject({ line: 5 });
  });
});

describe('finding Kubernetes objects', () => {
  test('a List, a typed list and lists within lists are their items, each with its path', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n- apiVersion: v1\n  kind: PodList\n  items:\n  - metadata:\n      name: inner\n';
    const { resources } = readText('f.yaml', text);
    expect(resources.map(({ path, object }) => [path, object])).toEqual([
      [['items', 0], { apiVersion: 'v1', kind: 'Pod' }],
      [['items', 1, 'items', 0], { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'inner' } }],
    ]);
  });

  test('a custom resource whose kind ends in List is an object unless it has items', () => {
    expect(readText('f.yaml', 'apiVersion: example.com/v1\nkind: AllowList\nspec: {}\n').resources).toHaveLength(1);
  });

  test('malformed Lists are errors with their place', () => {
    expect(errorOf('apiVersion: v1\nkind: List\nitems: {}\n')).toMatchObject({ line: 3, column: 1 });
    expect(errorOf('apiVersion: v1\nkind: List\nitems:\n- x\n')).toMatchObject({
      line: 4,
      column: 3,
      message: 'a string in a List, where an object was expected',
    });
  });

  test.each([
    ['apiVersion', 'kind: Pod\nmetadata: {name: web}\nspec: {hostPID: true}\n'],
    ['kind', 'apiVersion: apps/v1\nmetadata: {name: web}\nspec: {}\n'],
    ['kind', 'apiVersion: v1\nKind: Pod\nmetadata: {name: web}\nspec: {}\n'],
  ])('an object that lacks its %s is an error, not something else', (lacking, text) => {
    expect(errorOf(text)).toMatchObject({ line: 1, resources: 0, message: expect.stringMatching(`^${lacking} is missing`) });
    expect(errorOf(`apiVersion: v1\nkind: List\nitems:\n- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`)).toMatchObject({ line: 4 });
  });

  test('a mapping or list that is no Kubernetes object is counted, and a bare text is an error', () => {
    expect(readText('values.yaml', 'image: nginx\n---\n- hosts: all\n---\napiVersion: v2\nname: chart\n')).toMatchObject({
      resources: [],
      other: 3,
      errors: [],
    });
    expect(errorOf(`just text\n---\n${POD}`)).toMatchObject({ line: 1, resources: 1, message: 'a string, where an object was expected' });
  });
});

describe('locating a path', () => {
  const text = `# head\n---\n${POD}spec:\n  containers:\n  - name: a\n    image: x\n  - &b\n    name: b\n    securityContext: &sc {privileged: true}\n  - <<: *b\n    name: c\n    more: *sc\n`;
  const at = (...path: (string | number)[]) => {
    const document = readText('f.yaml', `a: 1\n---\n${text}`).resources[0]?.document;
    if (!document) throw new Error('no document');
    return locate(document, path);
  };

  test.each<[string, (string | number)[], number, number]>([
    ['a key', ['spec', 'containers', 0, 'image'], 12, 5],
    ['an element', ['spec', 'containers', 0], 11, 5],
    ['what is absent, at what holds it', ['spec', 'containers', 0, 'securityContext', 'privileged'], 11, 5],
    ['a key in braces', ['spec', 'containers', 1, 'securityContext', 'privileged'], 15, 27],
    ['what a merge key brings in, where it is written', ['spec', 'containers', 2, 'securityContext', 'privileged'], 15, 27],
    ['what an alias stands for, where it is written', ['spec', 'containers', 2, 'more', 'privileged'], 15, 27],
    ['the root', [], 5, 1],
  ])('%s', (_, path, line, column) => {
    expect(at(...path)).toEqual({ line, column });
  });
});

test('the real manifests are all read, and every document in them is accounted for', () => {
  const { files, resources, other, errors } = readInputs([CORPUS]);
  expect(errors).toEqual([]);
  // Three Compose files are no Kubernetes objects.
  expect(other).toBe(3);
  const written = files.reduce((count, { text }) => count + (text.match(/^kind: /gm)?.length ?? 0), 0);
  const items = resources.filter(({ path }) => path.length > 0);
  const lists = new Set(items.map(({ document }) => document));
  expect(resources.length - items.length + lists.size).toBe(written);
});

describe('writing a file', () => {
  test('keeps its mode, leaves nothing beside it, and writes through a symbolic link', () => {
    const path = put('a.yaml', 'old');
    chmodSync(path, 0o640);
    symlinkSync(path, join(folder, 'link.yaml'));
    writeFileAtomically(join(folder, 'link.yaml'), 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['a.yaml', 'link.yaml']);
  });
});

test('a unified diff names the file and shows the change alone', () => {
  expect(unifiedDiff('./deploy/a.yaml', 'a: 1\nb: 2\n', 'a: 1\nb: 3\n')).toBe(
    '--- a/deploy/a.yaml\n+++ b/deploy/a.yaml\n@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n+b: 3\n',
  );
  expect(unifiedDiff('a.yaml', 'a', 'a')).toBe('');
});
