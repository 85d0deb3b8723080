import type { DockerContainer } from '../../controls/docker/container';
import { isObject, type Json, type Path } from '../../controls/requirement';
import { flagOf, listAt, looseTextOf } from './plain-fields';
import { obstacleToReadOnly, refusedPairs } from './refused-pairs';
import type { RunBy } from './resource-fields';

/** What a file says beside the service, as far as it decides what the service can say. */
export interface ComposeContext {
  /** The `version` of the file: `docker stack deploy` checks against its schema. */
  readonly version?: string;
  /** The top-level `secrets`. */
  readonly secrets?: Readonly<Record<string, { readonly file?: boolean; readonly environment?: boolean }>>;
  /** The top-level `configs`, and whether Compose copies the content into the container in place of mounting a file. */
  readonly configs?: Readonly<Record<string, { readonly copied?: boolean }>>;
  /** Named volumes that are bind mounts by their driver options, with the path of the host. */
  readonly hostVolumes?: ReadonlyMap<string, string>;
  /** The folder of the file, absolute: sources of mounts are read from there. */
  readonly folder?: string;
  /** Networks that are the host's. */
  readonly hostNetworks?: ReadonlySet<string>;
  /** What the files of `env_file` give: `environment` counts before it. */
  readonly envFiles?: ReadonlyMap<string, FileVariable>;
}

/** A variable that a file gives which the service names. */
export interface FileVariable {
  /** Null where the value comes from outside. */
  readonly value: string | null;
  /** Where it stands, as a path of the service. */
  readonly at: Path;
}

type Words = { readonly [field in keyof DockerContainer]?: string };

/** What a field of a container cannot say or is not heeded in, by the words of its source. */
export interface Limits {
  readonly inexpressible: Words;
  readonly dropped: Words;
}

interface StackLimit {
  readonly key: string;
  readonly field: keyof DockerContainer;
  readonly instead: string;
  /** It refuses the file instead of ignoring the key. */
  readonly refused?: boolean;
  /** Nothing else says it either, so that its absence cannot be repaired. */
  readonly nothingElse?: boolean;
}

// docker/cli, cli/compose/types: UnsupportedProperties, ForbiddenProperties; the schemas of version 3. `tmpfs` is in none of these lists and is dropped all the same.
const STACK_LIMITS: readonly StackLimit[] = [
  {
    key: 'security_opt',
    field: 'securityOpt',
    instead: 'set `"no-new-privileges": true` (and a `seccomp-profile`) in daemon.json of every node, which reaches the tasks of Swarm',
    nothingElse: true,
  },
  { key: 'tmpfs', field: 'tmpfs', instead: 'write a volume of `type: tmpfs` with a `target` and `tmpfs.size`' },
  { key: 'shm_size', field: 'shmSize', instead: 'write a volume of `type: tmpfs` at /dev/shm with `tmpfs.size`', nothingElse: true },
  { key: 'memswap_limit', field: 'memorySwap', instead: 'turn swap off on the nodes', refused: true, nothingElse: true },
  { key: 'mem_limit', field: 'memory', instead: 'write `deploy.resources.limits.memory`', refused: true },
  { key: 'cpus', field: 'cpus', instead: 'write `deploy.resources.limits.cpus`', refused: true },
  { key: 'cpu_shares', field: 'cpuShares', instead: 'write `deploy.resources.limits.cpus`', refused: true, nothingElse: true },
  { key: 'pids_limit', field: 'pidsLimit', instead: 'write `deploy.resources.limits.pids`', refused: true },
  { key: 'restart', field: 'restart', instead: 'write `deploy.restart_policy`' },
  { key: 'privileged', field: 'privileged', instead: 'take the line away: no task of a stack is privileged' },
  { key: 'userns_mode', field: 'userns', instead: 'set `userns-remap` in daemon.json of every node' },
  { key: 'cgroup_parent', field: 'cgroupParent', instead: 'set `cgroup-parent` in daemon.json of every node' },
  { key: 'devices', field: 'devices', instead: 'take the lines away: no task of a stack gets a device so' },
  { key: 'device_cgroup_rules', field: 'deviceCgroupRules', instead: 'take the lines away', refused: true },
  { key: 'network_mode', field: 'networkMode', instead: 'attach the service to `networks` of the stack' },
  { key: 'links', field: 'links', instead: 'attach both services to one of the `networks` of the stack' },
  { key: 'pid', field: 'pid', instead: 'take the line away: every task has its own process namespace' },
  { key: 'ipc', field: 'ipc', instead: 'take the line away: every task has its own IPC namespace' },
  { key: 'uts', field: 'uts', instead: 'take the line away', refused: true },
  { key: 'group_add', field: 'groups', instead: 'name the group in `user: UID:GID`', refused: true, nothingElse: true },
  { key: 'cgroup', field: 'cgroup', instead: 'take the line away', refused: true },
  { key: 'runtime', field: 'runtime', instead: 'set `default-runtime` in daemon.json of the nodes', refused: true, nothingElse: true },
];

