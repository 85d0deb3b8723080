import { Size, Testing } from 'cdk8s';
import {
  Capability,
  Container,
  Cpu,
  DaemonSet,
  Deployment,
  EmptyDirMedium,
  HorizontalPodAutoscaler,
  platform,
  podSecurityBaseline,
  podSecurityRestricted,
  setDefaultResources,
  Volume,
} from 'tempered/kubernetes';
import type { Json } from '../../lib/controls/requirement';
import { IMAGE, plainChart, podSpecOf } from './rendered';

describe('writable paths', () => {
  test('each is an emptyDir of its own with a size limit', () => {
    const spec = podSpecOf(new Deployment(plainChart(), 'web', { containers: [{ image: IMAGE, writablePaths: ['/tmp', '/var/cache'] }] }));
    expect(spec.volumes).toEqual([
      { name: 'main-tmp', emptyDir: { sizeLimit: '64Mi' } },
      { name: 'main-var-cache', emptyDir: { sizeLimit: '64Mi' } },
    ]);
    expect(spec.containers[0].volumeMounts).toEqual([
      { name: 'main-tmp', mountPath: '/tmp' },
      { name: 'main-var-cache', mountPath: '/var/cache' },
    ]);
    expect(spec.containers[0].securityContext.readOnlyRootFilesystem).toBe(true);
  });

  test('size and medium can be said', () => {
    const path = { path: '/run', sizeLimit: Size.mebibytes(8), medium: EmptyDirMedium.MEMORY };
    const spec = podSpecOf(new Deployment(plainChart(), 'web', { containers: [{ image: IMAGE, writablePaths: [path] }] }));
    expect(spec.volumes).toEqual([{ name: 'main-run', emptyDir: { sizeLimit: '8Mi', medium: 'Memory' } }]);
  });

  test('the limit is there under a profile that does not ask for it', () => {
    const chart = plainChart();
    podSecurityRestricted.applyTo(chart);
    const spec = podSpecOf(new Deployment(chart, 'web', { containers: [{ image: IMAGE, writablePaths: ['/tmp'] }] }));
    expect(spec.volumes).toEqual([{ name: 'main-tmp', emptyDir: { sizeLimit: '64Mi' } }]);
  });

  test('containers, init containers and containers that are added later do not share one', () => {
    const web = new Deployment(plainChart(), 'web', {
      containers: [{ image: IMAGE, writablePaths: ['/tmp'] }],
      initContainers: [{ image: IMAGE, writablePaths: ['/tmp'] }],
    });
    web.addContainer({ name: 'sidecar', image: IMAGE, writablePaths: ['/tmp'] });
    web.attachContainer(new Container({ name: 'attached', image: IMAGE, writablePaths: ['/tmp'] }));
    const names = podSpecOf(web).volumes.map(({ name }: { name: string }) => name);
    expect(new Set(names)).toEqual(new Set(['main-tmp', 'init-0-tmp', 'sidecar-tmp', 'attached-tmp']));
  });

  test('paths that read alike get volumes that differ, in names that Kubernetes takes', () => {
    const long = `/${'very-'.repeat(20)}long`;
    const writablePaths = ['/a/b', '/a-b', long, `${long}er`];
    const spec = podSpecOf(new Deployment(plainChart(), 'web', { containers: [{ image: IMAGE, writablePaths }] }));
    const names: string[] = spec.volumes.map(({ name }: { name: string }) => name);
    expect(new Set(names).size).toBe(writablePaths.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });

  test('what is mounted at the path already stays', () => {
    const chart = plainChart();
    const volume = Volume.fromEmptyDir(chart, 'mine', 'mine', { sizeLimit: Size.mebibytes(5) });
    const container = { image: IMAGE, volumeMounts: [{ path: '/tmp', volume }], writablePaths: ['/tmp'] };
    expect(podSpecOf(new Deployment(chart, 'web', { containers: [container] })).volumes).toEqual([
      { name: 'mine', emptyDir: { sizeLimit: '5Mi' } },
    ]);
  });
});

describe('resources', () => {
  const resources = { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(96) } };

  test('the profile replaces the defaults of cdk8s-plus', () => {
    const [container] = podSpecOf(new Deployment(plainChart(), 'web', { containers: [{ image: IMAGE }] })).containers;
    expect(container.resources.requests.cpu).not.toBe('1000m');
    expect(container.resources.limits).toMatchObject({ cpu: expect.any(String), memory: expect.any(String) });
  });

  test('what the container says wins, then the nearest scope', () => {
    const app = Testing.app();
    setDefaultResources(app, { cpu: { request: Cpu.millis(1) } });
    const chart = plainChart();
    setDefaultResources(chart, resources);
    const web = new Deployment(chart, 'web', { containers: [{ image: IMAGE }] });
    web.addContainer({ name: 'own', image: IMAGE, resources: { memory: { limit: Size.mebibytes(7) } } });
    const [main, own] = podSpecOf(web).containers;
    expect(main.resources).toMatchObject({ requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '96Mi' } });
    expect(own.resources.limits.memory).toBe('7Mi');
  });

  test('a scope may be told after its containers were made', () => {
    const chart = plainChart();
    const web = new Deployment(chart, 'web', { containers: [{ image: IMAGE }], initContainers: [{ image: IMAGE }] });
    setDefaultResources(chart, resources);
    const { containers, initContainers } = podSpecOf(web);
    for (const [container] of [containers, initContainers]) expect(container.resources.requests).toMatchObject({ memory: '64Mi' });
  });

  test('an autoscaler finds the resources that nobody wrote', () => {
    const chart = plainChart();
    const web = new Deployment(chart, 'web', { containers: [{ image: IMAGE }] });
    new HorizontalPodAutoscaler(chart, 'scale', { target: web, maxReplicas: 5 });
    expect(() => Testing.synth(chart)).not.toThrow();
  });
});

