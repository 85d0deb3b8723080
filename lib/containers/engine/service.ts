import { isObject, type Json, listOf, type Path } from '../../controls/requirement';
import { type FieldCodec, type Normalised, normalise, valueIn } from '../codec';
import { imageConfigOf } from './container';
import { environmentAt } from './environment';
import { mountsAt } from './mounts';
import { healthcheckAt, loggingAt, ulimitsAt } from './process';
import { fileReferences, PRIVILEGES } from './service-fields';
import { tmpfsAt } from './tmpfs';
import { elements, filled, onlyTrue, positive, toldAt, toldField, type Words } from './told-field';

/** What is known of the engine and of what a service names. */
export interface SwarmKnowledge {
  /** Version of the API, `1.44`: older engines have fewer words. */
  readonly api: string;
  readonly logDriver?: string;
  /** Names of networks by their id. */
  readonly networks: ReadonlyMap<string, string>;
  readonly boundVolumes: ReadonlyMap<string, string>;
}

const TASK = ['Spec', 'TaskTemplate'];
const LIMITS = [...TASK, 'Resources', 'Limits'];
const PORTS = ['Spec', 'EndpointSpec', 'Ports'];
const NETWORKS = [...TASK, 'Networks'];
const inContainer = (key: string): Path => [...TASK, 'ContainerSpec', key];

const update =
  (flag: (value: unknown) => string): Words =>
  (value, _before, { Spec }) =>
    value === undefined ? undefined : `run \`docker service update ${flag(value)} ${isObject(Spec) ? String(Spec.Name) : ''}\``;
const joined =
  (flag: string): Words =>
  (value, before, written) => {
    const had: readonly unknown[] = Array.isArray(before) ? before : [];
    const more = (Array.isArray(value) ? value : []).filter((each) => !had.includes(each)).map((each) => `${flag} ${String(each)}`);
    return more.length === 0 ? undefined : update(() => more.join(' '))(more, before, written);
  };

/** The fields of `docker service inspect`, from engine 20.10 to 29. */
function codecsOf({ api, logDriver, networks, boundVolumes }: SwarmKnowledge): readonly FieldCodec[] {
  return [
    toldAt('image', inContainer('Image'), filled),
    toldAt(
      'user',
      inContainer('User'),
      filled,
      update((value) => `--user ${String(value)}`),
    ),
    toldAt('groups', inContainer('Groups'), elements),
    toldAt('capDrop', inContainer('CapabilityDrop'), elements, joined('--cap-drop')),
    toldAt('capAdd', inContainer('CapabilityAdd'), elements),
    atLeast(api, '1.44')
      ? PRIVILEGES
      : {
          field: 'securityOpt',
          inexpressible: 'A service has no words for it before engine 25: set `"no-new-privileges": true` in daemon.json of every node.',
        },
    toldAt(
      'readOnly',
      inContainer('ReadOnly'),
      onlyTrue,
      update(() => '--read-only'),
    ),
    tmpfsAt(
      undefined,
      inContainer('Mounts'),
      update(() => '--mount-add type=tmpfs,dst=/tmp,tmpfs-size=67108864'),
    ),
    mountsAt(inContainer('Mounts'), boundVolumes),
    networksOf(networks),
    toldAt(
      'memory',
      [...LIMITS, 'MemoryBytes'],
      positive,
      update((value) => `--limit-memory ${String(value)}`),
    ),
    swapOf(api),
    toldAt(
      'cpus',
      [...LIMITS, 'NanoCPUs'],
      (value) => (typeof value === 'number' && value > 0 ? value / 1e9 : undefined),
      update((value) => `--limit-cpu ${String(value)}`),
    ),
    toldAt(
      'pidsLimit',
      [...LIMITS, 'Pids'],
      positive,
      update((value) => `--limit-pids ${String(value)}`),
    ),
    { field: 'shmSize', inexpressible: 'A service has no words for the size of /dev/shm: mount a tmpfs with a size there.' },
    ulimitsAt(
      inContainer('Ulimits'),
      update(() => '--ulimit-add NAME=SOFT:HARD'),
    ),
    RESTART,
    healthcheckAt(
      inContainer('Healthcheck'),
      update(() => '--health-cmd COMMAND'),
    ),
    PUBLISHED,
    environmentAt(inContainer('Env')),
    COMMAND,
    fileReferences('secrets', inContainer('Secrets'), 'SecretName'),
    fileReferences('configs', inContainer('Configs'), 'ConfigName'),
    loggingAt(
      [...TASK, 'LogDriver'],
      { driver: 'Name', options: 'Options' },
      logDriver,
      update(() => '--log-opt max-size=10m --log-opt max-file=3'),
    ),
    toldAt(
      'init',
      inContainer('Init'),
      onlyTrue,
      update(() => '--init'),
    ),
    toldAt('sysctls', inContainer('Sysctls'), (value) => (isObject(value) && Object.keys(value).length > 0 ? value : undefined)),
  ];
}

