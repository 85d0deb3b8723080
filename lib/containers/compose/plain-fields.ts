import type { DockerContainer } from '../../controls/docker/container';
import { type Fix, type Json, UNKNOWN } from '../../controls/requirement';
import { type FieldCodec, plainField, valueIn } from '../codec';
import { elementChanges } from './element-changes';
import { escaped, resolved, withDefaults } from './interpolation';

const YES = new Set(['true', 'y', 'yes', 'on']);
const NO = new Set(['false', 'n', 'no', 'off']);

/** A boolean, or a text that Compose takes for one; undefined where it is neither. */
export function flagOf(value: unknown): unknown {
  const read = resolved(value);
  if (typeof read === 'boolean' || read === UNKNOWN) return read;
  const text = String(read).toLowerCase();
  return YES.has(text) ? true : NO.has(text) ? false : undefined;
}

/** A number, or a text that is one; undefined where it is neither. */
export function numberOf(value: unknown): unknown {
  const read = resolved(value);
  if (typeof read === 'number' || read === UNKNOWN) return read;
  return typeof read === 'string' && read.trim() !== '' && Number.isFinite(Number(read)) ? Number(read) : undefined;
}

/** A scalar as text; undefined where it is none. */
export function textOf(value: unknown): unknown {
  const read = resolved(value);
  if (read === UNKNOWN) return read;
  return typeof read === 'object' || read === undefined ? undefined : String(read);
}

/** As `textOf`, but variables without a default stay as they are written: the rest of the text still says something. */
export function looseTextOf(value: unknown): string | undefined {
  if (typeof value === 'object' || value === undefined) return undefined;
  return withDefaults(String(value));
}

export function textField(field: keyof DockerContainer, key: string): FieldCodec {
  return plainField(field, [key], { read: textOf, write: (value) => escaped(String(value)) });
}

export function flagField(field: keyof DockerContainer, key: string): FieldCodec {
  return plainField(field, [key], { read: flagOf });
}

export function numberField(field: keyof DockerContainer, key: string): FieldCodec {
  return plainField(field, [key], { read: numberOf });
}

/** How the elements of a list of texts are read and spelt. */
interface Spelling {
  readonly read?: (written: unknown) => unknown;
  readonly write?: (value: unknown, list: readonly unknown[]) => unknown;
  /** The list says something to the target only in these words. */
  readonly key: string;
}

/** A list of texts, one element for one. */
export function listField(
  field: keyof DockerContainer,
  { key, read = textOf, write = (value) => (typeof value === 'string' ? escaped(value) : value) }: Spelling,
): FieldCodec {
  return {
    field,
    home: [key],
    read(written) {
      const list = valueIn(written, [key]);
      return Array.isArray(list) ? { value: list.map(read), at: [key] } : undefined;
    },
    write(value, written, before) {
      const list = listAt(written, key);
      if (value === undefined) return [{ op: 'remove', path: [key] }];
      const after = value as readonly unknown[];
      if (before === undefined) return [{ op: 'set', path: [key], value: after.map((each) => write(each, list)) }];
      const { changed, removed, added } = elementChanges(before as readonly unknown[], after);
      return [
        ...changed.map((each): Fix => ({ op: 'set', path: [key, each.index], value: write(each.value, list) })),
        ...removed.map((index): Fix => ({ op: 'remove', path: [key, index] })),
        ...added.map((each): Fix => ({ op: 'append', path: [key], value: write(each, list) })),
      ];
    },
  };
}

/** The list below a key; empty where there is none. */
export function listAt(written: Json, key: string): readonly unknown[] {
  const list = valueIn(written, [key]);
  return Array.isArray(list) ? list : [];
}
