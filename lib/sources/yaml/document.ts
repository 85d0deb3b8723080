/**
 * Whose rules a text is read by where two readers of YAML differ: `kubectl` (go-yaml v2), or Docker's programs (go-yaml v3 and v4),
 * for which `yes` and `on` are texts, and what a mapping says itself counts before what is merged into it, wherever `<<` stands.
 */
export type Dialect = 'kubectl' | 'compose';

/** One document of a YAML or JSON file: the text between two `---` lines. */
export interface SourceDocument {
  /** The file, as it was named on the command line; `-` for standard input. */
  readonly file: string;
  /** Which document of the file, from 0. */
  readonly index: number;
  /** Where its text starts in the file's, in UTF-16 units. */
  readonly offset: number;
  /** The line of the file on which it starts, from 1. */
  readonly line: number;
  /** Its text, with directives and the `---` line. */
  readonly text: string;
  /** Default: kubectl. */
  readonly dialect?: Dialect;
}

// Not `^` with the m flag: that would also match after the Unicode line separators, which may stand inside a YAML 1.2 string.
const MARKER = /(?<![^\n])(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;
const PRELUDE_LINE = /^(?:[ \t\uFEFF]*(?:#.*)?|%.*)$/;

/**
 * Cuts a file into its documents, so that a broken one does not hide the others.
 *
 * `---` and `...` at the start of a line end every scalar and collection (YAML 1.2, 9.1.2), so no parser is needed for this.
 * Comments and directives before the first `---` belong to the document that follows.
 */
export function splitDocuments(file: string, text: string, dialect?: Dialect): SourceDocument[] {
  const documents: SourceDocument[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  const moveTo = (next: number): void => {
    for (let at = text.indexOf('\n', start); at !== -1 && at < next; at = text.indexOf('\n', at + 1)) line++;
    start = next;
  };
  const close = (end: number, next: number): void => {
    documents.push({
      file,
      index: documents.length,
      offset: start,
      line,
      text: text.slice(start, end),
      ...(dialect !== undefined && { dialect }),
    });
    moveTo(next);
  };
  let begun = false;
  for (const marker of text.matchAll(MARKER)) {
    const at = marker.index;
    if (marker[0] === '---') {
      if (begun || !isPrelude(text.slice(start, at))) close(at, at);
      begun = true;
    } else {
      const lineEnd = text.indexOf('\n', at);
      close(at, lineEnd === -1 ? text.length : lineEnd + 1);
      begun = false;
    }
  }
  if (start < text.length || documents.length === 0) close(text.length, text.length);
  return documents;
}

function isPrelude(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '');
    if (!PRELUDE_LINE.test(line)) return false;
    start = end === -1 ? text.length : end + 1;
  }
  return true;
}
