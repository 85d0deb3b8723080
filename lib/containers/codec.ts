import { isDeepStrictEqual } from 'node:util';
import type { DockerContainer } from '../controls/docker/container';
import { type Fix, type Json, type Path, UNKNOWN, type WrittenForm } from '../controls/requirement';

/** A field as it is written somewhere. */
export interface Reading {
  /** In the words and units of the normal form; `UNKNOWN` where it is not known yet. */
  readonly value: unknown;
  /** Where it is written. */
  readonly at: Path;
  /** Where a path below the field is written. Default: the same path below `at`. */
  readonly below?: (rest: Path) => Path;
}

/** One field of the normal form, as one declaration writes it. */
export type FieldCodec = ExpressibleField | InexpressibleField;

interface ExpressibleField {
  readonly field: keyof DockerContainer;
  /** Undefined where nothing is written. */
  readonly read: (written: Json) => Reading | undefined;
  /** Where it would be written, if it is absent. */
  readonly home: Path;
  /** The changes that make it say the value; `before` is what it says now. Absent where nothing is ever written back. */
  readonly write?: (value: unknown, written: Json, before: unknown) => readonly Fix[];
}

/** A field that the declaration has no words for. */
interface InexpressibleField {
  readonly field: keyof DockerContainer;
  /** Why, and what to do instead. */
  readonly inexpressible: string;
}

/** The normal form of what is written, and the way back. */
export interface Normalised {
  readonly object: DockerContainer & Json;
  readonly written: WrittenForm;
}

/** What is known of a container beside the fields that a codec reads. */
export type Heading = Pick<DockerContainer, 'metadata' | 'declaredBy' | 'imageKnowledge'> &
  Partial<Pick<DockerContainer, 'imageConfig' | 'dropped'>>;

/** Reads what is written by the codecs of its declaration; `labelsAt` is where its labels stand as a mapping. */
export function normalise(written: Json, codecs: readonly FieldCodec[], heading: Heading, labelsAt: Path = ['labels']): Normalised {
  const fields: Record<string, unknown> = {};
  const inexpressible: Record<string, string> = {};
  const readings = new Map<string, Reading>();
  for (const codec of codecs) {
    if ('inexpressible' in codec) {
      inexpressible[codec.field] = codec.inexpressible;
      continue;
    }
    const reading = codec.read(written);
    if (reading === undefined) continue;
    readings.set(codec.field, reading);
    fields[codec.field] = reading.value;
  }
  const object = {
    apiVersion: 'docker/v1',
    kind: 'Container',
    ...heading,
    ...(Object.keys(inexpressible).length > 0 && { inexpressible }),
    ...fields,
  } as DockerContainer & Json;
  const byField = new Map<string, ExpressibleField>(codecs.flatMap((codec) => ('read' in codec ? [[codec.field, codec]] : [])));
  return {
    object,
    written: {
      pathOf([field, ...rest]) {
        if (field === 'metadata') return [...labelsAt, ...rest.slice(1)];
        const reading = readings.get(String(field));
        if (reading === undefined)
          return byField.get(String(field))?.home ?? (String(field) in inexpressible ? [String(field), ...rest] : []);
        return reading.below?.(rest) ?? [...reading.at, ...rest];
      },
      changes: (before, after) =>
        codecs.flatMap((codec) => {
          const { field } = codec;
          if (!('read' in codec) || isDeepStrictEqual(before[field], after[field])) return [];
          return [{ field, fixes: codec.write?.(after[field], written, before[field]) ?? [] }];
        }),
    },
  };
}

/** A field that is written under one key and needs at most another unit or spelling. */
export function plainField(
  field: keyof DockerContainer,
  at: Path,
  {
    read = (value) => value,
    write = (value) => value,
  }: { readonly read?: (value: unknown) => unknown; readonly write?: (value: unknown) => unknown } = {},
): FieldCodec {
  return {
    field,
    home: at,
    read(written) {
      const value = valueIn(written, at);
      if (value === undefined || value === null) return undefined;
      if (value === UNKNOWN) return { value, at };
      const normal = read(value);
      return normal === undefined ? undefined : { value: normal, at };
    },
    write: (value) => [value === undefined ? { op: 'remove', path: at } : { op: 'set', path: at, value: write(value) }],
  };
}

/** The value at a path of what is written; an unknown on the way is the answer. */
export function valueIn(written: unknown, path: Path): unknown {
  let node = written;
  for (const key of path) {
    if (node === UNKNOWN) return node;
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Record<string | number, unknown>)[key];
  }
  return node;
}

/** The changes of a list of scalars that is written as such: what is new is appended, what is gone is removed, from the back. */
export function listChanges(at: Path, before: readonly unknown[] | undefined, after: readonly unknown[]): readonly Fix[] {
  if (before === undefined) return [{ op: 'set', path: at, value: after }];
  const removed = before.flatMap((value, index): Fix[] => (after.includes(value) ? [] : [{ op: 'remove', path: [...at, index] }]));
  const added = after.filter((value) => !before.includes(value)).map((value): Fix => ({ op: 'append', path: at, value }));
  return [...removed.reverse(), ...added];
}
