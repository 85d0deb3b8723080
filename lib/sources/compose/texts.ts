import { existsSync, realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { readFiles, type SourceFile } from '../yaml';
import { splitDocuments } from '../yaml/document';
import { readDocument } from '../yaml/read-document';
import type { ReadError } from '../yaml/read-error';
import { type ComposeNode, nodeOf } from './node';
import { composeTags } from './tags';

/** The documents of a file, or why it cannot be read. */
export type Documents = { readonly documents: readonly ComposeNode[] } | { readonly errors: readonly Pick<ReadError, 'message'>[] };

/** The Compose files of a run: those that were given, and those that they name, from the disk. Each is read once. */
export class ComposeTexts {
  private readonly given: ReadonlyMap<string, SourceFile>;
  private readonly read = new Map<string, Documents>();

  public constructor(files: readonly SourceFile[]) {
    this.given = new Map(files.map((file) => [resolve(file.name), file]));
  }

  /**
   * @param file as it is named in messages
   * @param root the folder of the project: a symbolic link within it that leads out of it is not followed
   */
  public documentsOf(file: string, root: string): Documents {
    const path = resolve(file);
    const known = this.read.get(path) ?? this.load(file, path, root);
    this.read.set(path, known);
    return known;
  }

  private load(file: string, path: string, root: string): Documents {
    const given = this.given.get(path);
    if (given !== undefined) return documentsIn(given);
    const refuse = (message: string): Documents => ({ errors: [{ message }] });
    if (!existsSync(path)) return refuse(`${file} does not exist`);
    if (!statSync(path).isFile()) return refuse(`${file} is no file`);
    if (isWithin(path, resolve(root)) && !isWithin(realpathSync(path), realpathSync(resolve(root))))
      return refuse(`${file} is a symbolic link out of the folder of the project, which is not followed`);
    const { files, errors } = readFiles([file]);
    const [only] = files;
    return only === undefined ? refuse(`${file}: ${errors[0]?.message ?? 'cannot be read'}`) : documentsIn(only);
  }
}

function isWithin(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function documentsIn({ name, text }: SourceFile): Documents {
  const documents: ComposeNode[] = [];
  const errors: ReadError[] = [];
  for (const document of splitDocuments(name, text, 'compose')) {
    const read = readDocument(document);
    if ('error' in read) errors.push(read.error);
    else if (read.value !== undefined) documents.push(nodeOf(read.value, { document, path: [] }, composeTags(document.text)));
  }
  if (errors.length === 0) return { documents };
  return { errors: errors.map(({ file, line, column, message }) => ({ message: `${file}:${line}:${column}: ${message}` })) };
}
