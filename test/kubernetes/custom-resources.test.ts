import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { resource } from '../../lib/engine/resource';
import { schemaErrors } from './crd-schema';
import { CUSTOM_RESOURCES, isCustom } from './custom-resources';

const root = join(__dirname, '../..');
const filesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(root, folder, name));

const objects = CUSTOM_RESOURCES.flatMap(([, each]) => each);

test.each(CUSTOM_RESOURCES)('valid under the schema of each kind: %s', (_, each) => {
  expect(each).not.toEqual([]);
  expect(each.flatMap((object) => schemaErrors(object).map((error) => `${object.kind} ${error}`))).toEqual([]);
});

test('every kind and version that there is a schema of is in the list', () => {
  const known = filesIn('test/fixtures/crds', '.json').map((file) => {
    const [kind, version] = basename(file, '.json').split('_');
    return `${basename(dirname(file))}/${version} ${kind}`;
  });
  const listed = new Set(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind.toLowerCase()}`));
  expect([...listed].sort()).toEqual([...known].sort());
});

/** Without it, a new construct would emit what nothing judges. */
describe('what the constructs’ sources write is in the list:', () => {
  /** A group before a version, `'cilium.io/v2'`, or by itself as a constant. */
  const GROUP = /['"`]([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/v\d\w*['"`]|\bGROUP = '([^']+)'/g;
  const KIND = /\bkind: '([A-Z]\w+)'/g;
  const sources = filesIn('lib/kubernetes', '.ts').map((file) => {
    const text = readFileSync(file, 'utf8').replace(/^\s*(?:\/?\*|\/\/).*$/gm, '');
    const named = (pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
    return { groups: named(GROUP).filter((group) => isCustom({ apiVersion: `${group}/v1`, kind: 'Any' })), kinds: named(KIND) };
  });
  const makers = sources.filter(({ groups }) => groups.length > 0);
  const listed = objects.map((object) => resource(object));

  /** What constructs refer to and others make: an ExternalSecret to a generator. */
  const REFERRED_TO = new Set(['generators.external-secrets.io']);
  test.each([...new Set(makers.flatMap(({ groups }) => groups))].filter((group) => !REFERRED_TO.has(group)))('the group %s', (group) => {
    expect(listed.map((each) => each.group)).toContain(group);
  });

  /** In the same files, and none of their objects: what they refer to. */
  const OTHERS = new Set(['System', 'Secret', 'ServiceAccount']);
  test.each([...new Set(makers.flatMap(({ kinds }) => kinds))].filter((kind) => !OTHERS.has(kind)))('the kind %s', (kind) => {
    expect(listed.map((each) => each.kind)).toContain(kind);
  });
});
