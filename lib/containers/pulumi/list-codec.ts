import { isDeepStrictEqual } from 'node:util';
import type { DockerContainer } from '../../controls/docker/container';
import { type Fix, isObject, type Json, type Path, UNKNOWN } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';

/** An element of a list of the normal form, and where it is written. */
export interface Element {
  readonly value: unknown;
  readonly at: Path;
  /** Keys that have another name there: `target` of a port is `internal`. One that is mapped to nothing cannot be written. */
  readonly names?: { readonly [key: string]: Path | undefined };
  /** How the value of a key is written, where it is not written as it is. */
  readonly print?: { readonly [key: string]: (value: unknown) => unknown };
  /** How the whole element is written, where it is no object there. */
  readonly printAll?: (value: unknown) => unknown;
}

interface ListCodec {
  readonly field: keyof DockerContainer;
  /** Where a new element is written. */
  readonly home: Path;
  /** Undefined where nothing is written; `UNKNOWN` where not even the number of elements is known. */
  readonly elements: (written: Json) => readonly Element[] | typeof UNKNOWN | undefined;
  /** The change that writes a new element; `isFirst` where there is no list yet. */
  readonly add: (value: Json, isFirst: boolean) => Fix;
  /** What to do where a key of an element cannot be written. */
  readonly cannot?: (key: string) => string;
}

/** A list of the normal form whose elements are objects with names of their own, or stand in several places. */
export function listCodec({ field, home, elements, add, cannot }: ListCodec): FieldCodec {
  return {
    field,
    home,
    read(written) {
      const found = elements(written);
      if (found === undefined) return undefined;
      if (found === UNKNOWN) return { value: UNKNOWN, at: home };
      return {
        value: found.map(({ value }) => value),
        at: home,
        below([index, ...rest]) {
          const element = found[Number(index)];
          return element === undefined ? home : placeIn(element, rest);
        },
      };
    },
    write(value, written) {
      const found = elements(written);
      const before = Array.isArray(found) ? found : [];
      const after: readonly unknown[] = Array.isArray(value) ? value : [];
      const fixes: Fix[] = [];
      const removed: Fix[] = [];
      let next = 0;
      before.forEach((element, index) => {
        const now = after[next];
        if (isDeepStrictEqual(element.value, now)) next++;
        else if (before.length - index > after.length - next) removed.unshift({ op: 'remove', path: element.at });
        else {
          next++;
          fixes.push(...elementChanges(element, now, cannot));
        }
      });
      const added = after.slice(next).map((each, index) => add(each as Json, before.length === 0 && index === 0));
      return [...fixes, ...removed, ...added];
    },
  };
}

/** The elements of a list that is written under one key; undefined where there is none. */
export function elementsOf(
  written: unknown,
  at: Path,
  read: (element: Json, at: Path) => Omit<Element, 'at'> | undefined,
): readonly Element[] | typeof UNKNOWN | undefined {
  const list = valueIn(written, at);
  if (list === undefined || list === null) return undefined;
  if (!Array.isArray(list)) return UNKNOWN;
  return list.flatMap((each: unknown, index): Element[] => {
    const place = [...at, index];
    if (!isObject(each)) return [{ value: UNKNOWN, at: place }];
    const element = read(each, place);
    return element === undefined ? [] : [{ at: place, ...element }];
  });
}

/** An object without the keys that say nothing. */
export function stated(fields: Record<string, unknown>): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}

function placeIn({ at, names, printAll }: Element, rest: Path): Path {
  const [key, ...deeper] = rest;
  if (key === undefined || printAll !== undefined) return at;
  const named = names?.[String(key)];
  return named === undefined ? [...at, ...rest] : [...at, ...named, ...deeper];
}

function elementChanges(element: Element, now: unknown, cannot: ListCodec['cannot']): readonly Fix[] {
  const { value, at, names, print, printAll } = element;
  if (printAll !== undefined) return [{ op: 'set', path: at, value: printAll(now) }];
  const [before, after] = [isObject(value) ? value : {}, isObject(now) ? now : {}];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isDeepStrictEqual(before[key] as unknown, after[key] as unknown),
  );
  return keys.map((key): Fix => {
    if (names !== undefined && key in names && names[key] === undefined)
      return { op: 'manual', instructions: cannot?.(key) ?? `${key} cannot be written here` };
    const path = placeIn(element, [key]);
    return after[key] === undefined ? { op: 'remove', path } : { op: 'set', path, value: print?.[key]?.(after[key]) ?? after[key] };
  });
}
