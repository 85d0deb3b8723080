import { hardenArgs } from '../../lib/docker/hardening/harden-args';
import { pulumiRequest } from './declared/pulumi-request';
import { describeWithEngine, Engine, LINES, type Line } from './engine';
import { makeTargetImage, TARGET_IMAGE } from './target-image';

// What the engine stores under another spelling is a change at each `pulumi up`, which would replace the container.
describeWithEngine.each(LINES)('what the engine %s stores of a Pulumi container', (line: Line) => {
  let engine: Engine;

  beforeAll(async () => {
    engine = Engine.start(line);
    await makeTargetImage(engine);
  });

  afterAll(() => engine?.stop());

  test.each([
    ['with nothing said', {}],
    ['that listens below 1024', { ports: [{ internal: 80, external: 8080, ip: '127.0.0.1' }] }],
    ['whose author writes capabilities in another way', { capabilities: { drops: ['all'], adds: ['net_bind_service'] } }],
  ])('is what we gave it, %s', async (_, args) => {
    const { props } = hardenArgs('docker:index/container:Container', { image: TARGET_IMAGE, ...args });
    const container = await engine.docker.createContainer(pulumiRequest('', props));
    const { HostConfig, Config } = await container.inspect();
    expect({ adds: HostConfig.CapAdd ?? undefined, drops: HostConfig.CapDrop }).toEqual({
      adds: props.capabilities.adds,
      drops: props.capabilities.drops,
    });
    expect({
      user: Config.User,
      securityOpts: HostConfig.SecurityOpt,
      tmpfs: HostConfig.Tmpfs,
      memory: (HostConfig.Memory ?? 0) / 2 ** 20,
      memorySwap: (HostConfig.MemorySwap ?? 0) / 2 ** 20,
      cpus: (HostConfig.NanoCpus ?? 0) / 1e9,
      restart: HostConfig.RestartPolicy?.Name,
      logOpts: HostConfig.LogConfig?.Config,
      init: HostConfig.Init,
    }).toEqual({
      user: props.user,
      securityOpts: props.securityOpts,
      tmpfs: props.tmpfs,
      memory: props.memory,
      memorySwap: props.memorySwap,
      cpus: Number(props.cpus),
      restart: props.restart,
      logOpts: props.logOpts,
      init: props.init,
    });
    await container.remove();
  });
});
