import type { DockerContainer } from '../../controls/docker/container';
import { isObject, type Json } from '../../controls/requirement';
import { type FieldCodec, type Normalised, normalise, valueIn } from '../codec';
import { environmentAt } from './environment';
import { mountsAt } from './mounts';
import { NETWORK_FIELDS } from './networks';
import { EXPOSED_PORTS, exposedPorts, PUBLISHED_PORTS } from './ports';
import { healthcheckAt, loggingAt, ulimitsAt } from './process';
import { SECURITY_OPTIONS } from './security-options';
import { tmpfsAt } from './tmpfs';
import { elements, filled, onlyTrue, positive, toldAt, toldField, type Words } from './told-field';

/** What an engine does where nothing is asked, and what is known of what a container names. */
export interface EngineDefaults {
  readonly logDriver?: string;
  readonly runtime?: string;
  /** `private`, or `host` on cgroup v1. */
  readonly cgroupNamespace?: string;
  /** Volumes that are a folder of the host under another name. */
  readonly boundVolumes: ReadonlyMap<string, string>;
}

/** Bytes of /dev/shm where nothing is asked. */
const DEFAULT_SHM = 67_108_864;

/** Says that the container must be created again, with a flag of `docker run`. */
const again =
  (flag: (value: unknown) => string): Words =>
  (value) =>
    value === undefined ? undefined : `create the container again with \`${flag(value)}\``;

/** Says that a running container can be told, too. */
const update =
  (flag: string): Words =>
  (value, _before, { Name }) =>
    value === undefined ? undefined : `run \`docker update ${flag} ${String(value)} ${nameOf(Name)}\``;

/** A mode that is given up, or another one. */
const mode =
  (flag: string): Words =>
  (value, before) =>
    value === undefined
      ? `create the container again without \`${flag} ${String(before)}\``
      : `create the container again with \`${flag} ${String(value)}\``;

const added =
  (flag: string): Words =>
  (value, before) => {
    const had: readonly unknown[] = Array.isArray(before) ? before : [];
    const now: readonly unknown[] = Array.isArray(value) ? value : [];
    const more = now.filter((each) => !had.includes(each)).map((each) => `\`${flag} ${String(each)}\``);
    const less = had.filter((each) => !now.includes(each)).map((each) => `without \`${flag} ${String(each)}\``);
    return more.length + less.length === 0 ? undefined : `create the container again with ${[...more, ...less].join(' ')}`;
  };

const host = (key: string): readonly string[] => ['HostConfig', key];

/** The fields of `docker inspect` of a container, from engine 20.10 to 29. */
function codecsOf(defaults: EngineDefaults): readonly FieldCodec[] {
  return [
    toldAt('image', ['Config', 'Image'], filled),
    toldAt(
      'user',
      ['Config', 'User'],
      filled,
      again((value) => `--user ${String(value)}`),
    ),
    toldAt('groups', host('GroupAdd'), elements, added('--group-add')),
    toldAt(
      'privileged',
      host('Privileged'),
      onlyTrue,
      again(() => '--privileged=false'),
    ),
    toldAt('capDrop', host('CapDrop'), elements, added('--cap-drop')),
    toldAt('capAdd', host('CapAdd'), elements, added('--cap-add')),
    SECURITY_OPTIONS,
    toldAt(
      'readOnly',
      host('ReadonlyRootfs'),
      onlyTrue,
      again(() => '--read-only'),
    ),
    tmpfsAt(
      host('Tmpfs'),
      host('Mounts'),
      again(() => '--tmpfs /tmp:noexec,nosuid,nodev,size=64m'),
    ),
    mountsAt(['Mounts'], defaults.boundVolumes),
    toldAt('volumesFrom', host('VolumesFrom'), elements, added('--volumes-from')),
    toldField('devices', host('Devices'), (written) => {
      const devices = valueIn(written, host('Devices'));
      const value = (Array.isArray(devices) ? devices : []).map((each) => String(isObject(each) ? each.PathOnHost : each));
      return value.length === 0
        ? undefined
        : { value, at: host('Devices'), below: ([index]) => [...host('Devices'), ...(index === undefined ? [] : [index, 'PathOnHost'])] };
    }),
    toldAt('deviceCgroupRules', host('DeviceCgroupRules'), elements),
    ...NETWORK_FIELDS,
    toldAt('links', host('Links'), elements),
    toldAt('pid', host('PidMode'), filled, mode('--pid')),
    toldAt('ipc', host('IpcMode'), besides('private'), mode('--ipc')),
    toldAt('uts', host('UTSMode'), filled, mode('--uts')),
    toldAt('userns', host('UsernsMode'), filled, mode('--userns')),
    toldAt('cgroup', host('CgroupnsMode'), besides('private', defaults.cgroupNamespace), mode('--cgroupns')),
    toldAt('cgroupParent', host('CgroupParent'), filled, mode('--cgroup-parent')),
    toldAt('memory', host('Memory'), positive, update('--memory')),
    toldAt('memorySwap', host('MemorySwap'), (value) => (value === 0 ? undefined : value), update('--memory-swap')),
    CPUS,
    toldAt('cpuShares', host('CpuShares'), positive, update('--cpu-shares')),
    toldAt('pidsLimit', host('PidsLimit'), positive, update('--pids-limit')),
    toldAt(
      'oomKillDisable',
      host('OomKillDisable'),
      onlyTrue,
      again(() => '--oom-kill-disable=false'),
    ),
    toldAt('oomScoreAdj', host('OomScoreAdj'), besides(0), mode('--oom-score-adj')),
    toldAt(
      'shmSize',
      host('ShmSize'),
      besides(DEFAULT_SHM, 0),
      again((value) => `--shm-size ${String(value)}`),
    ),
    ulimitsAt(
      host('Ulimits'),
      again(() => '--ulimit NAME=SOFT:HARD'),
    ),
    RESTART,
    healthcheckAt(
      ['Config', 'Healthcheck'],
      again(() => '--health-cmd COMMAND'),
    ),
    PUBLISHED_PORTS,
    EXPOSED_PORTS,
    environmentAt(['Config', 'Env']),
    COMMAND,
    loggingAt(
      host('LogConfig'),
      { driver: 'Type', options: 'Config' },
      defaults.logDriver,
      again(() => '--log-opt max-size=10m --log-opt max-file=3'),
    ),
    toldAt(
      'init',
      host('Init'),
      onlyTrue,
      again(() => '--init'),
    ),
    toldAt('sysctls', host('Sysctls'), (value) => (isObject(value) && Object.keys(value).length > 0 ? value : undefined)),
    toldAt('runtime', host('Runtime'), besides('', defaults.runtime), mode('--runtime')),
  ];
}

