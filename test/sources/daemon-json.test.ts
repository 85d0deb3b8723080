import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject } from '../../lib/controls/requirement';
import { audit } from '../../lib/engine/audit';
import { harden } from '../../lib/engine/harden';
import { resource } from '../../lib/engine/resource';
import { restricted } from '../../lib/profiles/restricted';
import { isClientConfig, isDaemonConfig, readClientConfig, readDaemonConfig } from '../../lib/sources/daemon-json';
import type { SourceObjects } from '../../lib/sources/source-object';
import { editYaml } from '../../lib/sources/yaml';
import { splitDocuments } from '../../lib/sources/yaml/document';
import { readDocument } from '../../lib/sources/yaml/read-document';

function parsed(text: string, file: string) {
  const [document] = splitDocuments(file, text);
  const read = document === undefined ? undefined : readDocument(document);
  if (document === undefined || read === undefined || 'error' in read || !isObject(read.value)) throw new Error('no object');
  return { document, value: read.value };
}

function daemonOf(text: string, file = 'daemon.json'): SourceObjects {
  const { document, value } = parsed(text, file);
  return readDaemonConfig(document, value);
}

function findingsOf({ objects }: SourceObjects) {
  const resources = objects.map(({ object, written }) => resource(object, { from: 'memory' }, written));
  return audit(resources, { profile: restricted }).findings;
}

const REPAIRABLE = `{
  "data-root": "/srv/docker",
  "icc": true,
  "log-opts": { "max-size": "5m" }
}
`;

describe('what is the configuration of an engine', () => {
  test.each([
    ['a daemon.json that says nothing', {}, 'deploy/daemon.json'],
    ['a daemon.json with a misspelt key', { 'live-restore': true, 'userns-rempa': 'default' }, 'daemon.json'],
    ['another name, with settings of nothing else', { 'log-driver': 'local', 'log-level': 'info' }, 'docker.json'],
  ])('%s is', (_, value, file) => {
    expect(isDaemonConfig(value, file)).toBe(true);
  });

  test.each([
    ['a ConfigMap', { apiVersion: 'v1', kind: 'ConfigMap', 'log-driver': 'local' }, 'daemon.json'],
    ['a Compose file', { services: {}, 'log-driver': 'local' }, 'daemon.json'],
    ['a package.json', { name: 'x', version: '1', dependencies: {} }, 'package.json'],
    ['settings that other programs have too', { debug: true, 'log-level': 'info', labels: [] }, 'settings.json'],
    ['a file of which most is something else', { a: 1, b: 2, c: 3, icc: false }, 'settings.json'],
    ['a list', [], 'daemon.json'],
  ])('%s is not', (_, value, file) => {
    expect(isDaemonConfig(value, file)).toBe(false);
  });
});

