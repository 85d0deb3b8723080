import fc from 'fast-check';
import { isObject, type Json, UNKNOWN } from '../../../lib/controls/requirement';
import { neighboursWith } from '../../../lib/docker/hardening/daemon';
import { hardenArgs, stops } from '../../../lib/docker/hardening/harden-args';
import { applyEdit } from '../../../lib/engine/apply-fix';
import { copyOf } from '../../../lib/engine/copy';
import { fillsAbsence } from '../../../lib/engine/finding';
import { defineProfile } from '../../../lib/profiles';

const CONTAINER = 'docker:index/container:Container';
const SERVICE = 'docker:index/service:Service';
const IMAGE = `registry.example/web@sha256:${'9'.repeat(64)}`;
const WAIVED = { reason: 'until the vendor mends it', expires: '2027-03-31' };

const failures = (type: string, props: Json, options = {}) =>
  hardenArgs(type, props, options)
    .findings.filter(stops)
    .map(({ control }) => control);

/** Arguments in every state that matters: absent, fine, insecure, not known yet. */
const orUnknown = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(UNKNOWN) });
const someOf = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Json>;
const capability = fc.constantFrom('ALL', 'all', 'net_bind_service', 'CAP_SYS_ADMIN', 'chown');
const port = someOf({
  internal: fc.constantFrom(22, 80, 8080),
  external: fc.constantFrom(443, 8080),
  ip: fc.constantFrom('0.0.0.0', '10.0.0.1'),
});
const mount = fc.oneof(
  someOf({
    type: fc.constant('bind'),
    source: orUnknown(fc.constantFrom('/srv/web', '/var/run/docker.sock')),
    target: fc.constant('/data'),
  }),
  someOf({ type: fc.constant('tmpfs'), target: fc.constantFrom('/tmp', '/run'), tmpfsOptions: someOf({ sizeBytes: fc.constant(1024) }) }),
);
const containerArgs = someOf({
  image: orUnknown(fc.constantFrom(IMAGE, 'nginx', 'nginx:1.27')),
  user: orUnknown(fc.constantFrom('0', '1000')),
  privileged: orUnknown(fc.boolean()),
  capabilities: orUnknown(someOf({ adds: fc.array(capability), drops: orUnknown(fc.array(capability)) })),
  securityOpts: orUnknown(fc.subarray(['no-new-privileges', 'seccomp:unconfined', 'label=disable'])),
  readOnly: fc.boolean(),
  tmpfs: orUnknown(fc.dictionary(fc.constantFrom('/tmp', '/cache'), fc.constantFrom('', 'exec', 'size=1m'))),
  mounts: orUnknown(fc.array(mount, { maxLength: 2 })),
  volumes: fc.array(someOf({ hostPath: fc.constantFrom('/etc', '/srv'), containerPath: fc.constant('/v') }), { maxLength: 1 }),
  networkMode: fc.constantFrom('host', 'bridge', 'none'),
  networksAdvanced: fc.array(someOf({ name: orUnknown(fc.constant('front')) }), { maxLength: 1 }),
  memory: orUnknown(fc.constantFrom(0, 64, 1000)),
  memorySwap: fc.constantFrom(-1, 64),
  cpus: fc.constantFrom('0', '0.5'),
  ulimits: orUnknown(
    fc.array(someOf({ name: fc.constantFrom('nofile', 'nproc'), soft: fc.constant(10), hard: fc.constantFrom(5, 20) }), { maxLength: 1 }),
  ),
  restart: fc.constantFrom('always', 'no', 'on-failure'),
  ports: orUnknown(fc.array(port, { maxLength: 2 })),
  publishAllPorts: fc.boolean(),
  envs: orUnknown(fc.array(orUnknown(fc.constantFrom('A=1', 'DB_PASSWORD=changeme')), { maxLength: 2 })),
  logDriver: fc.constantFrom('json-file', 'syslog'),
  init: fc.boolean(),
});
const serviceArgs = someOf({
  taskSpec: orUnknown(
    someOf({
      containerSpec: orUnknown(
        someOf({
          image: orUnknown(fc.constant(IMAGE)),
          user: orUnknown(fc.constantFrom('0', '1000')),
          capAdds: fc.array(capability),
          capDrops: orUnknown(fc.array(capability)),
          mounts: orUnknown(fc.array(mount, { maxLength: 2 })),
          secrets: fc.array(someOf({ secretId: fc.constant('id'), fileName: fc.constant('f'), fileMode: fc.constantFrom(0o444, 0o400) }), {
            maxLength: 1,
          }),
          env: orUnknown(fc.dictionary(fc.constantFrom('A', 'API_TOKEN'), orUnknown(fc.constant('changeme')))),
        }),
      ),
      resources: orUnknown(someOf({ limits: someOf({ memoryBytes: fc.constantFrom(0, 1024 ** 2) }) })),
      restartPolicy: someOf({ condition: fc.constantFrom('any', 'none'), maxAttempts: fc.constantFrom(0, 3) }),
    }),
  ),
  endpointSpec: someOf({
    ports: fc.array(someOf({ targetPort: fc.constant(80), publishMode: fc.constantFrom('host', 'ingress') }), { maxLength: 1 }),
  }),
});

