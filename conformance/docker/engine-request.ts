import { readFileSync } from 'node:fs';
import type { ContainerCreateOptions } from 'dockerode';
import type { DockerContainer, DockerMount, DockerTmpfs } from '../../lib/controls/docker/container';

/** What the engine's API is asked for a container of the normal form. */
export function engineRequest(name: string, container: DockerContainer): ContainerCreateOptions {
  const { restart, logging, healthcheck, ulimits = {}, tmpfs = [], mounts = [], securityOpt = [], networks = [], ports = [] } = container;
  return {
    name,
    Image: container.image ?? '',
    Cmd: [...(container.command ?? [])],
    User: container.user,
    Labels: { ...container.metadata.annotations },
    Env: Object.entries(container.env ?? {}).map(([key, value]) => `${key}=${value ?? ''}`),
    ExposedPorts: Object.fromEntries((container.expose ?? []).map((port) => [`${port}/tcp`, {}])),
    ...(healthcheck !== undefined && { Healthcheck: { Test: healthcheck.disabled ? ['NONE'] : [...(healthcheck.test ?? [])] } }),
    HostConfig: {
      Privileged: container.privileged,
      CapAdd: copied(container.capAdd),
      CapDrop: copied(container.capDrop),
      SecurityOpt: securityOpt.map(withProfile),
      GroupAdd: copied(container.groups),
      ReadonlyRootfs: container.readOnly,
      Tmpfs: Object.fromEntries(tmpfs.map((mount) => [mount.target, optionsOf(mount)])),
      Mounts: mounts.map(mountOf),
      NetworkMode: container.networkMode ?? networks[0],
      PidMode: container.pid,
      IpcMode: container.ipc,
      UTSMode: container.uts,
      UsernsMode: container.userns,
      CgroupParent: container.cgroupParent,
      Memory: container.memory,
      MemorySwap: container.memorySwap,
      NanoCpus: container.cpus === undefined ? undefined : Math.round(container.cpus * 1e9),
      CpuShares: container.cpuShares,
      PidsLimit: container.pidsLimit,
      ShmSize: container.shmSize,
      Ulimits: Object.entries(ulimits).map(([Name, { soft, hard }]) => ({ Name, Soft: soft, Hard: hard })),
      ...(restart !== undefined && { RestartPolicy: { Name: restart.policy, MaximumRetryCount: restart.maxRetries } }),
      ...(logging !== undefined && { LogConfig: { Type: logging.driver ?? 'json-file', Config: { ...logging.options } } }),
      PortBindings: Object.fromEntries(
        ports.map(({ target, protocol = 'tcp', published = '', hostIp }) => [
          `${target}/${protocol}`,
          [{ HostPort: String(published), HostIp: hostIp }],
        ]),
      ),
      Init: container.init,
      Sysctls: { ...container.sysctls },
      Runtime: container.runtime,
    },
  };
}

function copied(list: readonly string[] | undefined): string[] | undefined {
  return list === undefined ? undefined : [...list];
}

/** A profile is given to the engine as its content; its name is only the client's. */
function withProfile(option: string): string {
  const path = /^seccomp=(\/.*)$/.exec(option)?.[1];
  return path === undefined ? option : `seccomp=${readFileSync(path, 'utf8')}`;
}

function optionsOf({ size, mode, options = [] }: DockerTmpfs): string {
  return [...options, ...(size === undefined ? [] : [`size=${size}`]), ...(mode === undefined ? [] : [`mode=${mode}`])].join(',');
}

function mountOf({ type, source = '', target = '', readOnly = false }: DockerMount) {
  if (type !== 'bind' && type !== 'volume') throw new Error(`no test mounts a ${type}`);
  return { Type: type, Source: source, Target: target, ReadOnly: readOnly };
}
