import { UNKNOWN } from '../requirement';
import { scalarText } from './container-lists';

/** Addresses that are all addresses of the host. */
const EVERY_ADDRESS: ReadonlySet<string> = new Set([
  '',
  '*',
  '0',
  '0.0.0.0',
  '::',
  '::0',
  '0:0:0:0:0:0:0:0',
  '::ffff:0.0.0.0',
  '::ffff:0:0',
]);

/** Whether a port with this address is open on every interface. Absent is. */
export function isEveryAddress(address: unknown): boolean {
  return (
    address === undefined || address === null || (typeof address === 'string' && EVERY_ADDRESS.has(address.trim().replace(/^\[|\]$/g, '')))
  );
}

/**
 * The ports that a number or text stands for: `80`, `"8000-8010"`. Undefined where none is written, `UNKNOWN` where it is not known
 * yet (a variable without a default), `NaN` bounds where it is none.
 */
export function portRange(written: unknown): readonly [first: number, last: number] | typeof UNKNOWN | undefined {
  if (written === undefined || written === null || written === '') return undefined;
  if (written === UNKNOWN) return UNKNOWN;
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(scalarText(written).trim()) ?? [];
  if (first === undefined && typeof written === 'string' && written.includes('$')) return UNKNOWN;
  return [Number(first), Number(last)];
}
