import type { DockerContainer } from '../../controls/docker/container';
import { type Fix, isObject, type Json } from '../../controls/requirement';
import { type Heading, type Normalised, normalise } from '../codec';
import { composeServiceCodecs } from './codecs';
import { escaped } from './interpolation';
import { keyedObject, keyedTexts } from './keyed-texts';
import { type ComposeContext, limitsOf } from './limits';
import type { RunBy } from './resource-fields';

/** What is known of a service beside what it says. */
export interface ServiceHeading {
  readonly name: string;
  readonly runBy: RunBy;
  /**
   * @default 'required', since the file is somebody's: what would stop an ordinary image is left to a person.
   */
  readonly imageKnowledge?: DockerContainer['imageKnowledge'];
  readonly imageConfig?: DockerContainer['imageConfig'];
  readonly context?: ComposeContext;
}

/** The normal form of a service, as it stands in a Compose file once files, `extends` and merge keys are merged. */
export function normaliseComposeService(written: Json, heading: ServiceHeading): Normalised {
  const { name, runBy, imageKnowledge = 'required', imageConfig, context = {} } = heading;
  const { dropped } = limitsOf(written, runBy, context);
  const labels = Object.entries(keyedObject(keyedTexts(written.labels, ['labels']))).map(([key, value]) => [key, value ?? '']);
  const head: Heading = {
    metadata: { name, ...(labels.length > 0 && { annotations: Object.fromEntries(labels) }) },
    declaredBy: runBy,
    imageKnowledge,
    ...(imageConfig !== undefined && { imageConfig }),
    ...(Object.keys(dropped).length > 0 && { dropped }),
  };
  return normalise(written, composeServiceCodecs(runBy, context, written), head);
}

/** The usual order of the keys of a service. */
const KEY_ORDER = [
  ...['image', 'command', 'user', 'group_add', 'read_only', 'privileged', 'cap_drop', 'cap_add', 'security_opt', 'init'],
  ...['environment', 'ports', 'expose', 'volumes', 'tmpfs', 'secrets', 'configs', 'devices', 'device_cgroup_rules'],
  ...['networks', 'network_mode', 'links', 'pid', 'ipc', 'uts', 'userns_mode', 'cgroup', 'cgroup_parent'],
  ...['mem_limit', 'memswap_limit', 'cpus', 'cpu_shares', 'pids_limit', 'shm_size', 'ulimits', 'sysctls', 'runtime'],
  ...['healthcheck', 'restart', 'deploy', 'logging', 'labels'],
];

/**
 * A service of a Compose file that says what the container does: what `docker compose` or `docker stack deploy` honours,
 * and nothing that it would drop. `build` is left to whoever knows the context.
 *
 * @example
 * ```ts
 * composeService(container, 'compose'); // { image: 'nginx:1.29', read_only: true, tmpfs: ['/tmp:size=16m'] … }
 * ```
 */
export function composeService(container: DockerContainer, runBy: RunBy): Json {
  const service: Record<string, unknown> = {};
  for (const codec of composeServiceCodecs(runBy)) {
    const value = container[codec.field];
    if (value === undefined || !('read' in codec)) continue;
    // One after the other, so that fields that share a key of the service add to it.
    for (const fix of codec.write?.(value, service, undefined) ?? []) put(service, fix);
  }
  const labels = Object.entries(container.metadata.annotations ?? {}).map(([key, value]) => [key, escaped(value)]);
  if (labels.length > 0) service.labels = Object.fromEntries(labels);
  const known = KEY_ORDER.filter((key) => key in service);
  return Object.fromEntries([...known, ...Object.keys(service).filter((key) => !known.includes(key))].map((key) => [key, service[key]]));
}

type Mutable = Record<string | number, unknown>;

/** Writes into a mapping that holds nothing of the field yet. */
function put(service: Mutable, fix: Fix): void {
  if (fix.op !== 'set' && fix.op !== 'append') return;
  let node = service;
  for (const key of fix.path.slice(0, -1)) {
    if (!isObject(node[key])) node[key] = {};
    node = node[key] as Mutable;
  }
  const last = fix.path.at(-1) ?? '';
  if (fix.op === 'set') node[last] = fix.value;
  else node[last] = [...(Array.isArray(node[last]) ? node[last] : []), fix.value];
}
