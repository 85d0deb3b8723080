import { container, hardened, judge } from './judge';

const open = { target: 80, published: 8080 };

describe('a port without an address', () => {
  test('gets loopback where the container is declared with our constructs', () => {
    const { resource, applied } = hardened(container({ ports: [open] }), ['docker-bind-address']);
    expect(resource.object.ports).toEqual([{ ...open, hostIp: '127.0.0.1' }]);
    expect(applied).toHaveLength(1);
  });

  test('stays open in somebody’s file, unless it is overridden', () => {
    const given = container({ imageKnowledge: 'required', ports: [open] });
    expect(hardened(given, ['docker-bind-address']).applied).toEqual([]);
    expect(hardened(given, ['docker-bind-address'], true).resource.object.ports).toEqual([{ ...open, hostIp: '127.0.0.1' }]);
  });

  test('stays open where all addresses are written, unless it is overridden', () => {
    const given = container({ ports: [{ ...open, hostIp: '0.0.0.0' }] });
    expect(hardened(given, ['docker-bind-address']).applied).toEqual([]);
    expect(hardened(given, ['docker-bind-address'], true).resource.object.ports).toEqual([{ ...open, hostIp: '127.0.0.1' }]);
  });

  test.each(['stack', 'pulumi-service', 'engine-service'])('is left to a person in a Swarm (%s)', (declaredBy) => {
    const { applied, findings } = hardened(container({ declaredBy, ports: [open] }), ['docker-bind-address'], true);
    expect(applied).toEqual([]);
    expect(findings.map(({ fix }) => fix.op)).toEqual(['manual']);
  });
});

test.each(['0.0.0.0', '::', '[::]', '', '*', '0:0:0:0:0:0:0:0', '::ffff:0.0.0.0', ' 0.0.0.0 '])('%j is every address', (hostIp) => {
  expect(judge('docker-bind-address', container({ ports: [{ ...open, hostIp }] })).verdict).toBe('fail');
});

test.each([
  [1024, 'pass'],
  [1023, 'fail'],
  ['1023', 'fail'],
  ['1000-2000', 'fail'],
  ['1024-2000', 'pass'],
  [0, 'pass'],
  ['', 'pass'],
])('published as %j: %s', (published, verdict) => {
  expect(judge('docker-privileged-port', container({ ports: [{ target: 80, published }] })).verdict).toBe(verdict);
});

test('a published port that is none is told', () => {
  expect(judge('docker-privileged-port', container({ ports: [{ target: 80, published: 'http' }] })).malformed).toHaveLength(1);
});

test('a range of container ports may hold that of SSH', () => {
  expect(judge('docker-ssh-port', container({ ports: [{ target: '20-30' }] })).verdict).toBe('fail');
});
