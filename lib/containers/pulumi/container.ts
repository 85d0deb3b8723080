import type { DockerPort, DockerTmpfs } from '../../controls/docker/container';
import { isObject, type Json, UNKNOWN } from '../../controls/requirement';
import { type FieldCodec, type Normalised, normalise, plainField, valueIn } from '../codec';
import { envField, restartField, securityOptField, ulimitsField } from './container-fields';
import { labelsOf } from './labels';
import { type Element, elementsOf, listCodec, stated } from './list-codec';
import { capabilitiesField, healthcheckField, mountElement, textsField, tmpfsMountElement } from './shared-fields';
import { printTmpfs, readTmpfs } from './tmpfs-options';
import { obstacleToReadOnly, uploadsField } from './uploads';

/** The provider's unit of memory. */
const MEGABYTE = 1024 ** 2;

/** A number of bytes that is written in megabytes; what stands for unlimited stays as it is. */
const inMegabytes = {
  read: (value: unknown) => (typeof value === 'number' && value > 0 ? value * MEGABYTE : value),
  // Rounded down, since a limit is never more than what was asked for; but 0 would be none.
  write: (value: unknown) => (Number(value) > 0 ? Math.max(1, Math.floor(Number(value) / MEGABYTE)) : value),
};

/** How `docker.Container` of @pulumi/docker says what a container is. */
export const PULUMI_CONTAINER: readonly FieldCodec[] = [
  plainField('image', ['image']),
  plainField('user', ['user']),
  textsField('groups', ['groupAdds']),
  plainField('privileged', ['privileged']),
  capabilitiesField('capAdd', ['capabilities', 'adds']),
  capabilitiesField('capDrop', ['capabilities', 'drops']),
  securityOptField(['securityOpts']),
  listCodec({
    field: 'tmpfs',
    home: ['tmpfs'],
    elements: tmpfsElements,
    add: (value) => ({ op: 'set', path: ['tmpfs', String(value.target)], value: printTmpfs(value as unknown as DockerTmpfs) }),
    cannot: () => 'A tmpfs of `mounts` is always noexec, nosuid and nodev; write it in `tmpfs` to say otherwise.',
  }),
  listCodec({
    field: 'mounts',
    home: ['mounts'],
    elements: mountElements,
    add: ({ propagation, ...mount }) => ({
      op: 'append',
      path: ['mounts'],
      value: { ...mount, ...(propagation !== undefined && { bindOptions: { propagation: propagation as unknown } }) },
    }),
    cannot: (key) => `\`volumes\` has no word for ${key}; write the mount in \`mounts\`.`,
  }),
  listCodec({
    field: 'devices',
    home: ['devices'],
    elements: (written) => namesIn(written, 'devices', 'hostPath'),
    add: (hostPath) => ({ op: 'append', path: ['devices'], value: { hostPath } }),
  }),
  textsField('deviceCgroupRules', ['deviceCgroupRules']),
  plainField('networkMode', ['networkMode']),
  listCodec({
    field: 'networks',
    home: ['networksAdvanced'],
    elements: (written) => namesIn(written, 'networksAdvanced', 'name'),
    add: (name) => ({ op: 'append', path: ['networksAdvanced'], value: { name } }),
  }),
  plainField('pid', ['pidMode']),
  plainField('ipc', ['ipcMode']),
  plainField('userns', ['usernsMode']),
  plainField('cgroup', ['cgroupnsMode']),
  plainField('cgroupParent', ['cgroupParent']),
  plainField('memory', ['memory'], inMegabytes),
  plainField('memorySwap', ['memorySwap'], inMegabytes),
  plainField('shmSize', ['shmSize'], inMegabytes),
  {
    field: 'cpus',
    home: ['cpus'],
    read(written) {
      if (written.cpus === UNKNOWN) return { value: UNKNOWN, at: ['cpus'] };
      const cpus = Number(written.cpus ?? Number.NaN);
      if (cpus >= 0) return { value: cpus, at: ['cpus'] };
      if (written.cpus !== undefined && written.cpus !== null) return { value: written.cpus as unknown, at: ['cpus'] };
      const { cpuQuota: quota, cpuPeriod: period } = written;
      if (quota === UNKNOWN) return { value: UNKNOWN, at: ['cpuQuota'] };
      // 100 ms is the engine's own period.
      if (typeof quota === 'number' && quota > 0)
        return { value: quota / (typeof period === 'number' && period > 0 ? period : 100_000), at: ['cpuQuota'] };
      return undefined;
    },
    write: (value) => [value === undefined ? { op: 'remove', path: ['cpus'] } : { op: 'set', path: ['cpus'], value: String(value) }],
  },
  plainField('cpuShares', ['cpuShares']),
  {
    field: 'pidsLimit',
    inexpressible:
      'docker.Container has no limit of processes. Set it for all containers of the engine ("default-ulimits": {"nproc": …} in daemon.json, which counts by user), or declare the container in a Compose file, which has pids_limit.',
  },
  ulimitsField(['ulimits']),
  restartField,
  healthcheckField(['healthcheck']),
  listCodec({
    field: 'ports',
    home: ['ports'],
    elements: portElements,
    add: ({ target, published, hostIp, ...port }) => ({
      op: 'append',
      path: ['ports'],
      value: stated({ internal: target, external: published, ip: hostIp, ...port }),
    }),
    cannot: () => 'Leave publishAllPorts out, and write each port that is needed in `ports`, with its `ip`.',
  }),
  uploadsField,
  envField(['envs']),
  textsField('command', ['command']),
  textsField('entrypoint', ['entrypoints']),
  plainField('init', ['init']),
  plainField('sysctls', ['sysctls']),
  plainField('runtime', ['runtime']),
  {
    field: 'logging',
    home: ['logDriver'],
    read({ logDriver: driver, logOpts: options }) {
      if (driver === undefined && options === undefined) return undefined;
      return {
        value: stated({ driver, options }),
        at: ['logDriver'],
        below: ([key, ...rest]) => [key === 'options' ? 'logOpts' : 'logDriver', ...rest],
      };
    },
    write: (value, { logDriver, logOpts }) => {
      const { driver, options } = isObject(value) ? value : { driver: undefined, options: undefined };
      return [
        ...(driver === undefined || driver === logDriver ? [] : [{ op: 'set', path: ['logDriver'], value: driver as unknown } as const]),
        ...(options === undefined || options === logOpts ? [] : [{ op: 'set', path: ['logOpts'], value: options as unknown } as const]),
      ];
    },
  },
];

