import { closest, distance } from 'fastest-levenshtein';
import { DAEMON_SETTINGS, isDaemonSetting, REMOVED_SETTINGS, type SettingShape } from '../../controls/docker-daemon/settings';
import { isObject, type Json, type Path } from '../../controls/requirement';

/** What keeps an engine from starting with a daemon.json, and where. */
export interface SettingError {
  readonly path: Path;
  readonly message: string;
}

const NAMES = Object.keys(DAEMON_SETTINGS);
/** Farther than this a name is another word, not a slip. */
const FARTHEST_SLIP = 4;

/** The settings that no engine knows, and those that hold another type than the engine takes. */
export function settingErrors(config: Json): readonly SettingError[] {
  return Object.entries(config).flatMap(([key, value]) => {
    if (!isDaemonSetting(key)) return [{ path: [key], message: unknownSetting(key) }];
    return value === null || value === undefined ? [] : shapeErrors(key, DAEMON_SETTINGS[key], value);
  });
}

/** The setting that a name may have been meant for. */
export function nearestSetting(key: string): string | undefined {
  const nearest = closest(key, NAMES);
  return distance(key, nearest) <= FARTHEST_SLIP ? nearest : undefined;
}

function unknownSetting(key: string): string {
  const since = Object.hasOwn(REMOVED_SETTINGS, key) ? REMOVED_SETTINGS[key] : undefined;
  if (since !== undefined) return `"${key}" was removed: an engine from ${since} on does not start with it`;
  const nearest = nearestSetting(key);
  const meant = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  return `"${key}" is no setting of the engine, which does not start with it${meant}`;
}

/** Words for what a value must be, and which values are so. */
const SHAPES: Readonly<
  Record<SettingShape, { readonly words: string; readonly element?: SettingShape; readonly fits: (value: unknown) => boolean }>
> = {
  boolean: { words: '`true` or `false`', fits: (value) => typeof value === 'boolean' },
  integer: { words: 'a whole number', fits: Number.isInteger },
  text: { words: 'a text', fits: (value) => typeof value === 'string' },
  object: { words: 'an object', fits: isObject },
  texts: { words: 'a list of texts', element: 'text', fits: Array.isArray },
  objects: { words: 'a list of objects', element: 'object', fits: Array.isArray },
  'object of texts': { words: 'an object of texts', element: 'text', fits: isObject },
  'object of booleans': { words: 'an object of `true` and `false`', element: 'boolean', fits: isObject },
  'object of objects': { words: 'an object of objects', element: 'object', fits: isObject },
};

function shapeErrors(name: string, shape: SettingShape, value: unknown, path: Path = [name]): readonly SettingError[] {
  const { words, element, fits } = SHAPES[shape];
  if (!fits(value)) return [{ path, message: `${name} must be ${words}: the engine does not start with another type` }];
  if (element === undefined) return [];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value as Json);
  return entries.flatMap(([key, each]) =>
    shapeErrors(typeof key === 'number' ? `${name}[${key}]` : `${name}.${key}`, element, each, [...path, key]),
  );
}
