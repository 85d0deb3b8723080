import type { DockerContainer } from '../../controls/docker/container';
import type { Fix, Json, Path } from '../../controls/requirement';
import { type FieldCodec, type Reading, valueIn } from '../codec';

/** How a person makes a running container, or a service, say a value. */
export type Words = (value: unknown, before: unknown, written: Json) => string | undefined;

/** A field that an engine tells. Nothing is ever written back: a change is told in words. */
export function toldField(
  field: keyof DockerContainer,
  home: Path,
  read: (written: Json) => Reading | undefined,
  words?: Words,
): FieldCodec {
  return {
    field,
    home,
    read,
    write(value, written, before): readonly Fix[] {
      const instructions = words?.(value, before, written);
      return instructions === undefined ? [] : [{ op: 'manual', instructions }];
    },
  };
}

/** A field under one key; what `normal` answers undefined for is what the engine says where nothing was asked. */
export function toldAt(field: keyof DockerContainer, at: Path, normal: (value: unknown) => unknown, words?: Words): FieldCodec {
  return toldField(
    field,
    at,
    (written) => {
      const value = valueIn(written, at);
      const read = value === undefined || value === null ? undefined : normal(value);
      return read === undefined ? undefined : { value: read, at };
    },
    words,
  );
}

/** `true`, or nothing. */
export const onlyTrue = (value: unknown): unknown => (value === true ? true : undefined);
/** A text with something in it, or nothing. */
export const filled = (value: unknown): unknown => (typeof value === 'string' && value !== '' ? value : undefined);
/** A number above zero, or nothing. */
export const positive = (value: unknown): unknown => (typeof value === 'number' && value > 0 ? value : undefined);
/** A list with something in it, or nothing. */
export const elements = (value: unknown): unknown => (Array.isArray(value) && value.length > 0 ? value : undefined);
