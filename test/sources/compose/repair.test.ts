import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type Json } from '../../../lib/controls/requirement';
import { harden } from '../../../lib/engine/harden';
import { Inventory } from '../../../lib/engine/inventory';
import { resource } from '../../../lib/engine/resource';
import { restricted } from '../../../lib/profiles';
import { readComposeFiles } from '../../../lib/sources/compose';
import { editYaml, readText } from '../../../lib/sources/yaml';

const corpus = join(__dirname, '../../fixtures/corpus/voting-app');

/** What `tempered harden` does to one file. */
function hardened(name: string, text: string, override = false) {
  const { objects, errors } = readComposeFiles([{ name, text }]);
  expect(errors).toEqual([]);
  const resources = objects.map(({ object, written }) => resource(object, { from: 'memory' }, written));
  const neighbours = new Inventory(resources);
  const edits = objects.flatMap(({ object, written, yamlEdit }, index) => {
    const given = resources[index];
    if (given === undefined || written === undefined || yamlEdit === undefined) return [];
    const { resource: repaired } = harden(given, { profile: restricted, neighbours, override, today: '2026-01-01' });
    return written.changes(object, repaired.object).flatMap(({ fixes }) => fixes.map((fix) => yamlEdit(fix).edit));
  });
  return editYaml(text, edits);
}

function servicesOf(text: string): Json {
  const value = readText('x.yaml', text).untyped[0]?.value;
  return isObject(value) ? value.services : {};
}

/** Whether every line of a text stands in another one, in the same order. */
function keepsLines(before: string, after: string): boolean {
  const lines = after.split('\n');
  let at = 0;
  return before.split('\n').every((line) => {
    const found = lines.indexOf(line, at);
    at = found + 1;
    return found >= 0;
  });
}

describe.each(['docker-compose.yml', 'docker-compose.images.yml', 'docker-stack.yml'])('the voting app, %s', (name) => {
  const text = readFileSync(join(corpus, name), 'utf8');
  const once = hardened(name, text);

  test('keeps every line, comments included, and only gets new ones', () => {
    expect(once.refused).toEqual([]);
    expect(once.text).not.toBe(text);
    expect(keepsLines(text, once.text)).toBe(true);
  });

  test('is not changed a second time', () => {
    expect(hardened(name, once.text).text).toBe(once.text);
  });

  test('gets nothing that could stop an image that nobody knows', () => {
    const { vote } = servicesOf(once.text);
    for (const key of ['user', 'read_only', 'cap_drop', 'mem_limit', 'pids_limit', 'init']) expect(vote).not.toHaveProperty(key);
    expect(vote.deploy?.resources?.limits ?? {}).not.toHaveProperty('memory');
  });

  test('gets a read-only root with the paths that its database writes', () => {
    const { db } = servicesOf(once.text);
    const paths: readonly string[] = [
      ...(db.tmpfs ?? []).map((each: string) => each.split(':')[0]),
      ...db.volumes.filter(({ type }: Json) => type === 'tmpfs').map(({ target }: Json) => target),
    ];
    expect(db.read_only).toBe(true);
    expect(paths).toEqual(expect.arrayContaining(['/tmp', '/run/postgresql']));
  });
});

test('a stack gets nothing that `docker stack deploy` drops', () => {
  const { text } = hardened('docker-stack.yml', readFileSync(join(corpus, 'docker-stack.yml'), 'utf8'));
  for (const service of Object.values(servicesOf(text))) {
    for (const key of ['security_opt', 'tmpfs', 'mem_limit', 'memswap_limit', 'pids_limit', 'cpus', 'restart', 'shm_size'])
      expect(service).not.toHaveProperty(key);
  }
});

test('only an override binds the ports of somebody’s file to loopback, in the form that is there', () => {
  const name = 'docker-compose.images.yml';
  const text = readFileSync(join(corpus, name), 'utf8');
  expect(hardened(name, text).text).toContain('- "8080:80"');
  const { vote } = servicesOf(hardened(name, text, true).text);
  expect(vote.ports).toEqual(['127.0.0.1:8080:80']);
});

test('a service that copies a secret from the environment keeps a root that it can write', () => {
  const text = 'services:\n  db:\n    image: redis:8\n    secrets: [token]\nsecrets:\n  token:\n    environment: TOKEN\n';
  const { db } = servicesOf(hardened('compose.yaml', text).text);
  expect(db.init).toBe(true);
  expect(db).not.toHaveProperty('read_only');
});

test('services that share their text by an anchor get what all of them lack', () => {
  const text =
    'x-app: &app\n  image: redis:8\n  networks: [back]\nservices:\n  one: *app\n  two: *app\nnetworks:\n  back:\n    internal: true\n';
  const { text: result, refused } = hardened('compose.yaml', text);
  expect(refused).toEqual([]);
  const { one, two } = servicesOf(result);
  expect(one.read_only).toBe(true);
  expect(two).toEqual(one);
  expect(result).toContain('  two: *app\n');
});
