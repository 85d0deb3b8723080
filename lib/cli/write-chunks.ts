import type { Output } from './invocation';

const ENOUGH = 64 * 1024;

/** Writes a long text piece by piece: a report of many thousand objects is longer than a string can be. */
export function writeChunks(output: Output, chunks: Iterable<string>): void {
  let buffer = '';
  for (const chunk of chunks) {
    buffer += chunk;
    if (buffer.length < ENOUGH) continue;
    output.write(buffer);
    buffer = '';
  }
  if (buffer !== '') output.write(buffer);
}
