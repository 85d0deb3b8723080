import { TemperedError } from '../../errors';

/** Bytes as Compose writes them: `64m`, `1.5g`, or a number of bytes. */
export type ByteSize = number | `${number}${'k' | 'm' | 'g'}`;

const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/**
 * The size in bytes.
 *
 * @throws a TemperedError `invalid-size` for anything but a positive number of bytes, or one with k, m or g
 */
export function bytesOf(size: ByteSize, what: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([kmg]?)$/i.exec(String(size)) ?? [];
  const bytes = Math.round(Number(digits) * (UNITS[unit.toLowerCase()] ?? 1));
  if (!(bytes > 0))
    throw new TemperedError('invalid-size', `${what} is "${size}"; it must be a number of bytes, or one with k, m or g: "64m"`);
  return bytes;
}
