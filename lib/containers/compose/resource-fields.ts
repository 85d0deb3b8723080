import { type Fix, isObject, type Json, type Path, UNKNOWN } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { byteSize, bytesOf } from './byte-size';
import { resolved } from './interpolation';
import { numberOf } from './plain-fields';
import { obstacleToLimit } from './refused-pairs';

/** Who starts the services of a file. */
export type RunBy = 'compose' | 'stack';

const LIMITS: Path = ['deploy', 'resources', 'limits'];

/** A size, which may be unknown; undefined where it is none. */
export function sizeOf(written: unknown): unknown {
  const value = resolved(written);
  return value === UNKNOWN ? value : bytesOf(value === '-1' ? -1 : value);
}

interface Limit {
  readonly field: 'memory' | 'cpus' | 'pidsLimit';
  /** The key of the service that `docker compose` knows beside `deploy`. */
  readonly key: string;
  /** The key below `deploy.resources.limits`. */
  readonly deployed: string;
  readonly read: (written: unknown) => unknown;
  readonly write: (value: number, place: 'service' | 'deploy') => unknown;
}

/** A limit that stands on the service, or below `deploy`. Compose takes both, a stack the second alone. */
function limitField({ field, key, deployed, read, write }: Limit, runBy: RunBy): FieldCodec {
  const own: Path = [key];
  const below: Path = [...LIMITS, deployed];
  const places = runBy === 'stack' ? [below] : [own, below];
  const placeIn = (written: Json): Path | undefined => places.find((each) => (valueIn(written, each) ?? null) !== null);
  return {
    field,
    home: runBy === 'stack' ? below : own,
    read(written) {
      const at = placeIn(written);
      if (at === undefined) return undefined;
      const value = read(valueIn(written, at));
      return value === undefined ? undefined : { value, at };
    },
    write(value, written) {
      const there = placeIn(written);
      if (value === undefined) return there === undefined ? [] : [{ op: 'remove', path: there }];
      // A service that states limits below `deploy` gets this one there, too.
      const place = there ?? (runBy === 'compose' && !isObject(valueIn(written, LIMITS)) ? own : below);
      const set: Fix = { op: 'set', path: place, value: write(Number(value), place === own ? 'service' : 'deploy') };
      const obstacle = obstacleToLimit(field, Number(value), written);
      return [obstacle === undefined ? set : { op: 'manual', instructions: obstacle }];
    },
  };
}

/** Memory, CPUs and processes. */
export function resourceFields(runBy: RunBy): readonly FieldCodec[] {
  return [
    limitField({ field: 'memory', key: 'mem_limit', deployed: 'memory', read: sizeOf, write: (value) => byteSize(value) }, runBy),
    cpusField(runBy),
    limitField({ field: 'pidsLimit', key: 'pids_limit', deployed: 'pids', read: numberOf, write: (value) => value }, runBy),
  ];
}

/** CPUs may also be written as a quota of a period. */
function cpusField(runBy: RunBy): FieldCodec {
  const limit = limitField(
    {
      field: 'cpus',
      key: 'cpus',
      deployed: 'cpus',
      read: numberOf,
      write: (value, place) => (place === 'deploy' ? String(value) : value),
    },
    runBy,
  );
  if (!('read' in limit) || runBy === 'stack') return limit;
  return {
    ...limit,
    read(written) {
      const reading = limit.read(written);
      if (reading !== undefined || (written.cpu_quota ?? null) === null) return reading;
      const quota = numberOf(written.cpu_quota);
      const period = written.cpu_period === undefined ? 100_000 : microseconds(written.cpu_period);
      const at = ['cpu_quota'];
      if (quota === UNKNOWN || period === UNKNOWN) return { value: UNKNOWN, at };
      return typeof quota === 'number' && typeof period === 'number' && period > 0 ? { value: quota / period, at } : undefined;
    },
  };
}

/** A period in microseconds, or with a unit: `100ms`. */
function microseconds(written: unknown): unknown {
  const value = resolved(written);
  const [, digits, unit = 'us'] = /^(\d+)(us|ms|s)?$/.exec(String(value)) ?? [];
  return value === UNKNOWN ? value : Number(digits) * ({ us: 1, ms: 1000, s: 1_000_000 }[unit] ?? 1);
}
