import type { DockerContainer } from '../../controls/docker/container';
import { isObject, type Json, UNKNOWN } from '../../controls/requirement';
import { valueIn } from '../codec';
import { byteSize, bytesOf } from './byte-size';
import { resolved } from './interpolation';
import { flagOf, listAt, looseTextOf, numberOf } from './plain-fields';

/** A field, and why the container does not start with what is written there. */
export type RefusedPairs = { readonly [field in keyof DockerContainer]?: string };

const CPU_SHARES_OF_TIME = ['cpu_period', 'cpu_quota'];

/**
 * What is written of a service that an engine refuses together. Each is right by itself, so that nobody says so before the start.
 * Source: moby, daemon/daemon_unix.go, verifyPlatformContainerResources.
 */
export function refusedPairs(written: Json): RefusedPairs {
  const memory = sizeAt(written, ['mem_limit'], ['deploy', 'resources', 'limits', 'memory']);
  const swap = sizeAt(written, ['memswap_limit']);
  const cpus = numberAt(written, ['cpus'], ['deploy', 'resources', 'limits', 'cpus']);
  const words: { -readonly [field in keyof RefusedPairs]: string } = {};
  const tooSmall = memory === undefined || memory <= 0 ? undefined : obstacleToLimit('memory', memory, { ...written, memswap_limit: null });
  if (tooSmall !== undefined) words.memory = tooSmall;
  if (swap !== undefined && swap > 0) {
    if (memory === 0 || (memory === undefined && !isMemoryWritten(written)))
      words.memorySwap =
        'An engine refuses a limit of swap without one of memory, so that the service does not start: write `mem_limit`, too, or take `memswap_limit` out.';
    else if (memory !== undefined && swap < memory)
      words.memorySwap = `\`memswap_limit\` counts memory and swap together, and an engine refuses one below the ${byteSize(memory)} of memory, so that the service does not start: write as much or more.`;
  }
  if (cpus !== undefined && cpus > 0) {
    const obstacle = obstacleToLimit('cpus', cpus, written);
    if (obstacle !== undefined) words.cpus = obstacle;
  }
  const logging = obstacleToLogs(written);
  if (logging !== undefined) words.logging = logging;
  return words;
}

/**
 * Files of logs that are compressed are those that are no longer written into: there must be some. `local` compresses by itself.
 * Source: moby, daemon/logger/jsonfilelog and daemon/logger/local; measured on engine 29.
 */
function obstacleToLogs({ logging }: Json): string | undefined {
  const options: Json = isObject(logging) && isObject(logging.options) ? logging.options : {};
  const driver = isObject(logging) ? looseTextOf(logging.driver ?? 'json-file') : undefined;
  const files = numberOf(options['max-file'] ?? (driver === 'local' ? 5 : 1));
  const compress = flagOf(options.compress ?? driver === 'local');
  if ((driver !== 'local' && driver !== 'json-file') || typeof files !== 'number') return undefined;
  const words = 'An engine refuses that, so that the service does not start';
  if (files < 1) return `\`max-file\` counts the files of the log, and there is one at least. ${words}: write 2 or more.`;
  if (compress !== true) return undefined;
  if (files < 2)
    return `\`${driver}\` compresses files of the log that are full${options.compress === undefined ? ' by itself' : ''}, and \`max-file\` leaves none. ${words}: write \`max-file: "2"\` or more, or \`compress: "false"\`.`;
  return driver === 'json-file' && (options['max-size'] ?? null) === null
    ? `Without \`max-size\` no file of the log is ever full, so that none can be compressed. ${words}: write a \`max-size\`.`
    : undefined;
}

/** Why a limit of that size would keep the service, as it is written, from starting. */
export function obstacleToLimit(field: 'memory' | 'cpus' | 'pidsLimit', value: number, written: Json): string | undefined {
  if (field === 'cpus') {
    const key = CPU_SHARES_OF_TIME.find((each) => (written[each] ?? null) !== null && numberOf(written[each]) !== 0);
    if (key !== undefined)
      return `An engine refuses \`cpus\` beside \`${key}\`, so that the service does not start: write \`cpu_quota\` and \`cpu_period\`, or \`cpus\` alone.`;
    const reserved = numberAt(written, ['deploy', 'resources', 'reservations', 'cpus']);
    return reserved !== undefined && reserved > value
      ? `${reserved} CPUs are reserved for the service: set a limit of as many or more.`
      : undefined;
  }
  if (field !== 'memory') return undefined;
  const reserved = Math.max(
    ...[['deploy', 'resources', 'reservations', 'memory'], ['mem_reservation']].map((path) => sizeAt(written, path) ?? 0),
  );
  if (reserved > value)
    return `${byteSize(reserved)} are reserved for the service, and an engine refuses a limit below that, so that the service does not start: set a limit of as much or more.`;
  const swap = sizeAt(written, ['memswap_limit']);
  return swap !== undefined && swap > 0 && swap < value
    ? `\`memswap_limit\` is ${byteSize(swap)} for memory and swap together, and an engine refuses a limit of memory above that, so that the service does not start: set a limit of as much or less.`
    : undefined;
}

/**
 * Why a service cannot have a read-only root: Compose copies the content of a config, or of a secret from the environment, into the
 * container, which it refuses to do there. Source: docker/compose, pkg/compose/create.go and secrets.go.
 */
export function obstacleToReadOnly(
  written: Json,
  sources: {
    readonly secrets?: Readonly<Record<string, { readonly environment?: boolean }>>;
    readonly configs?: Readonly<Record<string, { readonly copied?: boolean }>>;
  },
): string | undefined {
  const named = (key: string): readonly string[] =>
    listAt(written, key).map((item) => looseTextOf(isObject(item) ? item.source : item) ?? '');
  const secret = named('secrets').find((name) => sources.secrets?.[name]?.environment === true);
  if (secret !== undefined)
    return `Compose copies secret ${secret} from the environment into the container, which a read-only root refuses so that the service does not start: take the secret from a \`file\`, and then set \`read_only: true\`.`;
  const config = named('configs').find((name) => sources.configs?.[name]?.copied === true);
  return config === undefined
    ? undefined
    : `Compose copies config ${config} into the container, which a read-only root refuses so that the service does not start: put its content in a \`file\`, and then set \`read_only: true\`.`;
}

function isMemoryWritten(written: Json): boolean {
  return (written.mem_limit ?? valueIn(written, ['deploy', 'resources', 'limits', 'memory']) ?? null) !== null;
}

/** The first of the places that says a number of bytes. */
function sizeAt(written: Json, ...paths: readonly (readonly string[])[]): number | undefined {
  const found = paths.map((path) => valueIn(written, path)).find((value) => value !== undefined && value !== null);
  const value = found === undefined ? undefined : resolved(found);
  return value === undefined || value === UNKNOWN ? undefined : bytesOf(value === '-1' ? -1 : value);
}

function numberAt(written: Json, ...paths: readonly (readonly string[])[]): number | undefined {
  const found = paths.map((path) => valueIn(written, path)).find((value) => value !== undefined && value !== null);
  const value = found === undefined ? undefined : numberOf(found);
  return typeof value === 'number' ? value : undefined;
}
