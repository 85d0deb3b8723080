import { audit, resource, restricted } from 'tempered';
import { type DaemonConfig, type DaemonConfigOptions, type DaemonSettings, daemonConfig } from 'tempered/docker';

const controlsOf = ({ advice }: DaemonConfig) => advice.map(({ control }) => control);

test('nothing given: what the repair of the audit writes, and a decision on root', () => {
  expect(daemonConfig().settings).toEqual({
    'default-ulimits': {
      nofile: { Name: 'nofile', Soft: 1024, Hard: 524_288 },
      nproc: { Name: 'nproc', Soft: 16384, Hard: 32768 },
    },
    icc: false,
    'live-restore': true,
    'log-driver': 'local',
    'log-opts': { 'max-size': '10m', 'max-file': '3' },
    'no-new-privileges': true,
    'userland-proxy': false,
    'userns-remap': 'default',
  });
});

test('only what a person must decide is left as advice', () => {
  expect(controlsOf(daemonConfig())).toEqual(['daemon-authorization-plugin']);
});

test('what is given stays as it is', () => {
  const given: DaemonSettings = {
    'log-driver': 'journald',
    'userns-remap': 'containers',
    'default-address-pools': [{ base: '10.200.0.0/16', size: 24 }],
    'default-ulimits': { nofile: { Name: 'nofile', Soft: 512, Hard: 512 } },
  };
  const { settings } = daemonConfig(given);
  expect(settings).toMatchObject(given);
  expect(settings['log-opts']).toBeUndefined();
});

test.each([
  ['rootless', undefined],
  ['userns-remap', 'default'],
  ['none', undefined],
] as const)('root is kept from the host by %s', (isolation, remap) => {
  const config = daemonConfig({}, { isolation });
  expect(config.settings['userns-remap']).toBe(remap);
  expect(controlsOf(config).includes('daemon-userns-remap')).toBe(isolation === 'none');
});

test('an engine of a Swarm does not keep containers alive over its restarts: it could not join', () => {
  expect(daemonConfig({}, { swarm: true }).settings['live-restore']).toBeUndefined();
});

test('an engine in the network asks every client for a certificate', () => {
  const files = { tlscacert: '/etc/docker/tls/ca.pem', tlscert: '/etc/docker/tls/cert.pem', tlskey: '/etc/docker/tls/key.pem' };
  expect(daemonConfig({ hosts: ['fd://', 'tcp://10.0.0.5:2376'] }).settings).toMatchObject({ tlsverify: true, ...files });
  expect(daemonConfig({ hosts: ['tcp://10.0.0.5:2376'], tlscacert: '/ca.pem' }).settings).toMatchObject({ ...files, tlscacert: '/ca.pem' });
  expect(daemonConfig({ hosts: ['unix:///run/docker.sock'] }).settings).not.toHaveProperty('tlsverify');
});

const INSECURE: readonly (readonly [string, DaemonSettings])[] = [
  ['daemon-icc', { icc: true }],
  ['daemon-no-new-privileges', { 'no-new-privileges': false }],
  ['daemon-insecure-registries', { 'insecure-registries': ['registry.example:5000'] }],
  ['daemon-tls', { hosts: ['tcp://0.0.0.0:2375'] }],
  ['daemon-tls', { hosts: ['tcp://10.0.0.5:2376'], tlsverify: false }],
  ['daemon-seccomp-profile', { 'seccomp-profile': 'unconfined' }],
  ['daemon-iptables', { iptables: false }],
];

test.each(INSECURE)('%s: %j stops, with the way to waive it', (control, settings) => {
  expect(() => daemonConfig(settings)).toThrow(
    expect.objectContaining({
      code: 'insecure-daemon',
      message: expect.stringContaining(`  ${control}: `),
      hint: expect.stringContaining(`control: '${control}'`),
    }),
  );
});

test.each(INSECURE)('%s: %j is kept under a waiver that the audit of the file still honours', (control, settings) => {
  const waivers = [{ control, reason: 'a test host', expires: '2027-01-31' }];
  const config = daemonConfig({ ...settings, labels: ['zone=a'] }, { waivers });
  expect(config.settings).toMatchObject(settings);
  expect(config.settings.labels).toEqual(['zone=a', `waive.tempered/${control}={"reason":"a test host","expires":"2027-01-31"}`]);
});

test('a waiver that has ended stops again', () => {
  const waivers = [{ control: 'daemon-icc', reason: 'a test host', expires: '2026-05-31' }];
  expect(() => daemonConfig({ icc: true }, { waivers })).toThrow(/daemon-icc/);
});

test.each([
  ['no reason', { control: 'daemon-icc', reason: ' ', expires: '2027-01-31' }],
  ['no day', { control: 'daemon-icc', reason: 'a test host', expires: 'never' }],
])('a waiver with %s is refused', (_, waiver) => {
  expect(() => daemonConfig({ icc: true }, { waivers: [waiver] })).toThrow(/needs a reason, and expires/);
});

test('a key that no engine has is refused: none would start', () => {
  const misspelt: Record<string, unknown> = { 'no-new-privilege': true };
  expect(() => daemonConfig(misspelt)).toThrow(/no engine has the setting no-new-privilege/);
});

test.each<[DaemonSettings, DaemonConfigOptions]>([
  [{}, {}],
  [{}, { isolation: 'rootless' }],
  [{ hosts: ['tcp://10.0.0.5:2376'] }, { swarm: true }],
])('the audit finds in %j %j what the builder said, and nothing else', (settings, options) => {
  const config = daemonConfig(settings, options);
  const object = {
    apiVersion: 'docker/v1',
    kind: 'Daemon',
    metadata: { name: 'daemon.json' },
    declaredBy: 'file',
    rootless: options.isolation === 'rootless',
    swarm: options.swarm === true,
    config: JSON.parse(config.text()),
  };
  const { findings } = audit([resource(object)], { profile: restricted });
  expect(findings.map(({ control }) => control)).toEqual(controlsOf(config));
});