/** Anything but what the engine says where nothing was asked. */
function besides(...usual: readonly unknown[]): (value: unknown) => unknown {
  return (value) => (value === '' || usual.includes(value) ? undefined : value);
}

/** Billionths of a CPU, or microseconds in a period. */
const CPUS = toldField(
  'cpus',
  host('NanoCpus'),
  (written) => {
    const nano = valueIn(written, host('NanoCpus'));
    if (typeof nano === 'number' && nano > 0) return { value: nano / 1e9, at: host('NanoCpus') };
    const quota = valueIn(written, host('CpuQuota'));
    const period = valueIn(written, host('CpuPeriod'));
    if (typeof quota !== 'number' || quota <= 0) return undefined;
    return { value: quota / (typeof period === 'number' && period > 0 ? period : 100_000), at: host('CpuQuota') };
  },
  update('--cpus'),
);

/** `no` is what the engine says where nothing was asked. */
const RESTART = toldField(
  'restart',
  host('RestartPolicy'),
  (written) => {
    const policy = valueIn(written, host('RestartPolicy'));
    if (!isObject(policy) || policy.Name === undefined || policy.Name === '' || policy.Name === 'no') return undefined;
    const retries: unknown = policy.MaximumRetryCount;
    return {
      value: { policy: policy.Name as unknown, ...(typeof retries === 'number' && retries > 0 && { maxRetries: retries }) },
      at: host('RestartPolicy'),
      below: ([key]) => [...host('RestartPolicy'), key === 'maxRetries' ? 'MaximumRetryCount' : 'Name'],
    };
  },
  (value, _before, { Name }) => {
    const { policy, maxRetries }: Json = isObject(value) ? value : {};
    return policy === undefined
      ? undefined
      : `run \`docker update --restart ${policy}${maxRetries === undefined ? '' : `:${maxRetries}`} ${nameOf(Name)}\``;
  },
);

/** What runs: the program that the engine started, with its arguments. */
const COMMAND = toldField('command', ['Path'], (written) => {
  const { Path: program, Args: words }: Json = written;
  if (typeof program !== 'string' || program === '') return undefined;
  const value = [program, ...(Array.isArray(words) ? words.map(String) : [])];
  return { value, at: ['Path'], below: ([index]) => (typeof index !== 'number' || index === 0 ? ['Path'] : ['Args', index - 1]) };
});

/** `/web` is web. */
export function nameOf(name: unknown): string {
  return String(name ?? '').replace(/^\//, '');
}

/** What `docker image inspect` says of what a container inherits. */
export function imageConfigOf(image: Json | undefined): DockerContainer['imageConfig'] | undefined {
  const config: unknown = image?.Config;
  if (!isObject(config)) return undefined;
  const test: unknown = isObject(config.Healthcheck) ? config.Healthcheck.Test : undefined;
  return {
    user: typeof config.User === 'string' ? config.User : '',
    healthcheck: Array.isArray(test) && test.length > 0 && test[0] !== 'NONE',
    exposedPorts: exposedPorts(config.ExposedPorts),
  };
}

/** A container as `docker inspect` tells it, with its image where that is known. */
export function engineContainer(inspected: Json, image: Json | undefined, defaults: EngineDefaults): Normalised {
  const labels: unknown = valueIn(inspected, ['Config', 'Labels']);
  const imageConfig = imageConfigOf(image);
  return normalise(
    inspected,
    codecsOf(defaults),
    {
      metadata: { name: nameOf(inspected.Name), ...(isObject(labels) && { annotations: labels }) },
      declaredBy: 'engine-container',
      imageKnowledge: 'required',
      ...(imageConfig !== undefined && { imageConfig }),
    },
    ['Config', 'Labels'],
  );
}
