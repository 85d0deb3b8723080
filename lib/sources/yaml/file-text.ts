import { isUtf8 } from 'node:buffer';
import type { ReadError } from './read-error';

/** Files above this are refused: no manifest is as large, and a parser would take all memory. In bytes. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** The text of a file, or why it is none. */
export function textOf(file: string, bytes: Buffer): { readonly text: string } | { readonly error: ReadError } {
  const refuse = (message: string, at = 0): { readonly error: ReadError } => ({ error: { file, ...positionIn(bytes, at), message } });
  if (bytes.length > MAX_FILE_BYTES) return refuse(tooLarge(bytes.length));
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return refuse('the file is UTF-16; save it as UTF-8');
  const nul = bytes.indexOf(0);
  if (nul !== -1) return refuse('the file is binary (it holds a NUL byte), and only text can be judged', nul);
  if (!isUtf8(bytes)) return refuse('the file is not UTF-8', firstInvalid(bytes));
  return { text: bytes.toString('utf8') };
}

/** What is said of a file that is not read for its size. */
export function tooLarge(bytes: number): string {
  return `the file has ${Math.ceil(bytes / 1024 / 1024)} MiB, more than the ${MAX_FILE_BYTES / 1024 / 1024} MiB that are read; split it`;
}

function positionIn(bytes: Buffer, at: number): { readonly line: number; readonly column: number } {
  const before = bytes.subarray(0, at);
  let line = 1;
  for (let index = before.indexOf(10); index !== -1; index = before.indexOf(10, index + 1)) line++;
  return { line, column: at - before.lastIndexOf(10) };
}

/** The first byte that cannot stand in UTF-8, found by halving: a valid prefix may end within a character of up to four bytes. */
function firstInvalid(bytes: Buffer): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if ([0, 1, 2, 3].some((back) => middle - back >= 0 && isUtf8(bytes.subarray(0, middle - back)))) valid = middle;
    else invalid = middle;
  }
  // What was valid may have reached up to three bytes into the wrong one.
  while (!isUtf8(bytes.subarray(0, valid))) valid--;
  return valid;
}
