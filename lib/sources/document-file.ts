import { readFileSync } from 'node:fs';
import type { Path } from '../controls/requirement';
import { splitDocuments } from './yaml/document';
import { textOf } from './yaml/file-text';
import { unreadable } from './yaml/input-files';
import { locate, type Position } from './yaml/locate';
import { readDocument } from './yaml/read-document';
import type { ReadError } from './yaml/read-error';

/** A configuration file that was read: what its first document holds that is not empty. */
export interface DocumentFile {
  /** Undefined where the file is empty. */
  readonly value: unknown;
  /** Where a path of the value is written. */
  readonly placeOf: (path: Path) => Position;
}

/** Reads a configuration file, with the rules and bounds of manifests. */
export function readDocumentFile(file: string): DocumentFile | { readonly error: ReadError } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return { error: unreadable(file, error) };
  }
  const text = textOf(file, bytes);
  if ('error' in text) return text;
  for (const document of splitDocuments(file, text.text)) {
    const read = readDocument(document);
    if ('error' in read) return read;
    if (read.value !== undefined) return { value: read.value, placeOf: (path) => locate(document, path) };
  }
  return { value: undefined, placeOf: () => ({ line: 1, column: 1 }) };
}