describe.each([
  ['container', CONTAINER, containerArgs],
  ['service', SERVICE, serviceArgs],
] as const)('any %s', (_name, type, args) => {
  const check = (property: (given: Json, hardened: ReturnType<typeof hardenArgs>) => void) =>
    fc.assert(
      fc.property(args, (given) => property(given, hardenArgs(type, given, { name: 'web', writablePaths: ['/tmp', '/run'] }))),
      { numRuns: 40 },
    );

  test('is hardened once: a second run changes nothing', () => {
    check((_given, { props }) => {
      const second = hardenArgs(type, props, { name: 'web', writablePaths: ['/tmp', '/run'] });
      expect(second.props).toEqual(props);
      expect(second.edits).toEqual([]);
    });
  });

  test('keeps everything that was written, but for the spelling of capabilities', () => {
    check((given, { props }) => expect(withoutAdditions(props, given)).toEqual(canonical(given)));
  });

  test('has no finding left about what is absent and could be filled in', () => {
    check((_given, { findings }) => expect(findings.filter(fillsAbsence).map(({ message }) => message)).toEqual([]));
  });

  test('is what the edits make of it', () => {
    check((given, { props, edits }) => {
      const edited = copyOf(canonical(given));
      for (const edit of edits) applyEdit(edited as Json, edit);
      expect(edited).toEqual(props);
    });
  });
});

/** What of a hardened value stands where something was written. */
function withoutAdditions(hardened: unknown, written: unknown): unknown {
  if (Array.isArray(written) && Array.isArray(hardened)) return written.map((each, index) => withoutAdditions(hardened[index], each));
  // The options of a tmpfs are one text: a size that is absent is added to it.
  if (typeof written === 'string' && typeof hardened === 'string' && hardened.startsWith(written)) return written;
  if (!isObject(written) || !isObject(hardened)) return hardened;
  return Object.fromEntries(Object.keys(written).map((key) => [key, withoutAdditions(hardened[key], written[key])]));
}

const CAPABILITY_LISTS = new Set(['adds', 'drops', 'capAdds', 'capDrops']);

function canonical(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => canonical(each, key));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, canonical(each, name)]));
  if (typeof value !== 'string' || !CAPABILITY_LISTS.has(key)) return value;
  return value.toUpperCase() === 'ALL' ? 'ALL' : `CAP_${value.toUpperCase().replace(/^CAP_/, '')}`;
}

test('what was given is untouched', () => {
  const given = { image: IMAGE, capabilities: { drops: ['all'] } };
  hardenArgs(CONTAINER, given);
  expect(given).toEqual({ image: IMAGE, capabilities: { drops: ['all'] } });
});

test('a hardened container stops nothing', () => {
  expect(failures(CONTAINER, { image: IMAGE, networksAdvanced: [{ name: 'front' }] })).toEqual([]);
});

