const SIZE = /^(\d+(?:\.\d+)?) ?([kmgtp]?)i?b?$/i;
const POWERS = ['', 'k', 'm', 'g', 't', 'p'];

/** Bytes of `512m`, `1.5 GiB`, `64kb` or a plain number; units are binary, as the engine reads them. Undefined where it is none. */
export function bytesOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const [, digits, unit = ''] = SIZE.exec(value.trim()) ?? [];
  if (digits === undefined) return undefined;
  return Math.floor(Number(digits) * 1024 ** POWERS.indexOf(unit.toLowerCase()));
}

/** `512m` for 536870912; what is no whole number of a unit is given in bytes. */
export function byteSize(bytes: number): string {
  let power = 0;
  while (bytes > 0 && power < 3 && bytes % 1024 ** (power + 1) === 0) power++;
  return `${bytes / 1024 ** power}${POWERS[power] || 'b'}`;
}
