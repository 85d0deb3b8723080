import { closest } from 'fastest-levenshtein';
import type { Json, Path } from '../../controls/requirement';
import type { DocumentFile } from '../../sources/document-file';
import type { ReadError } from '../../sources/yaml/read-error';

/** Collects what is wrong with a profile file, so that all of it is told at once. */
export class Problems {
  private readonly found: ReadError[] = [];

  public constructor(
    private readonly file: string,
    private readonly placeOf: DocumentFile['placeOf'],
  ) {}

  public get all(): readonly ReadError[] {
    return [...this.found].sort((a, b) => a.line - b.line || a.column - b.column);
  }

  public add(path: Path, message: string): void {
    this.found.push({ file: this.file, ...this.placeOf(path), message });
  }

  /** Reports every key that is none of these, and names the nearest. */
  public unknownKeys(object: Json, at: Path, known: readonly string[], what = ''): void {
    for (const key of Object.keys(object)) {
      if (known.includes(key)) continue;
      const nearest = known.length === 0 ? 'it has none' : `did you mean "${closest(key, known)}"?`;
      this.add([...at, key], `there is no key "${key}"${what}; ${nearest}`);
    }
  }

  /** The text at a key; undefined where there is none. */
  public text(object: Json, key: string, at: Path): string | undefined {
    const value: unknown = object[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string' && value !== '') return value;
    this.add([...at, key], `"${key}" must be a text`);
    return undefined;
  }

  /** One of a few words; the nearest is named where it is another one. */
  public word<const Word extends string>(value: unknown, words: readonly Word[], at: Path): Word | undefined {
    const found = words.find((word) => word === value);
    if (found === undefined) {
      const nearest = typeof value === 'string' ? `did you mean ${closest(value, words)}? ` : '';
      this.add(at, `${JSON.stringify(value)} is none of ${words.join(', ')}${nearest && `; ${nearest.trimEnd()}`}`);
    }
    return found;
  }
}
