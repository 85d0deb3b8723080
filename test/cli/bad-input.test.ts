import { symlinkSync } from 'node:fs';
import { HOST_NETWORK_POD, inFolder, SAFE_POD, STANDARD, tempered } from './command-line';

/** Nine lists, each nine times the one before. */
const ALIAS_BOMB = `apiVersion: v1\nkind: ConfigMap\na0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from(
  { length: 9 },
  (_, index) => `a${index + 1}: &a${index + 1} [${Array.from({ length: 9 }, () => `*a${index}`).join(', ')}]\n`,
).join('')}`;

const UNREADABLE: Readonly<Record<string, readonly [content: string | Buffer, error: RegExp]>> = {
  'broken YAML': ['kind: Pod\nmetadata: {name: a\nspec: [\n', /^in\.yaml:3:1: /],
  'a binary': [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]), /^in\.yaml:1:5: the file is binary/],
  'UTF-16': [Buffer.from('\ufeffkind: Pod', 'utf16le'), /^in\.yaml:1:1: the file is UTF-16/],
  'Latin-1': [Buffer.from('kind: Pod\nname: caf\xe9\n', 'latin1'), /^in\.yaml:2:10: the file is not UTF-8/],
  'an alias bomb': [ALIAS_BOMB, /^in\.yaml:\d+:\d+: aliases stand for more than/],
  'an alias of itself': [
    'apiVersion: v1\nkind: ConfigMap\ndata: &a\n  self: *a\n',
    /^in\.yaml:4:3: the anchor contains an alias of itself/,
  ],
  'a duplicate key': ['apiVersion: v1\nkind: Pod\nkind: Job\n', /^in\.yaml:3:1: .*duplicate key/],
  'an empty file': ['', /^in\.yaml:1:1: there is nothing to judge in it/],
  'a file of comments': ['# to be written\n', /^in\.yaml:1:1: there is nothing to judge in it/],
  'a template': ['apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.name }}}\n', /^in\.yaml:3:18: .*template/],
  'a text': ['hello\n', /^in\.yaml:1:1: a string, where an object was expected/],
  'a pod whose containers are no list': [
    SAFE_POD.replace('- name: web', '  name: web'),
    /^in\.yaml:10:3: Pod safe: spec\.containers must be a list; nothing below it was judged/,
  ],
  'a pod whose spec is a number': [
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: 5\n',
    /^in\.yaml:4:1: Pod a: spec must be an object/,
  ],
};

