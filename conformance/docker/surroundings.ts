import type { ContainerCreateOptions } from 'dockerode';
import { hardenArgs } from '../../lib/docker/hardening/harden-args';
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

/** The containers that attacks are on and what surrounds them; the networks are hardened as those of a Pulumi program. */
export async function furnish(engine: Engine): Promise<void> {
  const { docker } = engine;
  for (const name of [EDGE, ELSEWHERE]) {
    const { props } = hardenArgs('docker:index/network:Network', { internal: true });
    await docker.createNetwork({ Name: name, Internal: props.internal, Options: props.options });
  }
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

/** What attacks are told: where others are, and amounts a little beyond what a hardened container is allowed. */
export async function environmentOf(engine: Engine, container: string, other: string, limited: string): Promise<Record<string, string>> {
  const { HostConfig } = await engine.docker.getContainer(limited).inspect();
  const tmp = /size=(\d+)([kmg]?)/.exec(HostConfig.Tmpfs?.['/tmp'] ?? '');
  const mounted = HostConfig.Mounts?.find(({ Target }) => Target === '/tmp')?.TmpfsOptions?.SizeBytes;
  const size = mounted ?? Number(tmp?.[1] ?? FAR_BEYOND.tmp) * ({ k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }[tmp?.[2] ?? ''] ?? 1);
  const files = HostConfig.Ulimits?.find(({ Name }) => Name === 'nofile')?.Hard;
  return {
    OTHER: (await addressOf(engine, other)) ?? '',
    // Not named on an internal network; the address is the first one all the same.
    GATEWAY: (await addressOf(engine, container))?.replace(/\d+$/, '1') ?? '',
    BEYOND_MEMORY_MB: String(Math.ceil((HostConfig.Memory || FAR_BEYOND.memory) / 2 ** 20) + 16),
    BEYOND_PROCESSES: String((HostConfig.PidsLimit || FAR_BEYOND.processes) + 8),
    BEYOND_TMP_MB: String(Math.ceil(size / 2 ** 20) + 1),
    BEYOND_FILES: String((files ?? FAR_BEYOND.files) + 8),
  };
}

/** Where there is no limit, what an attack takes all the same: more than any service of this size needs. */
const FAR_BEYOND = { memory: 2 ** 30, processes: 500, tmp: 2 ** 27, files: 18_000 };

async function addressOf(engine: Engine, name: string): Promise<string | undefined> {
  const { NetworkSettings } = await engine.docker.getContainer(name).inspect();
  return Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress)[0];
}
