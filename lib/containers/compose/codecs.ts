import type { DockerContainer } from '../../controls/docker/container';
import type { Json } from '../../controls/requirement';
import type { FieldCodec } from '../codec';
import { plainField } from '../codec';
import { DEVICES, EXPOSE, NETWORKS, networkModeField, securityOption, securityOptionText } from './attachment-fields';
import { byteSize } from './byte-size';
import { referencesField } from './file-references';
import { HOOKS, PRIVILEGED } from './hooks';
import { keyedField } from './keyed-texts';
import { type ComposeContext, droppedKey, limitsOf } from './limits';
import { mountsField, tmpfsField } from './mount-fields';
import { flagField, listField, numberField, textField } from './plain-fields';
import { portsField } from './ports';
import { COMMAND, ENTRYPOINT, HEALTHCHECK, LOGGING, restartField, ULIMITS } from './process-fields';
import { type RunBy, resourceFields, sizeOf } from './resource-fields';

/**
 * How a service of a Compose file says the fields of a container, in the short and the long forms of the Compose
 * Specification, and how `docker compose` (`compose`) or `docker stack deploy` (`stack`) takes them.
 *
 * What is written back keeps the form that is there: an address is put in front of a port, an option behind a volume.
 * Where the service itself is given, what it writes in words that the target drops is read, too: it is a finding.
 */
export function composeServiceCodecs(runBy: RunBy, context: ComposeContext = {}, written: Json = {}): readonly FieldCodec[] {
  const { inexpressible, dropped } = limitsOf(written, runBy, context);
  return allFields(runBy, context).map((codec): FieldCodec => {
    const { field } = codec;
    const words = inexpressible[field];
    if (words !== undefined) return { field, inexpressible: words };
    if (runBy !== 'stack' || !('read' in codec)) return codec;
    const key = droppedKey(field);
    if (key === undefined) return codec;
    // What is dropped stands where it is written; it is never written back in words that are dropped.
    if (dropped[field] !== undefined && (written[key] ?? null) !== null) {
      const asCompose = allFields('compose', context).find((each) => each.field === field);
      return asCompose && 'read' in asCompose ? { field, home: [key], read: asCompose.read } : codec;
    }
    return WRITTEN_OTHERWISE.has(field) ? codec : { field, home: codec.home, read: codec.read };
  });
}

/** What a stack drops under the key of Compose, and honours in other words. */
const WRITTEN_OTHERWISE: ReadonlySet<keyof DockerContainer> = new Set(['tmpfs', 'memory', 'cpus', 'pidsLimit', 'restart']);

function allFields(runBy: RunBy, context: ComposeContext): readonly FieldCodec[] {
  const { hostNetworks = new Set() } = context;
  return [
    textField('image', 'image'),
    ...(runBy === 'compose' ? [BUILT] : []),
    textField('user', 'user'),
    listField('groups', { key: 'group_add' }),
    PRIVILEGED,
    listField('capDrop', { key: 'cap_drop' }),
    listField('capAdd', { key: 'cap_add' }),
    listField('securityOpt', { key: 'security_opt', read: securityOption, write: securityOptionText }),
    flagField('readOnly', 'read_only'),
    tmpfsField(runBy === 'compose'),
    mountsField(context),
    listField('volumesFrom', { key: 'volumes_from' }),
    DEVICES,
    listField('deviceCgroupRules', { key: 'device_cgroup_rules' }),
    networkModeField(hostNetworks),
    NETWORKS,
    listField('links', { key: 'links' }),
    textField('pid', 'pid'),
    textField('ipc', 'ipc'),
    textField('uts', 'uts'),
    textField('userns', 'userns_mode'),
    textField('cgroup', 'cgroup'),
    textField('cgroupParent', 'cgroup_parent'),
    ...resourceFields(runBy),
    sizeField('memorySwap', 'memswap_limit'),
    numberField('cpuShares', 'cpu_shares'),
    flagField('oomKillDisable', 'oom_kill_disable'),
    numberField('oomScoreAdj', 'oom_score_adj'),
    sizeField('shmSize', 'shm_size'),
    ULIMITS,
    restartField(runBy),
    HEALTHCHECK,
    portsField(runBy === 'compose'),
    EXPOSE,
    environmentField(context),
    COMMAND,
    ENTRYPOINT,
    HOOKS,
    referencesField('secrets', runBy),
    referencesField('configs', runBy),
    LOGGING,
    flagField('init', 'init'),
    keyedField('sysctls', 'sysctls'),
    textField('runtime', 'runtime'),
  ];
}

/** `environment`, over what the files of `env_file` give. */
function environmentField({ envFiles = new Map() }: ComposeContext): FieldCodec {
  const own = keyedField('env', 'environment');
  if (envFiles.size === 0 || !('read' in own)) return own;
  return {
    ...own,
    read(written) {
      const reading = own.read(written);
      const said = (reading?.value ?? {}) as Readonly<Record<string, unknown>>;
      const given = Object.fromEntries([...envFiles].map(([name, { value }]) => [name, value]));
      return {
        value: { ...given, ...said },
        at: ['environment'],
        below([name, ...rest]) {
          const variable = name === undefined || name in said ? undefined : envFiles.get(String(name));
          return variable?.at ?? reading?.below?.([...(name === undefined ? [] : [name]), ...rest]) ?? ['environment'];
        },
      };
    },
  };
}

const BUILT: FieldCodec = {
  field: 'built',
  home: ['build'],
  read: ({ build }) => ((build ?? null) === null ? undefined : { value: true, at: ['build'], below: () => ['build'] }),
};

function sizeField(field: 'memorySwap' | 'shmSize', key: string): FieldCodec {
  return plainField(field, [key], { read: sizeOf, write: (value) => (value === -1 ? -1 : byteSize(Number(value))) });
}
