import { engineService, type SwarmKnowledge } from '../../../lib/containers/engine';
import type { Json } from '../../../lib/controls/requirement';

const KNOWLEDGE: SwarmKnowledge = {
  api: '1.52',
  logDriver: 'json-file',
  networks: new Map([['n1', 'front']]),
  boundVolumes: new Map(),
};

const SERVICE: Json = {
  ID: 's1',
  Spec: {
    Name: 'web',
    Labels: { team: 'shop' },
    TaskTemplate: {
      ContainerSpec: {
        Image: 'box:1',
        Command: ['serve'],
        Args: ['--port', '80'],
        User: '65532',
        Env: ['A=1'],
        ReadOnly: true,
        CapabilityDrop: ['ALL'],
        Privileges: { NoNewPrivileges: true, Seccomp: { Mode: 'unconfined' }, AppArmor: { Mode: 'disabled' }, SELinuxContext: null },
        Mounts: [
          { Type: 'tmpfs', Target: '/tmp', TmpfsOptions: { SizeBytes: 1000, Mode: 0o1770 } },
          { Type: 'bind', Source: '/srv', Target: '/data', ReadOnly: true },
          { Type: 'volume', Source: 'all', Target: '/all', VolumeOptions: { DriverConfig: { Options: { o: 'bind', device: '/' } } } },
        ],
        Secrets: [{ SecretName: 'token', File: { Name: 'token', UID: '65532', GID: '0', Mode: 0o440 } }],
      },
      Resources: { Limits: { MemoryBytes: 1000, NanoCPUs: 500_000_000, Pids: 50 }, SwapBytes: 0 },
      RestartPolicy: { Condition: 'on-failure', MaxAttempts: 3 },
      Networks: [{ Target: 'n1' }, { Target: 'gone' }],
      LogDriver: { Name: 'local', Options: { 'max-size': '1m' } },
    },
    EndpointSpec: { Ports: [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'host' }] },
  },
};

test('a service is told in the words of the normal form', () => {
  expect(engineService(SERVICE, undefined, KNOWLEDGE).object).toMatchObject({
    metadata: { name: 'web', annotations: { team: 'shop' } },
    declaredBy: 'engine-service',
    image: 'box:1',
    command: ['serve', '--port', '80'],
    user: '65532',
    env: { A: '1' },
    readOnly: true,
    capDrop: ['ALL'],
    securityOpt: ['no-new-privileges:true', 'seccomp=unconfined', 'apparmor=unconfined'],
    tmpfs: [{ target: '/tmp', size: 1000, mode: '1770' }],
    mounts: [
      { type: 'bind', source: '/srv', target: '/data', readOnly: true },
      { type: 'bind', source: '/', target: '/all' },
    ],
    secrets: [{ source: 'token', target: 'token', uid: '65532', gid: '0', mode: '0440' }],
    memory: 1000,
    memorySwap: 1000,
    cpus: 0.5,
    pidsLimit: 50,
    restart: { policy: 'on-failure', maxRetries: 3 },
    networks: ['front', 'gone'],
    logging: { driver: 'local', options: { 'max-size': '1m' } },
    ports: [{ target: 80, published: 8080, mode: 'host' }],
  });
});

test('an engine before 25 has no words for options of security, one before 29 none for swap', () => {
  const at = (api: string) => Object.keys(engineService(SERVICE, undefined, { ...KNOWLEDGE, api }).object.inexpressible ?? {});
  expect(at('1.41')).toEqual(expect.arrayContaining(['securityOpt', 'memorySwap']));
  expect(at('1.44')).not.toContain('securityOpt');
  expect(at('1.52')).toEqual(['shmSize']);
});

test.each([
  [['securityOpt', 1], 'Privileges.Seccomp.Mode'],
  [['mounts', 0, 'readOnly'], 'Mounts.1.ReadOnly'],
  [['secrets', 0, 'mode'], 'Secrets.0.File.Mode'],
  [['command', 1], 'Args.0'],
  [['tmpfs', 0], 'Mounts.0'],
])('%j stands at %s of the container', (path, place) => {
  const { written } = engineService(SERVICE, undefined, KNOWLEDGE);
  expect(written.pathOf(path).join('.')).toBe(`Spec.TaskTemplate.ContainerSpec.${place}`);
});

test('what must change is told as a command', () => {
  const { object, written } = engineService(SERVICE, undefined, KNOWLEDGE);
  const told = (after: Json) => written.changes(object, { ...object, ...after }).flatMap(({ fixes }) => fixes);
  expect(told({ pidsLimit: 20 })).toEqual([{ op: 'manual', instructions: 'run `docker service update --limit-pids 20 web`' }]);
  expect(told({ secrets: [{ source: 'token', mode: '0400' }] })).toEqual([
    { op: 'manual', instructions: 'run `docker service update --secret-rm token --secret-add source=token,mode=0400 web`' },
  ]);
});