test.each([
  ['privileged', { privileged: true }, 'docker-privileged'],
  ['root', { user: '0:0' }, 'docker-user'],
  ['a writable root', { readOnly: false }, 'docker-read-only-root'],
  ['the engine’s socket', { volumes: [{ hostPath: '/var/run/docker.sock', containerPath: '/s' }] }, 'docker-socket-mount'],
  ['all ports on all addresses', { publishAllPorts: true }, 'docker-bind-address'],
  ['a credential in the environment', { envs: ['DB_PASSWORD=changeme'] }, 'docker-secret-env'],
  ['seccomp switched off', { securityOpts: ['seccomp:unconfined', 'no-new-privileges'] }, 'docker-seccomp-unconfined'],
])('%s stops', (_name, args, control) => {
  expect(failures(CONTAINER, { image: IMAGE, ...args })).toContain(control);
});

test('a value that is not known is neither a pass nor a failure', () => {
  const { findings } = hardenArgs(CONTAINER, { image: IMAGE, privileged: UNKNOWN });
  expect(findings.find(({ control }) => control === 'docker-privileged')).toMatchObject({ verdict: 'unknown', level: 'fail' });
});

test('a limit of processes cannot be said: no pass', () => {
  const { findings } = hardenArgs(CONTAINER, { image: IMAGE });
  expect(findings.find(({ control }) => control === 'docker-pids-limit')).toMatchObject({ verdict: 'unknown' });
});

test('the capability for low ports comes back where hardening dropped all, and only there', () => {
  const adds = (args: Json) => hardenArgs(CONTAINER, { image: IMAGE, ...args }).props.capabilities;
  expect(adds({ ports: [{ internal: 80 }] })).toEqual({ drops: ['ALL'], adds: ['CAP_NET_BIND_SERVICE'] });
  expect(adds({ ports: [{ internal: 8080, external: 80 }] })).toEqual({ drops: ['ALL'] });
  expect(adds({ ports: [{ internal: 80 }], capabilities: { adds: [] } })).toEqual({ drops: ['ALL'], adds: [] });
  expect(adds({ ports: [{ internal: 80 }], capabilities: { drops: ['ALL'] } })).toEqual({ drops: ['ALL'] });
});

test('writable paths are limited in size, and nothing runs from them', () => {
  const { props } = hardenArgs(CONTAINER, { image: IMAGE }, { writablePaths: ['/tmp/', { path: '/cache', size: '1m', mode: '0700' }] });
  expect(props.tmpfs).toEqual({
    '/tmp': 'noexec,nosuid,nodev,size=67108864',
    // A tmpfs is of root: what only its owner may write is given to the user.
    '/cache': 'noexec,nosuid,nodev,uid=65532,gid=65532,size=1048576,mode=0700',
  });
});

test('nothing is mounted over what is mounted already', () => {
  const args = { image: IMAGE, mounts: [{ type: 'volume', source: 'data', target: '/tmp' }] };
  expect(hardenArgs(CONTAINER, args, { writablePaths: ['/tmp'] }).props.tmpfs?.['/tmp']).toBeUndefined();
});

test.each(['tmp', '/', '/../etc', '/a,b', ''])('%j is no writable path', (path) => {
  expect(() => hardenArgs(CONTAINER, { image: IMAGE }, { writablePaths: [path] })).toThrow(/is no folder to mount at/);
});

describe('waivers', () => {
  const waivers = [{ control: 'docker-privileged', ...WAIVED }];

  test('lift a finding and stand in the labels', () => {
    const { props, findings, waived } = hardenArgs(CONTAINER, { image: IMAGE, privileged: true }, { waivers });
    expect(findings.filter(stops)).toEqual([]);
    expect(waived.map(({ finding }) => finding.control)).toEqual(['docker-privileged']);
    expect(props.labels).toEqual([{ label: 'waive.tempered/docker-privileged', value: JSON.stringify(WAIVED) }]);
  });

  test('of a service stand in the labels of its containers, too', () => {
    const { props } = hardenArgs(
      SERVICE,
      { taskSpec: { containerSpec: { image: IMAGE, user: '0' } } },
      { waivers: [{ control: 'docker-user', ...WAIVED }] },
    );
    expect(props.taskSpec.containerSpec.labels).toEqual(props.labels);
  });

  test('are read from the labels', () => {
    const labels = [{ label: 'waive.tempered/docker-privileged', value: JSON.stringify(WAIVED) }];
    expect(failures(CONTAINER, { image: IMAGE, privileged: true, labels })).toEqual([]);
  });

  test('that have ended hide nothing, and say so', () => {
    const ended = [{ control: 'docker-privileged', reason: 'once', expires: '2020-01-01' }];
    const { findings, waiverProblems } = hardenArgs(CONTAINER, { image: IMAGE, privileged: true }, { waivers: ended });
    expect(findings.filter(stops).map(({ control }) => control)).toEqual(['docker-privileged']);
    expect(waiverProblems.map(({ kind }) => kind)).toEqual(['expired']);
  });
});

