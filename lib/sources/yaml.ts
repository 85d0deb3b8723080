import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { type SourceDocument, splitDocuments } from './yaml/document';
import { MAX_FILE_BYTES, textOf, tooLarge } from './yaml/file-text';
import { findFiles, unreadable } from './yaml/input-files';
import { readDocument } from './yaml/read-document';
import type { ReadError } from './yaml/read-error';
import { resourcesOf, type SourceResource } from './yaml/resources';

export type { SourceDocument } from './yaml/document';
export { type DocumentEdit, type EditResult, editYaml, type RefusedFix } from './yaml/edit';
export { locate, type Position } from './yaml/locate';
export { isLooseJson } from './yaml/not-json';
export type { ReadError } from './yaml/read-error';
export type { SourceResource } from './yaml/resources';
export { lineBefore, unifiedDiff } from './yaml/unified-diff';
export { writeFileAtomically } from './yaml/write-file';

/** A file that was read. */
export interface SourceFile {
  /** As it was named on the command line, or found below a named folder; `-` for standard input. */
  readonly name: string;
  /** Its text, with the byte order mark if it has one. */
  readonly text: string;
}

/** What texts held. Errors do not hide the rest. */
export interface Content {
  readonly resources: readonly SourceResource[];
  /** Documents that are no Kubernetes objects, as a whole: a daemon.json, Helm values … */
  readonly untyped: readonly UntypedDocument[];
  /** How many things are no Kubernetes objects: those documents, and items of Lists. */
  readonly other: number;
  readonly errors: readonly ReadError[];
}

/** A document that is no Kubernetes object. */
export interface UntypedDocument {
  readonly document: SourceDocument;
  readonly value: unknown;
}

/** Everything that was read. */
export interface Inputs extends Content {
  readonly files: readonly SourceFile[];
}

export interface ReadOptions {
  /**
   * What the path `-` stands for.
   *
   * @default - nothing; `-` is then an error
   */
  readonly stdin?: string | Buffer;
}

/**
 * Reads manifests: files, folders (`*.yaml`, `*.yml`, `*.json` below them) and standard input (`-`).
 *
 * @example
 * ```ts
 * const { resources, errors } = readInputs(['deploy/', '-'], { stdin });
 * ```
 */
export function readInputs(paths: readonly string[], options: ReadOptions = {}): Inputs {
  const { files, errors } = readFiles(paths, options);
  const content = readTexts(files);
  return { files, ...content, errors: [...errors, ...content.errors] };
}

/** Reads the texts alone. */
export function readFiles(
  paths: readonly string[],
  options: ReadOptions = {},
): { readonly files: readonly SourceFile[]; readonly errors: readonly ReadError[] } {
  const found = findFiles(paths);
  const files: SourceFile[] = [];
  const errors: ReadError[] = [...found.errors];
  for (const name of found.files) {
    const read = name === '-' ? stdinText(options.stdin) : fileText(name);
    if ('error' in read) errors.push(read.error);
    else files.push({ name, text: read.text });
  }
  return { files, errors };
}

/** Reads the documents of several texts. */
export function readTexts(files: readonly SourceFile[]): Content {
  const resources: SourceResource[] = [];
  const untyped: UntypedDocument[] = [];
  const errors: ReadError[] = [];
  let other = 0;
  for (const { name, text } of files) {
    const content = readText(name, text);
    for (const resource of content.resources) resources.push(resource);
    untyped.push(...content.untyped);
    errors.push(...content.errors);
    other += content.other;
  }
  return { resources, untyped, other, errors };
}

/** Reads the documents of one text. */
export function readText(name: string, text: string): Content {
  const resources: SourceResource[] = [];
  const untyped: UntypedDocument[] = [];
  const errors: ReadError[] = [];
  let other = 0;
  for (const document of splitDocuments(name, text)) {
    const read = readDocument(document);
    if ('error' in read) {
      errors.push(read.error);
    } else if (read.value !== undefined) {
      const content = resourcesOf(document, read.value);
      for (const resource of content.resources) resources.push(resource);
      errors.push(...content.errors);
      other += content.other;
      if (content.other > 0 && content.resources.length === 0) untyped.push({ document, value: read.value });
    }
  }
  return { resources, untyped, other, errors };
}

type Text = ReturnType<typeof textOf>;

function fileText(name: string): Text {
  const refuse = (message: string): Text => ({ error: { file: name, line: 1, column: 1, message } });
  let descriptor: number | undefined;
  try {
    // A pipe that nobody writes into would be waited for, and a device may have no end.
    if (!statSync(name).isFile()) return refuse(NO_FILE);
    descriptor = openSync(name, 'r');
    // Asked before reading, so that a file too large never comes into memory.
    const { size } = fstatSync(descriptor);
    if (size > MAX_FILE_BYTES) return refuse(tooLarge(size));
    return textOf(name, boundedBytes(descriptor, size));
  } catch (error) {
    return { error: unreadable(name, error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const NO_FILE = 'is a device or a pipe, and only files are read; what a command prints is judged by `| tempered audit -`';

/** What a file holds, and no more of it than is judged, whatever size it says: those of /proc say none. */
function boundedBytes(descriptor: number, size: number): Buffer {
  const pieces: Buffer[] = [];
  let total = 0;
  while (total <= MAX_FILE_BYTES) {
    const piece = Buffer.allocUnsafe(Math.min(Math.max(size - total, 64 * 1024) + 1, MAX_FILE_BYTES + 1));
    const read = readSync(descriptor, piece, 0, piece.length, null);
    if (read === 0) break;
    pieces.push(piece.subarray(0, read));
    total += read;
  }
  return Buffer.concat(pieces);
}

function stdinText(stdin: string | Buffer | undefined): Text {
  if (stdin === undefined) return { error: { file: '-', line: 1, column: 1, message: 'standard input was asked for, but there is none' } };
  return textOf('-', typeof stdin === 'string' ? Buffer.from(stdin) : stdin);
}
