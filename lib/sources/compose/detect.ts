import { basename } from 'node:path';
import { flagOf } from '../../containers/compose/plain-fields';
import { isObject, type Json } from '../../controls/requirement';

const CANONICAL = /^(?:docker-)?compose\.ya?ml$/i;
const OVERRIDE = /^(?:docker-)?compose\.override\.ya?ml$/i;
const OVERLAY = /^(?:docker-)?compose[.-][\w.-]+\.ya?ml$/i;
const STACK = /(?:^|[._-])(?:stack|swarm)(?:[._-]|$)/i;
const VALUES = /^values(?:[._-].*)?\.ya?ml$/i;

/** The order in which `docker compose` looks for its file. */
const BASES: readonly string[] = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

const TOP_LEVEL: ReadonlySet<string> = new Set([
  ...['version', 'name', 'include', 'services', 'jobs', 'networks', 'volumes', 'secrets', 'configs', 'models'],
]);

/**
 * Whether what a document holds is a Compose file.
 *
 * Under a name of Compose it is one that has `services` or `include`, in whatever shape. Under any other name it must be
 * nothing but one: only keys of the specification and `x-…` at the top, and services that name an image, a build or what
 * they extend. So Helm values with a key `services`, pipelines and containers of frameworks are none. `isNamed` says that somebody
 * named the file: then it may be one that is laid over another, whose services have only keys of a service.
 */
export function isComposeFile(value: unknown, fileName: string, isNamed = false): boolean {
  if (!isObject(value) || (typeof value.apiVersion === 'string' && typeof value.kind === 'string')) return false;
  const file = basename(fileName);
  if (CANONICAL.test(file) || OVERRIDE.test(file)) return 'services' in value || 'include' in value;
  if (VALUES.test(file) || !Object.keys(value).every((key) => TOP_LEVEL.has(key) || key.startsWith('x-'))) return false;
  const services: readonly unknown[] = isObject(value.services) ? Object.values(value.services) : [];
  if (isNamed && services.length === 0 && Array.isArray(value.include)) return value.include.every(isInclude);
  if (OVERLAY.test(file) && isObject(value.services)) return services.every((service) => service === null || isObject(service));
  if (isNamed && services.length > 0 && services.every(isService)) return true;
  const declared = services.filter((service) => isObject(service) && isDeclared(service));
  if (services.length === 0 || !services.every((service) => service === null || isObject(service))) return false;
  // `services: { web: { image: { repository: … } } }` are values of a chart.
  return declared.length > 0 && services.every((service) => !isObject(service) || !isObject(service.image));
}

/** The keys of a service. Source: compose-go, schema/compose-spec.json, `service` and `container_spec`. */
const SERVICE_KEYS: ReadonlySet<string> = new Set(
  [
    'annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count cpu_percent',
    'cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy develop',
    'device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends external_links',
    'extra_hosts gpus group_add healthcheck hostname image init ipc isolation label_file labels links logging mac_address mem_limit',
    'mem_reservation mem_swappiness memswap_limit models network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform',
    'ports post_start pre_start pre_stop privileged profiles provider pull_policy read_only restart runtime scale secrets security_opt',
    'shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes',
    'volumes_from working_dir',
  ].flatMap((line) => line.split(' ')),
);

function isService(value: unknown): boolean {
  return (
    isObject(value) && Object.keys(value).length > 0 && Object.keys(value).every((key) => SERVICE_KEYS.has(key) || key.startsWith('x-'))
  );
}

/** A pipeline of GitLab includes in other words: `local`, `project`, `remote`. */
function isInclude(entry: unknown): boolean {
  return typeof entry === 'string' || (isObject(entry) && 'path' in entry);
}

function isDeclared({ image, build, extends: base }: Json): boolean {
  return typeof image === 'string' || typeof build === 'string' || isObject(build) || typeof base === 'string' || isObject(base);
}

/** The file of a folder that `docker compose` takes. */
export function baseFile<T extends { readonly file: string }>(files: readonly T[]): T | undefined {
  return BASES.flatMap((name) => files.filter(({ file }) => basename(file) === name))[0];
}

/** The names under which `docker compose` looks for a file to lay over the base file, in its order. */
export const OVERRIDE_NAMES: readonly string[] = [
  ...['compose.override.yml', 'compose.override.yaml', 'docker-compose.override.yml', 'docker-compose.override.yaml'],
];

/** Whether a file is laid over the base file of its folder by `docker compose`. */
export function isOverrideName(file: string): boolean {
  return OVERRIDE.test(basename(file));
}

export function isBaseName(file: string): boolean {
  return CANONICAL.test(basename(file));
}

/** `docker-compose.prod.yml`: laid over the base file by whoever names both. */
export function isOverlayName(file: string): boolean {
  return OVERLAY.test(basename(file)) && !isOverrideName(file);
}

/** What `docker compose` passes over under `deploy`. Source: docker/compose, pkg/compose/create.go; replicas and resources it heeds. */
const SWARM_ONLY: readonly string[] = ['endpoint_mode', 'placement', 'update_config', 'rollback_config'];
/**
 * What `docker stack deploy` refuses, or does without what the author relies on. `container_name`, `restart`, `links` and a `build`
 * beside an image it passes over, and they are common in stacks. Source: docker/cli, cli/compose/schema.
 */
const COMPOSE_ONLY: readonly string[] = [
  ...['extends', 'network_mode', 'profiles', 'mem_limit', 'memswap_limit', 'cpus', 'pids_limit', 'scale', 'provider', 'develop'],
  ...['pull_policy', 'runtime', 'group_add', 'use_api_socket', 'post_start', 'pre_stop', 'pre_start', 'gpus'],
];

/**
 * Who runs a project. A file is taken for a stack where its name says so, where it holds what `docker compose` refuses, or where it
 * gives orders that only Swarm heeds; and nothing in it needs `docker compose`. What a stack would drop is a finding then.
 */
export function runnerOf(project: Json, file: string): 'compose' | 'stack' {
  if (STACK.test(basename(file).replace(/\.ya?ml$/i, ''))) return 'stack';
  const { services } = project;
  if ('include' in project || !isObject(services)) return 'compose';
  const all = Object.values(services).filter(isObject);
  if (isSwarms(project) && !all.some(({ extends: base, depends_on: waits }) => base !== undefined || isObject(waits))) return 'stack';
  if (all.some(needsCompose)) return 'compose';
  return all.some(({ deploy }) => isObject(deploy) && (deploy.mode === 'global' || SWARM_ONLY.some((key) => key in deploy)))
    ? 'stack'
    : 'compose';
}

function needsCompose(service: Json): boolean {
  return (
    COMPOSE_ONLY.some((key) => key in service) || isObject(service.depends_on) || ('build' in service && typeof service.image !== 'string')
  );
}

/** A network that only services of a Swarm can be attached to, or a secret or config that only a Swarm keeps. */
function isSwarms({ networks, secrets, configs }: Json): boolean {
  const objects = (section: unknown): readonly Json[] => (isObject(section) ? Object.values(section).filter(isObject) : []);
  const isExternal = ({ external }: Json): boolean => isObject(external) || flagOf(external ?? undefined) === true;
  return (
    objects(networks).some(
      (network) => network.driver === 'overlay' && !isExternal(network) && flagOf(network.attachable ?? false) === false,
    ) || [...objects(secrets), ...objects(configs)].some(isExternal)
  );
}
