import type { DockerTmpfs } from '../../controls/docker/container';
import { UNKNOWN } from '../../controls/requirement';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** A tmpfs whose options are written as one text: `rw,noexec,size=64m,mode=1777`. */
export function readTmpfs(target: string, written: unknown): DockerTmpfs {
  if (typeof written !== 'string') return { target, size: UNKNOWN as never, options: UNKNOWN as never };
  let size: number | undefined;
  let mode: string | undefined;
  const options: string[] = [];
  for (const each of written.split(',').map((option) => option.trim())) {
    const [, key, value = ''] = /^(size|mode)=(.*)$/.exec(each) ?? [];
    if (key === 'size') size = sizeOf(value);
    else if (key === 'mode') mode = value;
    else if (each !== '') options.push(each);
  }
  return { target, ...(size !== undefined && { size }), ...(mode !== undefined && { mode }), ...(options.length > 0 && { options }) };
}

/** The text of the options, as the engine takes it. */
export function printTmpfs({ size, mode, options = [] }: DockerTmpfs): string {
  return [...options, ...(size === undefined ? [] : [`size=${size}`]), ...(mode === undefined ? [] : [`mode=${mode}`])].join(',');
}

/** Bytes; undefined for a share of the memory (`50%`) and for anything else that is no size. */
function sizeOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)b?$/i.exec(text) ?? [];
  const size = Number(digits) * (UNITS[unit.toLowerCase()] ?? Number.NaN);
  return Number.isFinite(size) && size > 0 ? size : undefined;
}
