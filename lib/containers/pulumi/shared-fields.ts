import type { DockerContainer } from '../../controls/docker/container';
import { type Fix, isObject, type Json, type Path, UNKNOWN } from '../../controls/requirement';
import { type FieldCodec, listChanges, type Reading, valueIn } from '../codec';
import { hostFolderOf } from '../host-folder';
import { canonicalCapability } from './capability';
import { type Element, stated } from './list-codec';

/** A list of capabilities; what is added to it is written as the engine stores it. */
export function capabilitiesField(field: 'capAdd' | 'capDrop', at: Path): FieldCodec {
  return {
    field,
    home: at,
    read: (written) => readPlainly(written, at),
    write: (value, _written, before) =>
      Array.isArray(value)
        ? listChanges(at, Array.isArray(before) ? before : undefined, value).map((fix) =>
            fix.op === 'append' || fix.op === 'set' ? { ...fix, value: canonical(fix.value) } : fix,
          )
        : [{ op: 'remove', path: at }],
  };
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  return typeof value === 'string' ? canonicalCapability(value) : value;
}

/** A list of texts that the normal form has as it is written. */
export function textsField(field: keyof DockerContainer, at: Path): FieldCodec {
  return {
    field,
    home: at,
    read: (written) => readPlainly(written, at),
    write: (value, _written, before) =>
      Array.isArray(value) ? listChanges(at, Array.isArray(before) ? before : undefined, value) : [{ op: 'remove', path: at }],
  };
}

function readPlainly(written: Json, at: Path): Reading | undefined {
  const value = valueIn(written, at);
  return value === undefined || value === null ? undefined : { value, at };
}

/** A health check under its `tests`; `["NONE"]` takes away what the image has. */
export function healthcheckField(at: Path): FieldCodec {
  const tests = [...at, 'tests'];
  return {
    field: 'healthcheck',
    home: at,
    read(written) {
      const value = valueIn(written, at);
      if (value === undefined || value === null) return undefined;
      const test = valueIn(written, tests);
      if (value === UNKNOWN || test === UNKNOWN) return { value: UNKNOWN, at };
      if (!Array.isArray(test)) return { value: {}, at };
      const disabled = test[0] === 'NONE';
      return { value: disabled ? { disabled } : { test }, at, below: ([key, ...rest]) => (key === undefined ? at : [...tests, ...rest]) };
    },
    write(value): readonly Fix[] {
      const test: unknown = isObject(value) ? value.test : undefined;
      return [test === undefined ? { op: 'remove', path: at } : { op: 'set', path: tests, value: test }];
    },
  };
}

/** What every mount says alike; undefined for a tmpfs, which the normal form has in a list of its own. */
export function mountElement(mount: Record<string, unknown>): Omit<Element, 'at'> | undefined {
  const { type, source, target, readOnly } = mount;
  if (type === 'tmpfs') return undefined;
  const propagation = valueIn(mount, ['bindOptions', 'propagation']);
  const names = { propagation: ['bindOptions', 'propagation'] };
  const options = valueIn(mount, ['volumeOptions']);
  const folder = hostFolderOf(valueIn(options, ['driverName']), options === UNKNOWN ? UNKNOWN : valueIn(options, ['driverOptions']));
  if (type !== 'volume' || folder === undefined) return { value: stated({ type, source, target, readOnly, propagation }), names };
  // It brings its own volume along, which is a folder of the host; where that is not known yet, neither is what kind of mount it is.
  return {
    value: stated({ type: folder === UNKNOWN ? UNKNOWN : 'bind', source: folder, target, readOnly, propagation }),
    names: { ...names, type: ['volumeOptions', 'driverOptions'], source: ['volumeOptions', 'driverOptions', 'device'] },
  };
}

/** What the engine does with a tmpfs of `mounts`, which has no words for it. */
const ALWAYS = ['noexec', 'nosuid', 'nodev'] as const;

/** A tmpfs that is written as a mount. */
export function tmpfsMountElement(mount: Record<string, unknown>): Omit<Element, 'at'> | undefined {
  if (mount.type !== 'tmpfs') return undefined;
  const [size, mode] = [valueIn(mount, ['tmpfsOptions', 'sizeBytes']), valueIn(mount, ['tmpfsOptions', 'mode'])];
  return {
    value: stated({
      target: mount.target,
      size: size === 0 ? undefined : size, // the provider sends 0 for nothing
      mode: typeof mode === 'number' ? mode.toString(8) : mode,
      options: ALWAYS,
    }),
    names: { size: ['tmpfsOptions', 'sizeBytes'], mode: ['tmpfsOptions', 'mode'], options: undefined },
    print: { mode: (value) => Number.parseInt(String(value), 8) },
  };
}
