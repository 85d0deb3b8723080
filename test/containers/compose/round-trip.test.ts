import fc from 'fast-check';
import { composeService, normaliseComposeService, type RunBy } from '../../../lib/containers/compose';
import { type DockerContainer, dockerContainer } from '../../../lib/controls/docker/container';
import type { Json } from '../../../lib/controls/requirement';
import { applyFixes } from '../../../lib/sources/yaml/edit/json-edit';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,7}$/);
const path = fc.stringMatching(/^\/[a-z]{1,6}(\/[a-z]{1,6})?$/);
const text = fc.stringMatching(/^[ -~]{0,12}$/);
const port = fc.integer({ min: 1, max: 65_535 });
const flag = fc.boolean();
const options = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { noNullPrototype: true, requiredKeys: [] });
// An element that is there already is not added again.
const some = <T>(each: fc.Arbitrary<T>) => fc.uniqueArray(each, { minLength: 1, maxLength: 3, selector: (value) => JSON.stringify(value) });

const common = {
  image: fc.constantFrom('nginx', 'registry.example/app:1.2', 'a$b'),
  user: fc.constantFrom('65532:65532', '0', 'app'),
  readOnly: flag,
  capDrop: fc.constant(['ALL']),
  capAdd: some(fc.constantFrom('NET_BIND_SERVICE', 'CAP_CHOWN')),
  mounts: some(
    fc
      .record(
        {
          type: fc.constantFrom('bind' as const, 'volume' as const),
          target: path,
          readOnly: flag,
          propagation: fc.constantFrom('rprivate', 'rshared'),
        },
        { noNullPrototype: true, requiredKeys: ['type', 'target'] },
      )
      .chain((mount) => (mount.type === 'bind' ? path : name).map((source) => ({ ...mount, source }))),
  ),
  networks: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
  memory: fc.integer({ min: 1, max: 2 ** 40 }),
  cpus: fc.integer({ min: 1, max: 800 }).map((hundredths) => hundredths / 100),
  pidsLimit: fc.integer({ min: 1, max: 4096 }),
  ulimits: fc.dictionary(fc.constantFrom('nofile', 'nproc'), fc.record({ soft: port, hard: port }, { noNullPrototype: true }), {
    minKeys: 1,
    noNullPrototype: true,
  }),
  healthcheck: fc.oneof(
    fc.record({ test: some(text) }, { noNullPrototype: true }).filter(({ test }) => test[0] !== 'NONE'),
    fc.record({ disabled: fc.constant(true) }, { noNullPrototype: true }),
  ),
  expose: fc.uniqueArray(port, { minLength: 1, maxLength: 3 }),
  env: fc.dictionary(name, fc.option(text), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  command: some(text),
  secrets: some(
    fc.record(
      { source: name, target: path, uid: fc.constant('65532'), mode: fc.constantFrom('0440', '0400') },
      { noNullPrototype: true, requiredKeys: ['source'] },
    ),
  ),
  logging: fc.record(
    { driver: fc.constant('local'), options: fc.dictionary(name, text, { minKeys: 1, maxKeys: 2, noNullPrototype: true }) },
    { noNullPrototype: true, requiredKeys: ['driver'] },
  ),
  init: flag,
  sysctls: fc.dictionary(fc.constantFrom('net.core.somaxconn', 'kernel.msgmax'), fc.constant('1024'), {
    minKeys: 1,
    noNullPrototype: true,
  }),
};

const size = fc.integer({ min: 1, max: 2 ** 30 });
const composePort = fc.record(
  {
    target: port,
    published: port,
    hostIp: fc.constantFrom('127.0.0.1', '::1'),
    protocol: fc.constantFrom('tcp', 'udp'),
    mode: fc.constantFrom('host' as const, 'ingress' as const),
  },
  { noNullPrototype: true, requiredKeys: ['target'] },
);

const BY: Readonly<Record<RunBy, fc.Arbitrary<object>>> = {
  compose: options({
    ...common,
    groups: some(name),
    privileged: flag,
    securityOpt: some(fc.constantFrom('no-new-privileges', 'seccomp=unconfined', 'apparmor=docker-default', 'no-new-privileges=false')),
    tmpfs: some(
      fc.record(
        { target: path, size, mode: fc.constantFrom('1777', '0700'), options: fc.constant(['noexec', 'nosuid']) },
        { noNullPrototype: true, requiredKeys: ['target'] },
      ),
    ),
    devices: some(path),
    networkMode: fc.constantFrom('bridge', 'host', 'none', 'service:x'),
    pid: fc.constantFrom('host', 'service:x'),
    ipc: fc.constant('host'),
    userns: fc.constant('host'),
    memorySwap: fc.oneof(fc.constant(-1), size),
    shmSize: size,
    restart: fc.oneof(
      fc.record({ policy: fc.constantFrom('no' as const, 'always' as const, 'unless-stopped' as const) }, { noNullPrototype: true }),
      fc.record(
        { policy: fc.constant('on-failure' as const), maxRetries: fc.integer({ min: 1, max: 9 }) },
        { noNullPrototype: true, requiredKeys: ['policy'] },
      ),
    ),
    ports: some(composePort),
  }),
  stack: options({
    ...common,
    tmpfs: some(
      fc.record(
        { target: path, size, options: fc.constant(['noexec', 'nosuid', 'nodev']) },
        { noNullPrototype: true, requiredKeys: ['target', 'options'] },
      ),
    ),
    restart: fc.record(
      { policy: fc.constantFrom('no' as const, 'on-failure' as const, 'always' as const), maxRetries: fc.integer({ min: 1, max: 9 }) },
      { noNullPrototype: true, requiredKeys: ['policy'] },
    ),
    ports: some(composePort.map(({ hostIp: _, ...rest }) => rest)),
  }),
};

function containers(runBy: RunBy): fc.Arbitrary<DockerContainer & Json> {
  return BY[runBy].map((fields) =>
    dockerContainer({ metadata: { name: 'web' }, declaredBy: runBy, imageKnowledge: 'required', ...fields }),
  );
}

/** Without what the target cannot say, and what an engine refuses together, which a reader adds. */
function read(written: Json, runBy: RunBy): Json {
  const { inexpressible: _, dropped: __, ...container } = normaliseComposeService(written, { name: 'web', runBy }).object as Json;
  return container;
}

describe.each(['compose', 'stack'] as const)('a service of %s', (runBy) => {
  test('that is written from a container says what the container says', () => {
    fc.assert(
      fc.property(containers(runBy), (container) => {
        expect(read(composeService(container, runBy), runBy)).toEqual(container);
      }),
      { numRuns: 100 },
    );
  });

  test('that is changed into another container says what that one says', () => {
    fc.assert(
      fc.property(containers(runBy), containers(runBy), (before, after) => {
        const service = composeService(before, runBy);
        const { written, object } = normaliseComposeService(service, { name: 'web', runBy });
        // Repairs change fields and add to them; a field is taken away only where it says something bad.
        const wanted = { ...object, ...after };
        const fixes = written.changes(object, wanted).flatMap((change) => change.fixes);
        fc.pre(fixes.every((fix) => fix.op !== 'manual'));
        const changed = applyFixes(service, fixes as Parameters<typeof applyFixes>[1]) as Json;
        const { inexpressible: _, dropped: __, ...rest } = wanted;
        const result = read(changed, runBy);
        expect(sorted(result)).toEqual(sorted(rest));
      }),
      { numRuns: 100 },
    );
  });
});

/** Exposed ports have no order. */
function sorted(container: Json): Json {
  return { ...container, ...(Array.isArray(container.expose) && { expose: [...container.expose].sort() }) };
}
