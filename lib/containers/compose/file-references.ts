import { isDeepStrictEqual } from 'node:util';
import type { DockerFileReference } from '../../controls/docker/container';
import { type Fix, isObject, type Path } from '../../controls/requirement';
import type { FieldCodec } from '../codec';
import { elementChanges } from './element-changes';
import { escaped } from './interpolation';
import { listAt, looseTextOf } from './plain-fields';
import type { RunBy } from './resource-fields';
import { modeOf } from './volumes';

interface WrittenReference {
  readonly reference: DockerFileReference;
  readonly index: number;
}

function referencesIn(list: readonly unknown[]): readonly WrittenReference[] {
  return list.flatMap((item, index) => {
    const fields = isObject(item) ? item : { source: item };
    const source = looseTextOf(fields.source);
    if (source === undefined) return [];
    const [target, uid, gid] = ['target', 'uid', 'gid'].map((key) => looseTextOf(fields[key] ?? undefined));
    const mode = modeOf(fields.mode);
    return [
      {
        reference: {
          source,
          ...(target !== undefined && { target }),
          ...(uid !== undefined && { uid }),
          ...(gid !== undefined && { gid }),
          ...(mode !== undefined && { mode }),
        },
        index,
      },
    ];
  });
}

/** `secrets` or `configs` of a service. */
export function referencesField(field: 'secrets' | 'configs', runBy: RunBy): FieldCodec {
  const at: Path = [field];
  return {
    field,
    home: at,
    read(written) {
      if (!Array.isArray(written[field])) return undefined;
      const references = referencesIn(listAt(written, field));
      return {
        value: references.map(({ reference }) => reference),
        at,
        below([position, ...rest]) {
          const index = typeof position === 'number' ? references[position]?.index : undefined;
          if (index === undefined) return position === undefined ? at : [...at, position];
          return isObject(written[field][index]) ? [...at, index, ...rest] : [...at, index];
        },
      };
    },
    write(value, written, before) {
      if (value === undefined) return [{ op: 'remove', path: at }];
      const list = listAt(written, field);
      const known = referencesIn(list);
      const old = (before ?? []) as readonly DockerFileReference[];
      const { changed, removed, added } = elementChanges(old, value as readonly DockerFileReference[]);
      const long = list.length > 0 && list.every(isObject);
      return [
        ...(before === undefined && added.length === 0 ? [{ op: 'set', path: at, value: [] } as const] : []),
        ...changed.flatMap(({ index: position, value: reference }): readonly Fix[] => {
          const index = known[position]?.index;
          const was = old[position];
          if (index === undefined || was === undefined) return [];
          if (!isObject(list[index])) return [{ op: 'set', path: [...at, index], value: longReference(reference, runBy) }];
          return referenceChanges([...at, index], was, reference, runBy);
        }),
        ...removed.flatMap((position): Fix[] => {
          const index = known[position]?.index;
          return index === undefined ? [] : [{ op: 'remove', path: [...at, index] }];
        }),
        ...added.map((reference): Fix => {
          const isShort = !long && Object.keys(reference).length === 1;
          return { op: 'append', path: at, value: isShort ? escaped(reference.source) : longReference(reference, runBy) };
        }),
      ];
    },
  };
}

/** A stack wants the mode as a number. */
function modeForm(mode: string, runBy: RunBy): unknown {
  return runBy === 'stack' ? Number.parseInt(mode, 8) : mode;
}

function longReference({ source, target, uid, gid, mode }: DockerFileReference, runBy: RunBy): Readonly<Record<string, unknown>> {
  return {
    source: escaped(source),
    ...(target !== undefined && { target: escaped(target) }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(mode !== undefined && { mode: modeForm(mode, runBy) }),
  };
}

function referenceChanges(path: Path, before: DockerFileReference, after: DockerFileReference, runBy: RunBy): readonly Fix[] {
  const keys = (['source', 'target', 'uid', 'gid', 'mode'] as const).filter((key) => !isDeepStrictEqual(before[key], after[key]));
  const long = longReference(after, runBy);
  return keys.map(
    (key): Fix => (key in long ? { op: 'set', path: [...path, key], value: long[key] } : { op: 'remove', path: [...path, key] }),
  );
}