/** Keys that came with a later version of the schema, and whether a service writes them. */
const STACK_VERSIONS: readonly {
  readonly key: string;
  readonly field: 'init' | 'pidsLimit' | 'tmpfs';
  readonly minor: number;
  readonly at: (written: Json) => boolean;
}[] = [
  { key: 'pids', field: 'pidsLimit', minor: 9, at: (written) => (written.deploy?.resources?.limits?.pids ?? null) !== null },
  { key: 'init', field: 'init', minor: 7, at: (written) => (written.init ?? null) !== null },
  {
    key: 'tmpfs.size',
    field: 'tmpfs',
    minor: 6,
    at: (written) => listAt(written, 'volumes').some((volume) => isObject(volume) && isObject(volume.tmpfs)),
  },
];

const STACK_KEYS = new Map(STACK_LIMITS.map((limit) => [limit.field, limit.key]));

/** The key by which a stack drops a field; undefined where it honours the field. */
export function droppedKey(field: keyof DockerContainer): string | undefined {
  return STACK_KEYS.get(field);
}

/** The fields of a service that the target has no words for, or whose words it drops. */
export function limitsOf(written: Json, runBy: RunBy, context: ComposeContext): Limits {
  return runBy === 'stack' ? stackLimits(written, context) : composeLimits(written, context);
}

function stackLimits(written: Json, { version }: ComposeContext): Limits {
  const inexpressible: Record<string, string> = {};
  const dropped: Record<string, string> = {};
  for (const { key, field, instead, refused, nothingElse } of STACK_LIMITS) {
    const isWritten = (written[key] ?? null) !== null;
    if (isWritten) dropped[field] = `\`docker stack deploy\` ${refused ? 'refuses a file with' : 'ignores'} \`${key}\`: ${instead}.`;
    else if (nothingElse) inexpressible[field] = `A stack has no words for it: ${instead}.`;
  }
  for (const { key, field, minor, at } of STACK_VERSIONS) {
    if (isAtLeast(version, minor) || dropped[field] !== undefined) continue;
    const words = `The schema of version "${version}" has no \`${key}\`: write version "3.${minor}" or later, or none.`;
    (at(written) ? dropped : inexpressible)[field] = words;
  }
  return { inexpressible, dropped };
}

/** A file without a version, or of "3" alone, is read as the newest. */
function isAtLeast(version: string | undefined, wanted: number): boolean {
  const [, minor] = /^3\.(\d+)/.exec(version ?? '') ?? [];
  return minor === undefined || Number(minor) >= wanted;
}

function composeLimits(written: Json, { secrets = {}, configs = {} }: ComposeContext): Limits {
  const inexpressible: Record<string, string> = {};
  const dropped: Record<string, string> = {};
  for (const item of listAt(written, 'secrets')) {
    const source = looseTextOf(isObject(item) ? item.source : item) ?? '';
    const origin = secrets[source];
    if (origin === undefined) continue;
    const asked = isObject(item) ? ['uid', 'gid', 'mode'].filter((key) => (item[key] ?? null) !== null) : [];
    if (origin.file === true && asked.length > 0)
      dropped.secrets = `Compose mounts a secret from a file as it is and ignores ${asked.join(', ')} of ${source}: give the file itself this owner and mode, or write \`environment\` as its source.`;
  }
  const stopped = obstacleToReadOnly(written, { secrets, configs });
  if (stopped !== undefined) {
    if (flagOf(written.read_only) === true) dropped.readOnly = stopped;
    else if (written.read_only === undefined) inexpressible.readOnly = stopped;
  }
  return { inexpressible, dropped: { ...dropped, ...refusedPairs(written) } };
}
