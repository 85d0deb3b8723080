// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a reference as Compose writes it.
import fc from 'fast-check';
import { UNKNOWN } from '../../../lib/controls/requirement';
import { container, type Fields, hardened, judge, network } from './judge';

/** Each control of a container with the fields that it reads. */
const READS: Readonly<Record<string, readonly (keyof Fields)[]>> = {
  'docker-host-network': ['networkMode', 'networks'],
  'docker-host-pid': ['pid'],
  'docker-host-ipc': ['ipc'],
  'docker-host-uts': ['uts'],
  'docker-host-user-namespace': ['userns'],
  'docker-seccomp-unconfined': ['securityOpt'],
  'docker-apparmor-unconfined': ['securityOpt'],
  'docker-selinux-disabled': ['securityOpt'],
  'docker-socket-mount': ['mounts'],
  'docker-sensitive-host-mount': ['mounts'],
  'docker-mount-propagation': ['mounts'],
  'docker-devices': ['devices', 'deviceCgroupRules'],
  'docker-bind-address': ['ports'],
  'docker-privileged-port': ['ports'],
  'docker-ssh-port': ['ports', 'expose'],
  'docker-default-bridge': ['networkMode', 'networks', 'links'],
  'docker-secret-env': ['env'],
  'docker-shared-namespace': ['pid', 'ipc', 'networkMode'],
  'docker-sysctls': ['sysctls'],
};
const CASES = Object.entries(READS).flatMap(([id, fields]) => fields.map((field) => [id, field] as const));
const LISTS: ReadonlySet<keyof Fields> = new Set([
  'networks',
  'securityOpt',
  'mounts',
  'devices',
  'deviceCgroupRules',
  'ports',
  'expose',
  'links',
]);

describe('a value that is not known yet never passes', () => {
  test.each(CASES)('%s, %s', (id, field) => {
    const { verdict, observations } = judge(id, container({ [field]: UNKNOWN }));
    expect(verdict).toBe('unknown');
    expect(observations.map(({ path }) => path[0])).toContain(field);
  });

  test.each(['mounts', 'ports', 'securityOpt', 'networks'] as const)('nor in the list of %s', (field) => {
    for (const [id, fields] of Object.entries(READS)) {
      if (fields.includes(field)) expect([id, judge(id, container({ [field]: [UNKNOWN] })).verdict]).toEqual([id, 'unknown']);
    }
  });

  test.each([
    ['docker-socket-mount', { mounts: [{ type: 'bind', source: UNKNOWN }] }],
    ['docker-sensitive-host-mount', { mounts: [{ type: UNKNOWN, source: '/srv' }] }],
    ['docker-mount-propagation', { mounts: [{ type: 'bind', source: '/srv', propagation: UNKNOWN }] }],
    ['docker-bind-address', { ports: [{ target: 80, hostIp: UNKNOWN }] }],
    ['docker-privileged-port', { ports: [{ target: 80, published: UNKNOWN }] }],
    ['docker-ssh-port', { ports: [{ target: UNKNOWN }] }],
    ['docker-secret-env', { env: { PASSWORD: UNKNOWN } }],
    ['docker-sysctls', { sysctls: { 'net.ipv4.ip_forward': UNKNOWN } }],
    ['swarm-secret', { declaredBy: 'stack', secrets: [{ source: 'key', mode: UNKNOWN }] }],
    ['swarm-secret', { declaredBy: 'stack', configs: [{ source: UNKNOWN }] }],
  ])('%s: nor deeper', (id, fields) => {
    expect(judge(id, container(fields)).verdict).toBe('unknown');
  });

  test('nor how packets come to a network', () => {
    const mode = 'com.docker.network.bridge.gateway_mode_ipv4';
    expect(judge('docker-direct-routing', network({ options: UNKNOWN })).verdict).toBe('unknown');
    expect(judge('docker-direct-routing', network({ options: { [mode]: UNKNOWN } })).verdict).toBe('unknown');
    expect(judge('docker-direct-routing', network({ options: { [mode]: '$' + '{MODE}' } })).verdict).toBe('unknown');
  });

  test('nor whether a network has IPv6', () => {
    const options = { 'com.docker.network.bridge.inhibit_ipv4': 'true' };
    expect(judge('docker-gateway-isolation', network({ internal: true, options })).verdict).toBe('pass');
    expect(judge('docker-gateway-isolation', network({ internal: true, options, enableIpv6: UNKNOWN })).verdict).toBe('unknown');
  });

  test.each(['driver', 'options', 'internal'])('nor the %s of a network', (field) => {
    expect(judge('docker-gateway-isolation', network({ internal: true, [field]: UNKNOWN })).verdict).toBe('unknown');
    if (field !== 'internal')
      expect(judge('swarm-overlay-encryption', network({ driver: 'overlay', [field]: UNKNOWN })).verdict).toBe('unknown');
  });
});

describe('a shape that cannot be is told, and never passes', () => {
  test.each(CASES)('%s, %s', (id, field) => {
    const wrong = LISTS.has(field) ? { a: 1 } : [1];
    const { verdict, malformed } = judge(id, container({ [field]: wrong }));
    // A namespace that is no text is no namespace of its own either.
    expect(verdict).not.toBe('pass');
    expect(['fail', 'not-applicable'].includes(verdict) || malformed.length > 0).toBe(true);
  });
});

test('whatever stands in a container, every control answers, and hardening comes to an end', () => {
  const ids = [...Object.keys(READS), 'docker-dropped-fields', 'swarm-secret', 'docker-gateway-isolation', 'swarm-overlay-encryption'];
  const word = fc.constantFrom(
    'host',
    'bridge',
    '/',
    '/var/run/docker.sock',
    'seccomp=unconfined',
    '${X}',
    '22',
    'container:x',
    '0440',
    '1000',
  );
  const value = fc.anything({ values: [word, fc.constant(UNKNOWN), fc.integer()], maxDepth: 3, withNullPrototype: true });
  const keys = fc.constantFrom('type', 'source', 'target', 'published', 'hostIp', 'propagation', 'mode', 'uid', 'PASSWORD', 'encrypted');
  const element = fc.oneof(value, fc.dictionary(keys, value));
  const fields = fc.dictionary(
    fc.constantFrom(
      ...new Set(Object.values(READS).flat()),
      'secrets',
      'configs',
      'user',
      'imageConfig',
      'dropped',
      'inexpressible',
      'internal',
      'options',
    ),
    fc.oneof(element, fc.array(element, { maxLength: 3 })),
  );
  const declaredBy = fc.constantFrom('pulumi-container', 'pulumi-service', 'compose', 'stack', 'engine-container', 'engine-service');
  fc.assert(
    fc.property(fields, declaredBy, fc.boolean(), (given, by, override) => {
      for (const object of [container({ ...given, declaredBy: by }), network(given)]) {
        const once = hardened(object, ids, override);
        expect(hardened(once.resource.object, ids, override).applied).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});