test('what the author marks as a secret is one, whatever it looks like, and is not repeated', () => {
  const { findings } = hardenArgs(CONTAINER, { image: IMAGE, envs: ['GREETING=hello-there'] }, { secrets: [['envs', 0]] });
  const found = findings.filter(stops);
  expect(found.map(({ control }) => control)).toEqual(['docker-secret-env']);
  expect(JSON.stringify(found.map(({ message, fix }) => ({ message, fix })))).not.toContain('hello-there');
});

test('a daemon that sets no-new-privileges for all speaks for a service that has no words for it', () => {
  const args = { taskSpec: { containerSpec: { image: IMAGE } } };
  const asked = (options: object) => hardenArgs(SERVICE, args, options).findings.map(({ control }) => control);
  expect(asked({})).toContain('docker-no-new-privileges');
  expect(asked({ neighbours: neighboursWith({ 'no-new-privileges': true }) })).not.toContain('docker-no-new-privileges');
});

test('the profile decides what is asked', () => {
  const none = defineProfile({ name: 'none', controls: {} });
  expect(hardenArgs(CONTAINER, { image: IMAGE, privileged: true }, { profile: none })).toMatchObject({ findings: [], edits: [] });
});

test.each(['docker:index/image:Image', 'docker:index/remoteImage:RemoteImage', 'docker:index/registryImage:RegistryImage'])(
  'a credential among the build arguments of %s stops',
  (type) => {
    const args = type.endsWith(':Image') ? 'args' : 'buildArgs';
    const build = { context: '.', [args]: { NPM_TOKEN: 'changeme' } };
    const [finding] = hardenArgs(type, { build }).findings.filter(stops);
    expect(finding?.path.slice(0, 2)).toEqual(['build', args]);
    expect(failures(type, { build: { context: '.', [args]: { VERSION: '1.2' } } })).toEqual([]);
    expect(failures(type, { name: 'nginx:1.27' })).toEqual([]);
  },
);

test('a credential in a config of a Swarm stops, and is not repeated', () => {
  const data = Buffer.from('[db]\npassword = changeme-please\n').toString('base64');
  const found = hardenArgs('docker:index/serviceConfig:ServiceConfig', { data }).findings.filter(stops);
  expect(found).toHaveLength(1);
  expect(JSON.stringify(found)).not.toContain('changeme');
  expect(found[0]?.fix).toMatchObject({ instructions: expect.stringContaining('docker.Secret') });
  expect(failures('docker:index/serviceConfig:ServiceConfig', { dataRaw: 'port = 8080\n' })).toEqual([]);
  const { findings } = hardenArgs('docker:index/serviceConfig:ServiceConfig', { data: UNKNOWN });
  expect(findings.map(({ verdict }) => verdict)).toEqual(['unknown']);
});

test('resources of other types come back as they are', () => {
  const props = { bucket: 'x' };
  expect(hardenArgs('aws:s3/bucket:Bucket', props).props).toBe(props);
});

test.each([
  [CONTAINER, { image: IMAGE, memory: '64m' }, 'memory must be a number'],
  [CONTAINER, { image: IMAGE, cpus: 'two' }, 'cpus must be a number'],
  [
    SERVICE,
    { taskSpec: { containerSpec: { image: IMAGE }, resources: { limits: { nanoCpus: 'two' } } } },
    'taskSpec.resources.limits.nanoCpus must be a number',
  ],
])('a shape that %s cannot have stays, is no pass, and is said not to be judged', (type, args, sentence) => {
  const { props, malformed } = hardenArgs(type, args);
  expect(malformed).toContain(sentence);
  expect(props).toMatchObject(args);
});