describe('bad input', () => {
  test.each(Object.entries(UNREADABLE))('%s is one error with file, line and column, and exit code 2', async (_, [content, error]) => {
    inFolder({ 'in.yaml': content });
    const { code, err } = await tempered(['audit', 'in.yaml', ...STANDARD]);
    expect(code).toBe(2);
    expect(err).toMatch(error);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each(Object.entries(UNREADABLE))('%s does not hide the other files', async (_, [content]) => {
    inFolder({ 'in.yaml': content, 'z.yaml': HOST_NETWORK_POD });
    const { code, out } = await tempered(['audit', 'in.yaml', 'z.yaml', ...STANDARD, '--format', 'json']);
    const { findings, errors } = JSON.parse(out);
    expect(code).toBe(2);
    expect(findings).toContainEqual(expect.objectContaining({ file: 'z.yaml', control: 'host-network' }));
    expect(errors).toEqual([{ file: 'in.yaml', line: expect.any(Number), column: expect.any(Number), message: expect.any(String) }]);
  });

  test('a broken document does not hide the others of its file', async () => {
    inFolder({ 'in.yaml': `${HOST_NETWORK_POD}---\nspec: [\n---\n${HOST_NETWORK_POD}` });
    const { code, out } = await tempered(['audit', 'in.yaml', ...STANDARD, '--format', 'json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ findings: [{ line: 7 }, { line: 28 }], errors: [{ file: 'in.yaml' }] });
  });

  test.each([
    ['an empty Dockerfile', 'Dockerfile', '', /^Dockerfile:1:1: there is no instruction/],
    ['a Dockerfile with a NUL byte', 'Dockerfile', 'FROM alpine\nRUN a\0b\n', /^Dockerfile:2:6: the file is binary .* only text/],
    ['a daemon.json that is a list', 'daemon.json', '[]', /^daemon\.json:1:1: daemon\.json must be an object: the engine does not start/],
  ])('%s is one error', async (_, file, content, error) => {
    inFolder({ [file]: content });
    const { code, err } = await tempered(['audit', file, ...STANDARD]);
    expect(code).toBe(2);
    expect(err).toMatch(error);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a daemon.json of settings that no engine has is an error for each, where it is asked for by name', async () => {
    inFolder({ 'daemon.json': '{"first": 1,\n "second": 2}\n', 'a.yaml': HOST_NETWORK_POD });
    const { code, err } = await tempered(['audit', 'daemon.json', ...STANDARD]);
    expect(code).toBe(2);
    expect(err).toMatch(/^daemon\.json:1:2: "first" is no setting of the engine.*\ndaemon\.json:2:2: "second" is no setting/);
    // In a folder it may be that of another program.
    expect((await tempered(['audit', '.', ...STANDARD])).code).toBe(1);
  });

  test('a document of 10 MB is read', async () => {
    const data = Array.from({ length: 100_000 }, (_, index) => `  key${index}: ${'x'.repeat(90)}\n`).join('');
    inFolder({ 'in.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata:\n${data}` });
    expect((await tempered(['audit', 'in.yaml', ...STANDARD])).code).toBe(0);
  });

  test.each([
    ['a comment', '{\n  // which compiler\n  "include": ["src"]\n}\n'],
    ['comments and commas after last elements', '/* on */ { "compilerOptions": { "strict": true, }, }\n'],
  ])('JSON with %s that nobody named is none of ours; named, it is an error', async (_, content) => {
    inFolder({ 'app/tsconfig.json': content, 'app/pod.yaml': HOST_NETWORK_POD });
    const walked = await tempered(['audit', 'app', ...STANDARD]);
    expect([walked.code, walked.err]).toEqual([1, '']);
    expect(walked.out).toContain('1 other document passed over');
    expect((await tempered(['audit', 'app/tsconfig.json', ...STANDARD])).code).toBe(2);
  });

  test.each([
    ['an object of Kubernetes', 'pod.json', '{\n  // mine\n  "apiVersion": "v1", "kind": "Pod"\n}\n'],
    ['a daemon.json', 'daemon.json', '{ "icc": false, }\n'],
    ['what is cut off', 'a.json', '{ "spec": [\n'],
  ])('%s with that is an error, though nobody named it', async (_, name, content) => {
    inFolder({ [`app/${name}`]: content, 'app/z.yaml': HOST_NETWORK_POD });
    expect((await tempered(['audit', 'app', ...STANDARD])).code).toBe(2);
  });

  test('a device is not read, however long it is, and what a file of no size holds is', async () => {
    inFolder({ 'pod.yaml': HOST_NETWORK_POD });
    const { code, err, out } = await tempered(['audit', '/dev/zero', '/proc/self/limits', 'pod.yaml', ...STANDARD]);
    expect(code).toBe(2);
    expect(err).toMatch(/^\/dev\/zero:1:1: is a device or a pipe, and only files are read.*\n\/proc\/self\/limits:/);
    expect(out).toContain('host-network');
  });

  test('a path that does not exist is an error, and the others are read', async () => {
    inFolder({ 'pod.yaml': HOST_NETWORK_POD });
    const { code, err, out } = await tempered(['audit', 'nowhere', 'pod.yaml', 'pod.yaml/deeper', ...STANDARD]);
    expect(code).toBe(2);
    expect(err).toMatch(
      /^nowhere:1:1: cannot be read: no such file or folder\npod\.yaml\/deeper:1:1: cannot be read: a part of the path is a file/,
    );
    expect(out).toContain('host-network');
  });

  test('symbolic links in a circle end, and a link that leads nowhere is an error', async () => {
    inFolder({ 'deploy/pod.yaml': HOST_NETWORK_POD });
    symlinkSync('.', 'deploy/self');
    symlinkSync('b.yaml', 'deploy/a.yaml');
    symlinkSync('a.yaml', 'deploy/b.yaml');
    const { code, out } = await tempered(['audit', 'deploy', ...STANDARD, '--format', 'json']);
    const { errors, summary } = JSON.parse(out);
    expect(code).toBe(2);
    expect(summary).toMatchObject({ files: 1, findings: 1 });
    expect(errors).toMatchObject([{ file: 'deploy/a.yaml' }, { file: 'deploy/b.yaml' }]);
  });

  test.each([
    ['a folder without manifests', ['audit', '.'], '.:1:1: '],
    ['nothing on standard input', ['audit', '-'], '-:1:1: standard input holds nothing to judge'],
  ])('%s does not look like a clean audit', async (_, argv, error) => {
    inFolder({ 'README.md': '' });
    const { code, err } = await tempered(argv);
    expect(code).toBe(2);
    expect(err).toContain(error);
  });
});

describe('a command line that cannot be understood', () => {
  test.each([
    ['no command', [], 'Usage: tempered'],
    ['an unknown command', ['audti'], 'there is no command "audti"; did you mean "audit"?'],
    ['an unknown command with arguments', ['audti', '.'], 'there is no command "audti"; did you mean "audit"?'],
    ['nothing left to ask', ['audit', '.', '--only', 'host-pid', '--skip', 'host-pid'], '--only and --skip leave no control'],
    [
      'nothing left to ask of a profile that does not',
      ['audit', '.', '--profile', 'baseline', '--only', 'user-namespaces', '--skip', 'user-namespaces'],
      '--only and --skip leave no control',
    ],
    ['an unknown option', ['audit', '.', '--profil', 'x'], 'Did you mean --profile?'],
    ['an option without its value', ['audit', '.', '--only'], '--only <ids>'],
    ['no path', ['audit'], "missing required argument 'path'"],
    ['an unknown control in --only', ['audit', '.', '--only', 'host-netwrk'], 'did you mean "host-network"?'],
    ['an unknown control in --skip', ['audit', '.', '--skip', 'host-netwrk'], 'did you mean "host-network"?'],
    ['an empty list of controls', ['audit', '.', '--only', ','], 'It names nothing.'],
    ['an unknown profile', ['audit', '.', '--profile', 'restrictd'], 'did you mean "restricted"?'],
    [
      'a profile file that is not there',
      ['audit', '.', '--profile', './none.yaml'],
      './none.yaml:1:1: cannot be read: no such file or folder',
    ],
    ['an unknown format', ['audit', '.', '--format', 'jsn'], 'Did you mean json?'],
    ['an unknown level', ['audit', '.', '--fail-on', 'warning'], 'Did you mean warn?'],
    [
      'a version that is none',
      ['audit', '.', '--kubernetes-version', 'newest'],
      '"newest" is no version of Kubernetes; write v1.28, or latest',
    ],
    ['a version of the future', ['audit', '.', '--kubernetes-version', 'v1.99'], 'the newest known is v1.37'],
    ['an unknown control to explain', ['explain', 'host-netwrk'], 'did you mean "host-network"?'],
    ['--write and --diff together', ['harden', '.', '--write', '--diff'], '--write and --diff exclude each other'],
    ['standard input to be written in place', ['harden', '-', '--write'], 'standard input cannot be written in place'],
  ])('%s is one message and exit code 2', async (_, argv, message) => {
    inFolder({ 'pod.yaml': HOST_NETWORK_POD });
    const { code, out, err } = await tempered(argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err).not.toContain('bug in tempered');
  });
});

describe('help', () => {
  test.each(['audit', 'harden', 'synth', 'policies', 'explain', 'controls'])('of %s shows examples', async (name) => {
    const { code, out } = await tempered([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: tempered ${name}`);
    expect(out).toContain(`Examples:\n  tempered ${name}`);
    expect((await tempered(['help', name])).out).toBe(out);
  });

  test('names every command, and the version is that of the package', async () => {
    const { code, out } = await tempered(['--help']);
    expect(code).toBe(0);
    for (const name of ['audit', 'harden', 'synth', 'policies', 'explain', 'controls'])
      expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    expect((await tempered(['--version'])).out).toBe(`${(jest.requireActual('../../package.json') as { version: string }).version}\n`);
  });
});
