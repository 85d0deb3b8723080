import { isDeepStrictEqual } from 'node:util';
import type { DockerContainer } from '../../controls/docker/container';
import { type Fix, isObject, type Path } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { escaped, withDefaults } from './interpolation';

/** Names with values as Compose writes them: a mapping, or a list of `NAME=value`. */
export interface KeyedText {
  readonly name: string;
  /** Null where only the name is written. */
  readonly value: string | null;
  readonly at: Path;
}

export function keyedTexts(written: unknown, at: Path): readonly KeyedText[] {
  if (Array.isArray(written)) {
    return written.flatMap((item, index) => {
      if (typeof item === 'object' || item === undefined) return [];
      const text = String(item);
      const equals = text.indexOf('=');
      const name = equals < 0 ? text : text.slice(0, equals);
      return [{ name, value: equals < 0 ? null : withDefaults(text.slice(equals + 1)), at: [...at, index] }];
    });
  }
  if (!isObject(written)) return [];
  return Object.entries(written).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return [];
    return [{ name, value: value === null || value === undefined ? null : withDefaults(String(value)), at: [...at, name] }];
  });
}

/** The same as an object; of a name that is written twice the last one counts. */
export function keyedObject(texts: readonly KeyedText[]): Readonly<Record<string, string | null>> {
  return Object.fromEntries(texts.map(({ name, value }) => [name, value]));
}

/** The changes of a mapping or list of names with values, in the form that is there; a new one is a mapping. */
export function keyedChanges(
  written: unknown,
  at: Path,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly Fix[] {
  const places = new Map(keyedTexts(written, at).map(({ name, at: place }) => [name, place]));
  const isList = Array.isArray(written);
  const spelt = (name: string): unknown => {
    const value = after[name] ?? null;
    const text = value === null ? null : escaped(String(value));
    if (!isList) return text;
    return text === null ? name : `${name}=${text}`;
  };
  const gone = Object.keys(before).filter((name) => !(name in after) && places.has(name));
  const set = Object.keys(after).filter((name) => !(name in before) || !isDeepStrictEqual(before[name], after[name]));
  return [
    ...set.map((name): Fix => {
      const place = places.get(name);
      if (place !== undefined) return { op: 'set', path: place, value: spelt(name) };
      return isList ? { op: 'append', path: at, value: spelt(name) } : { op: 'set', path: [...at, name], value: spelt(name) };
    }),
    ...gone
      .map((name) => places.get(name) ?? [])
      .reverse()
      .map((path): Fix => ({ op: 'remove', path })),
  ];
}

/** A field of names with values. */
export function keyedField(field: keyof DockerContainer, key: string): FieldCodec {
  return {
    field,
    home: [key],
    read(written) {
      const value = valueIn(written, [key]);
      if (!Array.isArray(value) && !isObject(value)) return undefined;
      const texts = keyedTexts(value, [key]);
      const places = new Map(texts.map(({ name, at }) => [name, at]));
      return {
        value: keyedObject(texts),
        at: [key],
        below: ([name, ...rest]) => [...(name === undefined ? [key] : (places.get(String(name)) ?? [key, name])), ...rest],
      };
    },
    write: (value, written, before) =>
      value === undefined
        ? [{ op: 'remove', path: [key] }]
        : keyedChanges(valueIn(written, [key]), [key], (before ?? {}) as Record<string, unknown>, value as Record<string, unknown>),
  };
}
