import { isObject, type Json, type Path, UNKNOWN } from '../../controls/requirement';
import { type FieldCodec, type Normalised, normalise, plainField, valueIn } from '../codec';
import { labelsOf } from './labels';
import { elementsOf, listCodec, stated } from './list-codec';
import { endpointPorts, fileReferences, serviceNetworks, serviceRestartField } from './service-fields';
import { capabilitiesField, healthcheckField, mountElement, textsField, tmpfsMountElement } from './shared-fields';

const CONTAINER: Path = ['taskSpec', 'containerSpec'];
const MOUNTS: Path = [...CONTAINER, 'mounts'];
const LIMITS: Path = ['taskSpec', 'resources', 'limits'];

/** The instructions where a service has no words for a protection that its engines can give by default. */
const byDaemon = (what: string, key: string) =>
  `docker.Service has no ${what}. Set it for all containers of each engine of the Swarm, in daemon.json: ${key}.`;

/** How `docker.Service` of @pulumi/docker says what the containers of its tasks are. */
export const PULUMI_SERVICE: readonly FieldCodec[] = [
  plainField('image', [...CONTAINER, 'image']),
  plainField('user', [...CONTAINER, 'user']),
  textsField('groups', [...CONTAINER, 'groups']),
  capabilitiesField('capAdd', [...CONTAINER, 'capAdds']),
  capabilitiesField('capDrop', [...CONTAINER, 'capDrops']),
  plainField('readOnly', [...CONTAINER, 'readOnly']),
  listCodec({
    field: 'tmpfs',
    home: MOUNTS,
    elements: (written) => {
      const found = elementsOf(written, MOUNTS, tmpfsMountElement);
      if (found === UNKNOWN) return UNKNOWN;
      // A mount that is not known yet is spoken of among the mounts.
      const known = Array.isArray(found) ? found.filter(({ value }) => value !== UNKNOWN) : [];
      return known.length > 0 ? known : undefined;
    },
    add: ({ target, size, mode }) => ({
      op: 'append',
      path: MOUNTS,
      value: {
        type: 'tmpfs',
        target: target as unknown,
        ...((size !== undefined || mode !== undefined) && {
          tmpfsOptions: stated({ sizeBytes: size as unknown, mode: mode === undefined ? undefined : Number.parseInt(String(mode), 8) }),
        }),
      },
    }),
    cannot: () => 'A tmpfs of a service is always noexec, nosuid and nodev.',
  }),
  listCodec({
    field: 'mounts',
    home: MOUNTS,
    elements: (written) => elementsOf(written, MOUNTS, mountElement),
    add: ({ propagation, ...mount }) => ({
      op: 'append',
      path: MOUNTS,
      value: { ...mount, ...(propagation !== undefined && { bindOptions: { propagation: propagation as unknown } }) },
    }),
  }),
  serviceNetworks(['taskSpec', 'networksAdvanceds']),
  plainField('memory', [...LIMITS, 'memoryBytes']),
  plainField('cpus', [...LIMITS, 'nanoCpus'], {
    read: (value) => (typeof value === 'number' ? value / 1e9 : value),
    write: (value) => Math.round(Number(value) * 1e9),
  }),
  { field: 'memorySwap', inexpressible: 'docker.Service has no limit of swap; switch swap off on the nodes (`swapoff -a`).' },
  {
    field: 'pidsLimit',
    inexpressible: byDaemon(
      'limit of processes',
      '"default-ulimits": {"nproc": …}, which counts by user; a stack file has deploy.resources.limits.pids',
    ),
  },
  {
    field: 'shmSize',
    inexpressible:
      'docker.Service has no size of /dev/shm. Mount a tmpfs there: { type: "tmpfs", target: "/dev/shm", tmpfsOptions: { sizeBytes } }.',
  },
  { field: 'ulimits', inexpressible: byDaemon('ulimits', '"default-ulimits"') },
  serviceRestartField(['taskSpec', 'restartPolicy']),
  healthcheckField([...CONTAINER, 'healthcheck']),
  endpointPorts(['endpointSpec', 'ports']),
  plainField('env', [...CONTAINER, 'env']),
  {
    field: 'command',
    home: [...CONTAINER, 'commands'],
    read(written) {
      const [commands, args] = [valueIn(written, [...CONTAINER, 'commands']), valueIn(written, [...CONTAINER, 'args'])];
      if (commands === undefined && args === undefined) return undefined;
      if (commands === UNKNOWN || args === UNKNOWN) return { value: UNKNOWN, at: [...CONTAINER, 'commands'] };
      return {
        value: [commands, args].flatMap((list): unknown[] => (Array.isArray(list) ? list : [])),
        at: [...CONTAINER, 'commands'],
        below: () => [...CONTAINER, 'commands'],
      };
    },
  },
  fileReferences('secrets', [...CONTAINER, 'secrets'], ['secretName', 'secretId']),
  fileReferences('configs', [...CONTAINER, 'configs'], ['configName', 'configId']),
  {
    field: 'logging',
    home: ['taskSpec', 'logDriver'],
    read(written) {
      const at = ['taskSpec', 'logDriver'];
      const value = valueIn(written, at);
      if (value === UNKNOWN) return { value, at };
      if (!isObject(value)) return undefined;
      return {
        value: stated({ driver: value.name, options: value.options }),
        at,
        below: ([key, ...rest]) => [...at, ...(key === undefined ? [] : [key === 'driver' ? 'name' : key, ...rest])],
      };
    },
    write(value) {
      const { driver, options } = isObject(value) ? value : { driver: undefined, options: undefined };
      return [{ op: 'set', path: ['taskSpec', 'logDriver'], value: stated({ name: driver, options }) }];
    },
  },
  plainField('init', [...CONTAINER, 'init']),
  plainField('sysctls', [...CONTAINER, 'sysctl']),
];

const NO_SECURITY_OPTIONS = byDaemon('security options', '"no-new-privileges": true, and "seccomp-profile"');

/** Security options cannot be said, but for one: SELinux can be switched off. */
function securityOptions(written: Json): FieldCodec {
  const at = [...CONTAINER, 'privileges', 'seLinuxContext', 'disable'];
  if (valueIn(written, at) !== true) return { field: 'securityOpt', inexpressible: NO_SECURITY_OPTIONS };
  return {
    field: 'securityOpt',
    home: at,
    read: () => ({ value: ['label=disable'], at, below: () => at }),
    write: (value) => [
      Array.isArray(value) && value.includes('label=disable')
        ? { op: 'manual', instructions: NO_SECURITY_OPTIONS }
        : { op: 'remove', path: at },
    ],
  };
}

/** The normal form of the arguments of a `docker.Service`; an output that is not resolved stands there as `UNKNOWN`. */
export function normalisePulumiService(name: string, args: Json, labels: Readonly<Record<string, string>> = {}): Normalised {
  const annotations = { ...labelsOf(args.labels, valueIn(args, [...CONTAINER, 'labels'])), ...labels };
  return normalise(args, [...PULUMI_SERVICE, securityOptions(args)], {
    metadata: { name, ...(Object.keys(annotations).length > 0 && { annotations }) },
    declaredBy: 'pulumi-service',
    imageKnowledge: 'assumed',
  });
}
