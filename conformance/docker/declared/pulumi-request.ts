import type { ContainerCreateOptions } from 'dockerode';
import type { Json } from '../../../lib/controls/requirement';

/**
 * What the provider of @pulumi/docker asks the engine for, given the arguments of a Container: its own units (MB, CPUs as text)
 * become the engine's, lists and maps are handed on as they are (terraform-provider-docker, resource_docker_container_funcs.go).
 */
export function pulumiRequest(name: string, args: Json): ContainerCreateOptions {
  const megabytes = (value: number | undefined) => (value === undefined ? undefined : value * 1024 * 1024);
  const { capabilities = {}, healthcheck, ulimits = [], mounts = [], labels = [] } = args;
  return {
    name,
    Image: args.image,
    Cmd: args.command,
    Entrypoint: args.entrypoints,
    User: args.user,
    Env: args.envs,
    Labels: Object.fromEntries(labels.map(({ label, value }: Json) => [label, value])),
    ...(healthcheck !== undefined && { Healthcheck: { Test: healthcheck.tests } }),
    HostConfig: {
      Privileged: args.privileged,
      // Absent, the provider asks for the default bridge, and leaves it again for `networksAdvanced`.
      NetworkMode: args.networkMode ?? 'bridge',
      ReadonlyRootfs: args.readOnly,
      CapAdd: capabilities.adds,
      CapDrop: capabilities.drops,
      SecurityOpt: args.securityOpts,
      GroupAdd: args.groupAdds,
      Tmpfs: args.tmpfs,
      Mounts: mounts.map(({ type, source, target, readOnly, tmpfsOptions }: Json) => ({
        Type: type,
        Source: source,
        Target: target,
        ReadOnly: readOnly,
        ...(tmpfsOptions !== undefined && { TmpfsOptions: { SizeBytes: tmpfsOptions.sizeBytes, Mode: tmpfsOptions.mode } }),
      })),
      Memory: megabytes(args.memory),
      MemorySwap: args.memorySwap === -1 ? -1 : megabytes(args.memorySwap),
      ShmSize: megabytes(args.shmSize),
      NanoCpus: args.cpus === undefined ? undefined : Math.round(Number(args.cpus) * 1e9),
      Ulimits: ulimits.map(({ name: limit, soft, hard }: Json) => ({ Name: limit, Soft: soft, Hard: hard })),
      RestartPolicy: { Name: args.restart ?? 'no', MaximumRetryCount: args.maxRetryCount },
      ...(args.logDriver !== undefined && { LogConfig: { Type: args.logDriver, Config: args.logOpts ?? {} } }),
      Init: args.init,
      PidMode: args.pidMode,
      IpcMode: args.ipcMode,
      UsernsMode: args.usernsMode,
      Sysctls: args.sysctls,
      Runtime: args.runtime,
    },
  };
}
