import { readFileSync } from 'node:fs';
import type { Path } from '../controls/requirement';
import { TemperedError } from '../errors';
import { splitDocuments } from '../sources/yaml/document';
import { textOf } from '../sources/yaml/file-text';
import { unreadable } from '../sources/yaml/input-files';
import { locate } from '../sources/yaml/locate';
import { readDocument } from '../sources/yaml/read-document';
import type { ReadError } from '../sources/yaml/read-error';

/** A configuration file: its first document, and the `file:line:column` of a path in it. */
export interface DocumentFile {
  readonly value: unknown;
  readonly at: (path: Path) => string;
}

/** Reads a configuration file. Throws a TemperedError with the place of what is wrong. */
export function readDocumentFile(file: string): DocumentFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw unusable(unreadable(file, error));
  }
  const text = textOf(file, bytes);
  if ('error' in text) throw unusable(text.error);
  const [document] = splitDocuments(file, text.text);
  if (document === undefined) return { value: undefined, at: () => `${file}:1:1` };
  const read = readDocument(document);
  if ('error' in read) throw unusable(read.error);
  return {
    value: read.value,
    at(path) {
      const { line, column } = locate(document, path);
      return `${file}:${line}:${column}`;
    },
  };
}

function unusable({ file, line, column, message }: ReadError): TemperedError {
  return new TemperedError('invalid-config', `${file}:${line}:${column}: ${message}`);
}
