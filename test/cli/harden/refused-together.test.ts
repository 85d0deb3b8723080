import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { hardenManifests } from '../../../lib/cli/harden/harden-manifests';
import { manifestsOf } from '../../../lib/cli/manifests';
import { isObject, type Json } from '../../../lib/controls/requirement';
import { restricted } from '../../../lib/profiles';
import { readComposeFiles } from '../../../lib/sources/compose';

const size = fc.constantFrom('64m', '512m', '2g', 1_073_741_824);

/** What decides whether an engine takes a service, and what it is read with. */
const service = fc.record(
  {
    mem_limit: size,
    mem_reservation: size,
    memswap_limit: fc.oneof(size, fc.constant(-1)),
    cpus: fc.constantFrom(0.5, '2'),
    cpu_period: fc.constantFrom(50_000, '100ms'),
    cpu_quota: fc.constant(25_000),
    deploy: fc.record(
      {
        resources: fc.record(
          {
            limits: fc.record({ memory: size, cpus: fc.constant('0.5') }, { requiredKeys: [], noNullPrototype: true }),
            reservations: fc.record({ memory: size }, { requiredKeys: [], noNullPrototype: true }),
          },
          { requiredKeys: [], noNullPrototype: true },
        ),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    configs: fc.constantFrom(['copied'], ['filed']),
    secrets: fc.constantFrom(['copied'], ['filed']),
    tmpfs: fc.constantFrom('/tmp', ['/tmp', '/run']),
    user: fc.constantFrom('root', '1000:1000'),
    command: fc.constantFrom('redis-server --maxmemory 1gb', 'sh'),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const image = fc.constantFrom('redis:7', 'postgres:16', 'nginx:1.29', 'memcached:1.6', 'example/app:1');
const named = <T>(value: fc.Arbitrary<T>) => fc.dictionary(fc.constantFrom('a', 'b'), value, { minKeys: 1, noNullPrototype: true });
const shared = {
  configs: { copied: { content: 'x' }, filed: { file: './x' } },
  secrets: { copied: { environment: 'X' }, filed: { file: './x' } },
};

const files = fc.record({
  'compose.yaml': named(fc.tuple(image, service).map(([name, fields]) => ({ image: name, ...fields }))),
  'compose.override.yaml': named(service),
});

/** What an engine would refuse of each service, read from these files together. */
function refused(texts: Readonly<Record<string, string>>, ...names: readonly string[]): readonly string[] {
  const { objects } = readComposeFiles(names.map((name) => ({ name, text: texts[name] ?? '' })));
  return objects.flatMap(({ object }) => {
    const { dropped, metadata } = object as Json;
    return isObject(dropped) ? Object.keys(dropped).map((field) => `${String(metadata.name)}: ${field}`) : [];
  });
}

describe('no repair makes a service that an engine refuses', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tempered-refused-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    ['of both files', ['compose.yaml', 'compose.override.yaml']],
    ['of the base file, beside an override that nobody named', ['compose.yaml']],
  ])('%s', (_, given) => {
    fc.assert(
      fc.property(files, fc.boolean(), (written, override) => {
        const paths = Object.entries(written).map(([name, services]) => {
          const path = join(folder, name);
          writeFileSync(path, JSON.stringify({ services, ...(name === 'compose.yaml' && shared) }));
          return path;
        });
        const texts = Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
        const read = paths.slice(0, given.length).map((name) => ({ name, text: texts[name] ?? '' }));
        const selection = { profile: restricted, override, waivers: [], today: '2026-01-01' };
        const hardened = hardenManifests(
          manifestsOf(
            read.map(({ name }) => name),
            read,
          ),
          selection as never,
        );
        const after = { ...texts, ...Object.fromEntries(hardened.map(({ name, after: text }) => [name, text])) };
        for (const together of [paths.slice(0, 1), paths]) {
          const before = refused(texts, ...together);
          expect(refused(after, ...together).filter((each) => !before.includes(each))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
