import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { ReadError } from './read-error';

/** The files that paths of a command line stand for. */
export interface InputFiles {
  /** As named, or below a named folder; in the order of the command line, each once. */
  readonly files: readonly string[];
  readonly errors: readonly ReadError[];
}

const MANIFEST = /\.(?:ya?ml|json|dockerfile|containerfile)$|^(?:Dockerfile|Containerfile)(?:\.(?!dockerignore$|md$).+)?$/i;

/**
 * Finds the manifests, Compose files and Dockerfiles: a file as it is named, a folder with everything below it, in the order of names.
 *
 * Hidden folders and node_modules are passed over. A symbolic link is followed while it stays within the named folder;
 * a folder is entered once, so that links in a circle come to an end.
 */
export function findFiles(paths: readonly string[]): InputFiles {
  const files = new Set<string>();
  const errors: ReadError[] = [];
  for (const path of paths) {
    try {
      if (path === '-' || !statSync(path).isDirectory()) files.add(path);
      else walk(path, realpathSync(path), new Set(), files, errors);
    } catch (error) {
      errors.push(unreadable(path, error));
    }
  }
  return { files: [...files], errors };
}

function walk(folder: string, root: string, entered: Set<string>, files: Set<string>, errors: ReadError[]): void {
  const real = realpathSync(folder);
  if (entered.has(real)) return;
  entered.add(real);
  const entries = readdirSync(folder, { withFileTypes: true });
  // By code units, not by language: the same order on every machine.
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    const link = entry.isSymbolicLink();
    try {
      if (link && !isWithin(realpathSync(path), root)) continue;
      const isFolder = link ? statSync(path).isDirectory() : entry.isDirectory();
      const isFile = link ? statSync(path).isFile() : entry.isFile();
      if (isFolder) walk(path, root, entered, files, errors);
      else if (isFile && MANIFEST.test(entry.name)) files.add(path);
    } catch (error) {
      // A link that leads nowhere matters only where it stands for a manifest.
      if (!link || MANIFEST.test(entry.name)) errors.push(unreadable(path, error));
    }
  }
}

function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'the symbolic links lead in a circle',
  EISDIR: 'is a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'there is no space left',
};

/** An error of the file system as one sentence. */
export function unreadable(file: string, error: unknown): ReadError {
  return { file, line: 1, column: 1, message: `cannot be read: ${reasonOf(error)}` };
}

/** Why the file system refused, in words. */
export function reasonOf(error: unknown): string {
  const { code, message }: { code?: unknown; message?: unknown } = typeof error === 'object' && error !== null ? error : {};
  return REASONS[String(code)] ?? (typeof message === 'string' ? message : String(error));
}
