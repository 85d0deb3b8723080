import type { ContainerCreateOptions } from 'dockerode';
import type { DockerContainer } from '../../lib/controls/docker/container';
import type { Place } from './attack';
import type { Engine } from './engine';
import type { Given } from './hardened';
import { TARGET_IMAGE } from './target-image';

/** The hardened container's network, and that of a container to which it has no edge. */
export const EDGE = 'edge';
const ELSEWHERE = 'elsewhere';

const SOCKET = '/var/run/docker.sock';

/** What stands in each place beside what hardening says. */
export function givenIn(place: Place, engine: Engine): Given {
  const socket = [{ type: 'bind', source: engine.host.replace('unix://', ''), target: SOCKET }] as const;
  switch (place) {
    case 'alone':
      return {};
    case 'with the processes of a neighbour':
      return { pid: 'container:neighbour' };
    case 'with the processes of a twin':
      return { pid: 'container:twin' };
    case 'with the processes of the host':
      return { pid: 'host' };
    case 'with the socket of the engine':
      return { mounts: socket };
    case 'with the socket of the engine and its group':
      return { mounts: socket, groups: ['0'] };
    case 'with a volume of another':
      return { mounts: [{ type: 'volume', source: 'private', target: '/shared' }] };
  }
}

/** Everything that keeps a container in is off, but it is no `privileged` one: that does not start on every host. */
export const OPEN = {
  CapAdd: [
    ...['SYS_ADMIN', 'SYS_PTRACE', 'SYS_MODULE', 'SYS_TIME', 'SYSLOG', 'DAC_READ_SEARCH', 'NET_ADMIN'],
    ...['IPC_LOCK', 'SYS_NICE', 'SYS_RAWIO', 'SYS_BOOT'],
  ],
  SecurityOpt: ['seccomp=unconfined'],
  DeviceCgroupRules: ['c *:* rwm'],
  Tmpfs: { '/dev/shm': 'exec,size=64m' },
} satisfies ContainerCreateOptions['HostConfig'];

/** The containers that attacks are on, and how isolated the network of the hardened one can be. */
export async function furnish(engine: Engine): Promise<void> {
  const { docker } = engine;
  await docker.createNetwork({
    Name: EDGE,
    Internal: true,
    ...(engine.line === '29' && { Options: { 'com.docker.network.bridge.gateway_mode_ipv4': 'isolated' } }),
  });
  await docker.createNetwork({ Name: ELSEWHERE, Internal: true });
  const web = ['sh', '-c', 'mkdir -p /tmp/www && echo here >/tmp/www/index.html && exec httpd -f -p 80 -h /tmp/www'];
  await engine.run({ name: 'database', Image: TARGET_IMAGE, Cmd: web, HostConfig: { NetworkMode: ELSEWHERE } });
  await engine.run({ name: 'database-on-bridge', Image: TARGET_IMAGE, Cmd: web });
  await engine.run({ name: 'neighbour', Image: TARGET_IMAGE, Env: ['PASSWORD=of a neighbour'] });
  await engine.run({ name: 'twin', Image: TARGET_IMAGE, Env: ['PASSWORD=of a twin'], User: '65532' });
  await engine.run({
    name: 'owner',
    Image: TARGET_IMAGE,
    Cmd: ['sh', '-c', 'umask 077; echo secret >/own/private; exec sleep 3600'],
    HostConfig: { Mounts: [{ Type: 'volume', Source: 'private', Target: '/own' }] },
  });
}

/** What attacks are told: addresses of the container's surroundings, and amounts that are beyond what hardening allows. */
export async function environmentOf(engine: Engine, container: string, limits: DockerContainer): Promise<Record<string, string>> {
  const { docker } = engine;
  const addressOf = async (name: string) => {
    const { NetworkSettings } = await docker.getContainer(name).inspect();
    const [network] = Object.values(NetworkSettings.Networks);
    return { address: network?.IPAddress ?? '', gateway: network?.Gateway ?? '' };
  };
  const own = await addressOf(container);
  const onBridge = await addressOf('database-on-bridge');
  const database = own.gateway !== '' && own.gateway === onBridge.gateway ? onBridge : await addressOf('database');
  return {
    DATABASE: database.address,
    // Not named on an internal network; the address is the first one all the same.
    GATEWAY: own.address.replace(/\d+$/, '1'),
    BEYOND_MEMORY_MB: String(Math.ceil((limits.memory ?? Number.NaN) / 1e6) + 16),
    BEYOND_PROCESSES: String((limits.pidsLimit ?? Number.NaN) + 8),
    BEYOND_TMP_MB: String(Math.ceil((limits.tmpfs?.find(({ target }) => target === '/tmp')?.size ?? Number.NaN) / 1e6) + 1),
    BEYOND_FILES: String((limits.ulimits?.nofile?.hard ?? Number.NaN) + 8),
  };
}