describe('a daemon.json', () => {
  test('has findings in the words and at the lines of the file', () => {
    const source = daemonOf(REPAIRABLE);
    const icc = findingsOf(source).find(({ control }) => control === 'daemon-icc');
    expect(icc?.path).toEqual(['icc']);
    expect(icc?.fix).toEqual({ op: 'set', path: ['icc'], value: false });
    expect(source.objects[0]?.placeOf(['icc'])).toEqual({ file: 'daemon.json', line: 3, column: 3 });
  });

  test('is repaired in place: what is absent is filled in, what is written stays', () => {
    const [source] = daemonOf(REPAIRABLE).objects;
    if (source?.written === undefined || source.yamlEdit === undefined) throw new Error('not written');
    const hardened = harden(resource(source.object, { from: 'memory' }, source.written), { profile: restricted });
    const fixes = source.written.changes(source.object, hardened.resource.object).flatMap((change) => change.fixes);
    const edits = fixes.flatMap((fix) => source.yamlEdit?.(fix).edit ?? []);
    const { text, refused } = editYaml(REPAIRABLE, edits);
    expect(refused).toEqual([]);
    expect(JSON.parse(text)).toEqual({
      'data-root': '/srv/docker',
      icc: true,
      'log-opts': { 'max-size': '5m', 'max-file': '3' },
      'no-new-privileges': true,
      'userland-proxy': false,
      'default-ulimits': { nofile: { Name: 'nofile', Soft: 1024, Hard: 524_288 } },
    });
    expect(text.startsWith('{\n  "data-root": "/srv/docker",\n  "icc": true,\n')).toBe(true);
    expect(fixes.every((fix) => fix.op === 'set')).toBe(true);
  });

  test('may waive a control by a label of the engine, which stands where the label does', () => {
    const text = `{ "labels": ["a=b", "waive.tempered/daemon-icc={\\"reason\\":\\"one container\\",\\"expires\\":\\"2999-01-01\\"}"] }`;
    const [source] = daemonOf(text).objects;
    expect(findingsOf(daemonOf(text)).map(({ control }) => control)).not.toContain('daemon-icc');
    expect(findingsOf(daemonOf('{}')).map(({ control }) => control)).toContain('daemon-icc');
    expect(source?.written?.pathOf(['metadata', 'annotations', 'waive.tempered/daemon-icc'])).toEqual(['labels', 1]);
  });

  test.each([
    ['a key that is misspelt', '{\n  "live-restor": true\n}', 2, /"live-restor" is no setting .*did you mean "live-restore"/],
    [
      'a key of something else',
      '{\n  "completely-different-thing": true\n}',
      2,
      /is no setting of the engine, which does not start with it$/,
    ],
    ['a key that is gone', '{\n  "graph": "/srv"\n}', 2, /removed: an engine from 23\.0 on/],
    ['a text where true or false belongs', '{\n\n  "icc": "false"\n}', 3, /icc must be `true` or `false`/],
    ['a number among texts', '{ "log-opts": {\n "max-file": 3 } }', 2, /log-opts\.max-file must be a text/],
    ['a text in place of a list', '{ "dns": "10.0.0.1" }', 1, /dns must be a list of texts/],
    ['a number in a list of texts', '{ "hosts": ["fd://",\n 5] }', 2, /hosts\[1\] must be a text/],
    ['a fraction where a whole number belongs', '{ "mtu": 1.5 }', 1, /mtu must be a whole number/],
  ])('with %s is an error at its line', (_, text, line, message) => {
    const { errors } = daemonOf(text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ file: 'daemon.json', line });
    expect(errors[0]?.message).toMatch(message);
  });

  test('is judged beside its errors, and null is nothing', () => {
    const source = daemonOf('{ "nonsense": 1, "icc": null, "default-ulimits": "x", "hosts": 5, "log-opts": [], "storage-opts": {} }');
    expect(source.errors).toHaveLength(5);
    expect(findingsOf(source).find(({ control }) => control === 'daemon-icc')?.message).toBe('icc is absent, must be `false`');
  });

  test('names a seccomp profile that must be in its place or beside it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'daemon-'));
    try {
      const text = '{ "seccomp-profile": "/nowhere/strict.json" }';
      const controls = () => findingsOf(daemonOf(text, join(folder, 'daemon.json'))).map(({ control }) => control);
      expect(controls()).toContain('daemon-seccomp-profile-file');
      writeFileSync(join(folder, 'strict.json'), '{}');
      expect(controls()).not.toContain('daemon-seccomp-profile-file');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('a node that is to join a Swarm is not asked for live-restore, with which it would not start', () => {
  const asked = (text: string) =>
    findingsOf(daemonOf(text))
      .map(({ control }) => control)
      .includes('daemon-live-restore');
  expect(asked('{"icc": false}')).toBe(true);
  expect(asked('{"icc": false, "swarm-default-advertise-addr": "eth1"}')).toBe(false);
});

test('live-restore is left to a person, who knows whether the engine is in a Swarm', () => {
  const found = findingsOf(daemonOf('{}')).find(({ control }) => control === 'daemon-live-restore');
  expect(found?.fix).toMatchObject({ op: 'manual', instructions: expect.stringContaining('Swarm') });
});

describe('what dockerd --validate passes', () => {
  test.each([
    ['a log driver that there is not', { 'log-driver': 'jsonfile' }, 'daemon-known-values'],
    ['a soft limit above the hard one', { 'default-ulimits': { nofile: { name: 'nofile', soft: 9, hard: 1 } } }, 'daemon-known-values'],
    ['a soft limit without a bound below a bounded one', { 'default-ulimits': { core: { Soft: -1, Hard: 1 } } }, 'daemon-known-values'],
    ['a runtime that nobody describes', { 'default-runtime': 'runsc' }, 'daemon-known-values'],
    ['a seccomp profile that is missing', { 'seccomp-profile': '/nowhere/profile.json' }, 'daemon-seccomp-profile-file'],
    ['a socket for ordinary users', { group: 'users' }, 'daemon-socket-group'],
    ['data where everybody writes', { 'data-root': '/tmp/d' }, 'daemon-data-root'],
    ['a port for everybody', { hosts: ['tcp://0.0.0.0:2375'] }, 'daemon-tls'],
  ])('%s is found', (_, config, control) => {
    expect(findingsOf(daemonOf(JSON.stringify(config))).map((each) => each.control)).toContain(control);
  });
});

describe('the config.json of a client', () => {
  const text = JSON.stringify(
    {
      auths: { 'registry.example': { auth: 'dXNlcjpub3Qtc2hvd24=' }, 'store.example': {} },
      proxies: { default: { httpsProxy: 'http://user:not-shown@proxy.example:3128', noProxy: 'localhost' } },
    },
    null,
    2,
  );

  test('is known by what it holds', () => {
    expect(isClientConfig({ auths: {} }, 'config.json')).toBe(true);
    expect(isClientConfig({ credsStore: 'pass' }, 'x.json')).toBe(true);
    expect(isClientConfig({ currentContext: 'a' }, '.docker/config.json')).toBe(true);
    expect(isClientConfig({ currentContext: 'a' }, 'kubeconfig.json')).toBe(false);
    expect(isClientConfig({ apiVersion: 'v1', auths: {} }, 'config.json')).toBe(false);
  });

  test('with credentials in it is a finding that shows none of them', () => {
    const { document, value } = parsed(text, 'config.json');
    const source = readClientConfig(document, value);
    const found = findingsOf(source);
    expect(found.map(({ control, path }) => [control, path])).toEqual([
      ['client-credential-store', ['auths', 'registry.example']],
      ['client-credential-store', ['proxies', 'default']],
    ]);
    expect(source.objects[0]?.placeOf(['proxies', 'default'])).toMatchObject({ line: 9 });
    const everything = JSON.stringify([found.map(({ message, fix, actual }) => [message, fix, actual]), source.objects[0]?.object]);
    expect(everything).not.toMatch(/not-shown|dXNlcjp/);
  });

  test('whose auths are no object is an error', () => {
    const { document, value } = parsed('{ "auths": [] }', 'config.json');
    expect(readClientConfig(document, value).errors).toEqual([
      { file: 'config.json', line: 1, column: 3, message: 'auths must be an object: the client refuses the file' },
    ]);
  });
});

describe('an engine reads JSON alone', () => {
  test.each([
    ['a comma too many', '{\n  "icc": false,\n}\n', '2:15: a comma after the last element is no JSON'],
    ['single quotes', "{'icc': false}", '1:2: a text in single quotes is no JSON'],
    ['YAML', 'icc: false\n', '1:1: what is written here is no JSON'],
    ['a text over two lines', '{"ip": "127.0\n  .0.1"}', '1:8: a text that does not end on its line, or with another escape, is no JSON'],
  ])('%s', (_, text, expected) => {
    const { objects, errors } = daemonOf(text);
    expect(errors.map(({ line, column, message }) => `${line}:${column}: ${message}`)).toEqual([
      `${expected}: the engine does not start with it`,
    ]);
    // What can be read is judged all the same.
    expect(objects).toHaveLength(1);
    // In a stream, or a file of another kind, it may be on its way to become one.
    expect(daemonOf(text, 'daemon.yaml').errors).toEqual([]);
  });

  test('a byte order mark, tabs and every escape are JSON', () => {
    expect(daemonOf('\uFEFF{\t"icc": false, "bridge": "\\u0041\\/\\n", "mtu": 1.5e3}').errors).toEqual([]);
  });

  test('a comment is named where it stands', () => {
    const [document] = splitDocuments('daemon.json', '{\n  // closed\n  "icc": false\n}\n');
    expect(document && readDocument(document)).toEqual({
      error: { file: 'daemon.json', line: 2, column: 3, message: 'a comment is no JSON' },
    });
  });

  test('one misspelt setting alone is a daemon.json by its name', () => {
    expect(isDaemonConfig({ iccc: false }, 'daemon.json')).toBe(true);
    expect(isDaemonConfig({ iccc: false }, 'other.json')).toBe(false);
    expect(isDaemonConfig({ name: 'worker' }, 'daemon.json')).toBe(false);
  });
});