/** Whether a version of the API is not older. */
function atLeast(api: string, wanted: string): boolean {
  const [major = 0, minor = 0] = api.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** Memory and swap together; the API tells the swap alone. */
function swapOf(api: string): FieldCodec {
  if (!atLeast(api, '1.52'))
    return { field: 'memorySwap', inexpressible: 'A service has no limit of swap before engine 29: switch swap off on the nodes.' };
  const at = [...TASK, 'Resources', 'SwapBytes'];
  return toldField(
    'memorySwap',
    at,
    (written) => {
      const swap = valueIn(written, at);
      const memory = valueIn(written, [...LIMITS, 'MemoryBytes']);
      if (typeof swap !== 'number') return undefined;
      return { value: swap < 0 ? -1 : swap + (typeof memory === 'number' ? memory : 0), at };
    },
    update(() => '--memory-swap BYTES'),
  );
}

/** By name; a network that the engine no longer knows stands by its id. */
function networksOf(names: ReadonlyMap<string, string>): FieldCodec {
  return toldField('networks', NETWORKS, (written) => {
    const value = listOf(valueIn(written, NETWORKS)).map(({ Target }) => names.get(String(Target)) ?? String(Target));
    return value.length === 0
      ? undefined
      : { value, at: NETWORKS, below: ([index]) => [...NETWORKS, ...(index === undefined ? [] : [index, 'Target'])] };
  });
}

const POLICIES: Readonly<Record<string, string>> = { none: 'no', 'on-failure': 'on-failure', any: 'always' };

const RESTART = toldField(
  'restart',
  [...TASK, 'RestartPolicy'],
  (written) => {
    const at = [...TASK, 'RestartPolicy'];
    const policy = valueIn(written, at);
    if (!isObject(policy)) return undefined;
    const retries: unknown = policy.MaxAttempts;
    return {
      // Swarm restarts after any end unless told otherwise.
      value: {
        policy: POLICIES[String(policy.Condition)] ?? 'always',
        ...(typeof retries === 'number' && retries > 0 && { maxRetries: retries }),
      },
      at,
      below: ([key]) => [...at, key === 'maxRetries' ? 'MaxAttempts' : 'Condition'],
    };
  },
  update((value) => `--restart-max-attempts ${isObject(value) && value.maxRetries !== undefined ? String(value.maxRetries) : 5}`),
);

const WORDS: Readonly<Record<string, string>> = {
  target: 'TargetPort',
  published: 'PublishedPort',
  protocol: 'Protocol',
  mode: 'PublishMode',
};

const PUBLISHED = toldField('ports', PORTS, (written) => {
  const value = listOf(valueIn(written, PORTS)).map(({ TargetPort, PublishedPort, Protocol, PublishMode }) => ({
    target: Number(TargetPort),
    ...(typeof PublishedPort === 'number' && PublishedPort > 0 && { published: PublishedPort }),
    ...(typeof Protocol === 'string' && Protocol !== 'tcp' && { protocol: Protocol }),
    mode: PublishMode === 'host' ? 'host' : 'ingress',
  }));
  return value.length === 0
    ? undefined
    : {
        value,
        at: PORTS,
        below: ([index, key]) => [
          ...PORTS,
          ...(index === undefined ? [] : [index]),
          ...(key === undefined ? [] : [WORDS[String(key)] ?? 'PublishMode']),
        ],
      };
});

/** `Command` takes the place of the image's entry point; `Args` are what follows it. */
const COMMAND = toldField('command', inContainer('Args'), (written) => {
  const program = valueIn(written, inContainer('Command'));
  const words = valueIn(written, inContainer('Args'));
  const first: readonly unknown[] = Array.isArray(program) ? program : [];
  const value = [...first, ...(Array.isArray(words) ? words : [])].map(String);
  if (value.length === 0) return undefined;
  return {
    value,
    at: inContainer(first.length > 0 ? 'Command' : 'Args'),
    below: ([index]) =>
      Number(index) < first.length
        ? [...inContainer('Command'), Number(index)]
        : [...inContainer('Args'), Number(index ?? 0) - first.length],
  };
});

/** A Swarm service as `docker service inspect` tells it, with its image where the manager has it. */
export function engineService(inspected: Json, image: Json | undefined, knowledge: SwarmKnowledge): Normalised {
  const labels: unknown = valueIn(inspected, ['Spec', 'Labels']);
  const imageConfig = imageConfigOf(image);
  return normalise(
    inspected,
    codecsOf(knowledge),
    {
      metadata: { name: String(valueIn(inspected, ['Spec', 'Name']) ?? ''), ...(isObject(labels) && { annotations: labels }) },
      declaredBy: 'engine-service',
      imageKnowledge: 'required',
      ...(imageConfig !== undefined && { imageConfig }),
    },
    ['Spec', 'Labels'],
  );
}