describe('a port below 1024', () => {
  const lowPort = { image: IMAGE, portNumber: 80 };
  const capabilitiesOf = (props: object): unknown =>
    podSpecOf(new Deployment(plainChart(), 'web', { containers: [{ ...lowPort, ...props }] })).containers[0].securityContext.capabilities;

  test('brings NET_BIND_SERVICE back, alone', () => {
    expect(capabilitiesOf({})).toEqual({ drop: ['ALL'], add: ['NET_BIND_SERVICE'] });
  });

  test('1024 is not below', () => {
    expect(capabilitiesOf({ portNumber: 1024 })).toEqual({ drop: ['ALL'] });
    expect(capabilitiesOf({ portNumber: 1023 })).toEqual({ drop: ['ALL'], add: ['NET_BIND_SERVICE'] });
  });

  test('an explicit list is left as it is, be it empty', () => {
    expect(capabilitiesOf({ securityContext: { capabilities: { add: [] } } })).toEqual({ drop: ['ALL'], add: [] });
    const add = [Capability.NET_BIND_SERVICE];
    expect(capabilitiesOf({ securityContext: { capabilities: { add } } })).toEqual({ drop: ['ALL'], add });
  });

  test('root needs no capability for it', () => {
    const chart = plainChart();
    const because = { reason: 'image is being rebuilt', expires: '2999-12-31' };
    const waivers = (['run-as-user', 'run-as-non-root', 'high-user-id'] as const).map((control) => ({ control, ...because }));
    const securityContext = { user: 0, ensureNonRoot: false };
    const root = new DaemonSet(chart, 'root', { containers: [{ ...lowPort, securityContext, waivers }] });
    expect(podSpecOf(root).containers[0].securityContext.capabilities).toEqual({ drop: ['ALL'] });
  });

  test('nothing is added where the profile does not drop everything', () => {
    const chart = plainChart();
    podSecurityBaseline.applyTo(chart);
    const web = new Deployment(chart, 'web', { containers: [lowPort] });
    expect(podSpecOf(web).containers[0].securityContext.capabilities?.add).toBeUndefined();
  });
});

test.each([platform, podSecurityRestricted])('$name has no opinion on resources and leaves them to the cluster', (profile) => {
  const chart = plainChart();
  profile.applyTo(chart);
  const web = new Deployment(chart, 'web', { containers: [{ image: IMAGE }], initContainers: [{ image: IMAGE }] });
  web.addContainer({ name: 'own', image: IMAGE, resources: { memory: { limit: Size.mebibytes(7) } } });
  new HorizontalPodAutoscaler(chart, 'scale', { target: web, maxReplicas: 5 });
  const { containers, initContainers } = podSpecOf(web);
  expect([...containers, ...initContainers].map(({ resources }) => resources)).toEqual([
    undefined,
    { limits: { memory: '7Mi' } },
    undefined,
  ]);
});

test('under platform the cluster chooses the user', () => {
  const chart = plainChart();
  platform.applyTo(chart);
  const spec = podSpecOf(new Deployment(chart, 'web', { containers: [{ image: IMAGE }] }));
  expect([spec.securityContext.runAsUser, spec.containers[0].securityContext.runAsUser]).toEqual([undefined, undefined]);
});

test('one folder written in two ways is mounted once', () => {
  const web = new Deployment(plainChart(), 'web', { containers: [{ image: IMAGE, writablePaths: ['/tmp/', '/tmp', '//var/./run'] }] });
  expect(podSpecOf(web).containers[0].volumeMounts.map(({ mountPath }: Json) => mountPath)).toEqual(['/tmp', '/var/run']);
});

test.each(['/', 'tmp', '', '/tmp/../etc', '/a:b'])('the writable path "%s" is refused by name', (path) => {
  const chart = plainChart();
  const make = () => new Deployment(chart, 'web', { containers: [{ image: IMAGE, writablePaths: [path] }] });
  expect(make).toThrow(`writablePaths: "${path}" is no folder to mount at`);
});
