import * as pulumi from '@pulumi/pulumi';
import { judge } from '../../lib/cli/judge';
import { manifestsOf } from '../../lib/cli/manifests';
import {
  Container,
  ContainerService,
  DeployedStack,
  hardeningTransform,
  NamedVolume,
  policies,
  Service,
  Stack,
  Volume,
} from '../../lib/docker';
import { restricted } from '../../lib/profiles';
import { inputsOf, mockPulumi } from './mocked-pulumi';

/** A bind mount of the host under the name of a volume is judged as the folder that it is, wherever it is written. */
const IMAGE = `registry.example/web@sha256:${'9'.repeat(64)}`;
const folder = (device: string) => ({ type: 'none', o: 'bind', device });
const inline = (device: string | pulumi.Output<string>) => ({
  type: 'volume',
  target: '/x',
  volumeOptions: { driverName: 'local', driverOptions: { type: 'none', o: 'rw,bind', device } },
});
const FORBIDDEN = ['docker-sensitive-host-mount', 'docker-socket-mount'] as const;
const waivers = FORBIDDEN.map((control) => ({ control, reason: 'reads the logs of the host', expires: '2999-12-31' }));

beforeEach(async () => {
  jest.spyOn(pulumi.log, 'warn').mockResolvedValue();
  await mockPulumi();
});
afterEach(() => jest.restoreAllMocks());

const stackOf = (device: string, props: object = {}) => {
  const stack = new Stack('shop');
  const volume = new NamedVolume('root', { driverOptions: folder(device) });
  new ContainerService(stack, 'web', { image: IMAGE, volumes: [{ volume, target: '/x' }], ...props });
  return stack;
};

describe('is refused', () => {
  const transformed = (type: string, props: object) => hardeningTransform()({ custom: true, type, name: 'v', props, opts: {} });

  test.each<[string, () => unknown, string]>([
    ['a Volume', () => new Volume('v', { driverOpts: folder('/var/run') }), 'driverOpts.device is "/var/run"'],
    ['a Volume of the driver local', () => new Volume('v', { driver: 'local', driverOpts: folder('/') }), 'driverOpts.device is "/"'],
    [
      'a mount of a Container',
      () => new Container('c', { image: IMAGE, networkMode: 'none', mounts: [inline('/')] }),
      'mounts[0].volumeOptions.driverOptions.device is "/"',
    ],
    [
      'a mount of a Service',
      () => new Service('s', { taskSpec: { containerSpec: { image: IMAGE, mounts: [inline('/')] } } }),
      'taskSpec.containerSpec.mounts[0].volumeOptions.driverOptions.device is "/"',
    ],
    ['a NamedVolume in Compose', () => stackOf('/').toCompose(), 'docker-sensitive-host-mount'],
    ['a NamedVolume in a Swarm', () => stackOf('/var/run/docker.sock').toSwarm(), 'docker-socket-mount'],
    ['a NamedVolume that is deployed', () => new DeployedStack('shop', { stack: stackOf('/') }), 'docker-sensitive-host-mount'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('what hardenStack finds in a plain program', async () => {
    await expect(transformed('docker:index/volume:Volume', { driverOpts: folder('/') })).rejects.toThrow('docker-sensitive-host-mount');
    const container = { image: IMAGE, networkMode: 'none', mounts: [inline('/')] };
    await expect(transformed('docker:index/container:Container', container)).rejects.toThrow('docker-sensitive-host-mount');
  });

  test('an output, once it is known', async () => {
    await expect(
      transformed('docker:index/volume:Volume', { driverOpts: { type: 'none', o: 'bind', device: pulumi.output('/etc') } }),
    ).rejects.toThrow('driverOpts.device is "/etc"');
  });

  test.each([
    ['docker:index/volume:Volume', { driverOpts: folder('/') }],
    ['docker:index/container:Container', { image: IMAGE, mounts: [inline('/')] }],
  ])('by the policy pack: %s', (type, props) => {
    const policy = policies.find(({ name }) => name === 'docker-sensitive-host-mount');
    const violations: string[] = [];
    if (policy === undefined || !('validateResource' in policy)) throw new Error('no such policy');
    const notApplicable = (reason?: string) => {
      throw new Error(reason);
    };
    policy.validateResource({ type, props, name: 'v', urn: 'urn:v', notApplicable }, (message) => void violations.push(message));
    expect(violations).toEqual([expect.stringContaining('device is "/"')]);
  });
});

describe('passes', () => {
  test.each([
    ['a folder of its own', folder('/srv/web/data')],
    ['a share of another host', { type: 'nfs', o: 'addr=10.0.0.5,rw', device: ':/export' }],
    ['a tmpfs', { type: 'tmpfs', device: 'tmpfs', o: 'size=64m' }],
  ])('%s', async (_, driverOpts) => {
    expect(await inputsOf(new Volume('v', { driverOpts }))).toEqual({ driverOpts });
  });

  test('what is waived, at the volume or at the services that mount it', async () => {
    expect(await inputsOf(new Volume('v', { driverOpts: folder('/'), waivers }))).toMatchObject({ driverOpts: folder('/') });
    const deployed = new DeployedStack('shop', { stack: stackOf('/', { waivers }) });
    expect((await inputsOf(deployed.containers.web as Container)).mounts).toMatchObject([{ type: 'volume', target: '/x' }]);
  });
});

test('an export with a waived folder says the volume as it was, and its audit honours the waiver', () => {
  const text = stackOf('/', { waivers }).toCompose();
  expect(text).toContain('- root:/x');
  const audited = judge(manifestsOf([], [{ name: 'compose.yaml', text }]), { profile: restricted, minor: 37, waivers: [] });
  expect(audited.findings.filter(({ finding }) => FORBIDDEN.some((control) => control === finding.control))).toEqual([]);
  const honest = stackOf('/srv/data').toCompose();
  expect(honest).toContain('device: /srv/data');
});

test('what is forbidden is not said to be better read-only', () => {
  const bind = { type: 'bind', source: '/etc', target: '/x' };
  const make = () => new Container('c', { image: IMAGE, networkMode: 'none', mounts: [bind] });
  expect(make).toThrow(/docker-sensitive-host-mount: .*\n.*\n {4}Instead: Mount the one directory/);
  expect(make).not.toThrow('readOnly');
});