/** The normal form of the arguments of a `docker.Container`; an output that is not resolved stands there as `UNKNOWN`. */
export function normalisePulumiContainer(name: string, args: Json, labels: Readonly<Record<string, string>> = {}): Normalised {
  const annotations = { ...labelsOf(args.labels), ...labels };
  const stopped = obstacleToReadOnly(args);
  const isOpen = args.readOnly === undefined || args.readOnly === null;
  const readOnly: FieldCodec =
    stopped !== undefined && isOpen ? { field: 'readOnly', inexpressible: stopped } : plainField('readOnly', ['readOnly']);
  return normalise(args, [...PULUMI_CONTAINER, readOnly], {
    ...(stopped !== undefined && args.readOnly === true && { dropped: { readOnly: stopped } }),
    metadata: { name, ...(Object.keys(annotations).length > 0 && { annotations }) },
    declaredBy: 'pulumi-container',
    imageKnowledge: 'assumed',
  });
}

/** Both ways to write one: the map by path, and mounts of that type. */
function tmpfsElements(written: Json): readonly Element[] | typeof UNKNOWN | undefined {
  const map = valueIn(written, ['tmpfs']);
  const mounts = elementsOf(written, ['mounts'], tmpfsMountElement);
  if (map === UNKNOWN) return UNKNOWN;
  const mapped = Object.entries(isObject(map) ? map : {}).map(
    ([target, options]): Element => ({
      value: readTmpfs(target, options),
      at: ['tmpfs', target],
      printAll: (value) => printTmpfs(value as DockerTmpfs),
    }),
  );
  // A mount that is not known yet is spoken of among the mounts.
  const mounted = Array.isArray(mounts) ? mounts.filter(({ value }) => value !== UNKNOWN) : [];
  return isObject(map) || mounted.length > 0 ? [...mapped, ...mounted] : undefined;
}

/** Both ways to write one: `mounts`, and the older `volumes`. */
function mountElements(written: Json): readonly Element[] | typeof UNKNOWN | undefined {
  const mounts = elementsOf(written, ['mounts'], mountElement);
  const volumes = elementsOf(written, ['volumes'], volumeElement);
  if (mounts === UNKNOWN || volumes === UNKNOWN) return UNKNOWN;
  return mounts === undefined && volumes === undefined ? undefined : [...(mounts ?? []), ...(volumes ?? [])];
}

function volumeElement({ hostPath, volumeName, fromContainer, containerPath: target, readOnly }: Json): Omit<Element, 'at'> {
  const names = { target: ['containerPath'], propagation: undefined, type: undefined };
  const isBind = hostPath !== undefined && hostPath !== null && hostPath !== '';
  if (isBind)
    return {
      value: stated({ type: 'bind', source: hostPath as unknown, target: target as unknown, readOnly: readOnly as unknown }),
      names: { ...names, source: ['hostPath'] },
    };
  const source: unknown = volumeName ?? (fromContainer === undefined ? undefined : `the volumes of container ${String(fromContainer)}`);
  return {
    value: stated({ type: 'volume', source, target: target as unknown, readOnly: readOnly as unknown }),
    names: { ...names, source: ['volumeName'] },
  };
}

function portElements(written: Json): readonly Element[] | typeof UNKNOWN | undefined {
  const ports = elementsOf(written, ['ports'], ({ internal: target, external: published, ip: hostIp, protocol }) => ({
    value: stated({ target: target as unknown, published: published as unknown, hostIp: hostIp as unknown, protocol: protocol as unknown }),
    names: { target: ['internal'], published: ['external'], hostIp: ['ip'], mode: undefined },
  }));
  const all = valueIn(written, ['publishAllPorts']);
  if (ports === UNKNOWN || all === UNKNOWN) return UNKNOWN;
  if (all !== true) return ports;
  // Which ports these are only the image knows; that they are bound to all addresses is certain.
  const published = { target: UNKNOWN, hostIp: '0.0.0.0' } satisfies { [key in keyof DockerPort]?: unknown };
  return [...(ports ?? []), { value: published, at: ['publishAllPorts'], printAll: () => false }];
}

/** A list of the normal form that holds one key of each object that is written. */
function namesIn(written: Json, list: string, key: string): readonly Element[] | typeof UNKNOWN | undefined {
  const found = elementsOf(written, [list], (element) => ({ value: (element[key] as unknown) ?? UNKNOWN }));
  return Array.isArray(found) ? found.map((each) => ({ ...each, at: [...each.at, key], printAll: (value: unknown) => value })) : found;
}
