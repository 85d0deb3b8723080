import { DockerfileParser } from 'dockerfile-ast';
import { continues, shielded } from './shield';

/** A piece of a joined text, and where it stands in the file. */
export interface Piece {
  /** Offset in the joined text. */
  readonly start: number;
  /** Offset in the file. */
  readonly source: number;
  readonly length: number;
}

/** A here-document of a statement. */
export interface StatementHeredoc {
  readonly name: string;
  readonly expands: boolean;
  readonly content: string;
  /** Where its lines stand in the file: `<<-` takes tabs away. */
  readonly pieces: readonly Piece[];
  /** Where it begins, or would. */
  readonly textStart: number;
  /** Its last line is there. */
  readonly ended: boolean;
}

/** An instruction as it is written. */
export interface Statement {
  /** As written: `RUN`, `run`. */
  readonly word: string;
  readonly keyword: string;
  readonly start: number;
  /** What follows the keyword, lines joined as BuildKit does. */
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Where the text begins, or would. */
  readonly textStart: number;
  readonly heredocs: readonly StatementHeredoc[];
  /** The keyword stood after `ONBUILD`. */
  readonly onbuild: boolean;
}

export interface Statements {
  readonly escapeChar: '\\' | '`';
  readonly directives: readonly { readonly name: string; readonly value: string; readonly start: number }[];
  readonly comments: readonly { readonly text: string; readonly start: number }[];
  readonly statements: readonly Statement[];
}

/** Finds the instructions, comments and directives of a Dockerfile. */
export function statementsOf(text: string): Statements {
  const starts = lineStarts(text);
  const offsetAt = (line: number, character: number): number => (starts[line] ?? text.length) + character;
  const head = DockerfileParser.parse(firstLines(text));
  const escapeChar = head.getEscapeCharacter() === '`' ? '`' : '\\';
  const tree = DockerfileParser.parse(shielded(text, escapeChar));
  const statements: Statement[] = [];
  let end = 0;
  for (const instruction of tree.getInstructions()) {
    const range = instruction.getInstructionRange();
    const start = offsetAt(range.start.line, range.start.character);
    // It stands in the here-document of the one before.
    if (start < end) continue;
    const joined = joinLines(text, offsetAt(range.end.line, range.end.character), escapeChar);
    const { statement, end: after } = statementAt(instruction.getInstruction(), start, joined, text);
    statements.push(statement);
    end = after;
  }
  return {
    escapeChar,
    directives: tree.getDirectives().map((each) => {
      const { start } = each.getNameRange();
      return { name: each.getName().toLowerCase(), value: each.getValue(), start: offsetAt(start.line, start.character) };
    }),
    comments: tree.getComments().map((each) => {
      const { start } = each.getRange();
      return { text: (each.getContent() ?? '').trim(), start: offsetAt(start.line, start.character) };
    }),
    statements,
  };
}

/** Directives stand in the first lines only: the escape character is needed before all is read. */
function firstLines(text: string): string {
  const end = /^(?:\uFEFF)?(?:[ \t]*#[^\n]*\n)*/.exec(text)?.[0].length ?? 0;
  return text.slice(0, end);
}

function statementAt(word: string, start: number, joined: Joined, text: string): { readonly statement: Statement; readonly end: number } {
  let keyword = word.toUpperCase();
  let { text: own, pieces } = trimmedStart(joined);
  let onbuild = false;
  if (keyword === 'ONBUILD') {
    const trigger = /^(\S+)\s*/.exec(own);
    const name = trigger?.[1]?.toUpperCase();
    if (trigger && name !== undefined && name !== 'ONBUILD') {
      keyword = name;
      onbuild = true;
      const cut = trigger[0].length;
      pieces = cutPieces(pieces, cut);
      own = own.slice(cut);
    }
  }
  const heredocs: StatementHeredoc[] = [];
  let end = joined.end;
  if (keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD') {
    for (const found of heredocWords(own)) {
      const read = readHeredoc(text, end, found);
      heredocs.push(read.heredoc);
      end = read.end;
    }
  }
  const textStart = pieces[0]?.source ?? joined.start;
  return { statement: { word, keyword, start, text: own, pieces, textStart, heredocs, onbuild }, end };
}

interface Joined {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Offset of the text in the file. */
  readonly start: number;
  /** Offset of the line after it. */
  readonly end: number;
}

/** Joins continued lines from the offset on: escape characters at ends, comments and empty lines between them go away. */
function joinLines(text: string, from: number, escapeChar: string): Joined {
  const pieces: Piece[] = [];
  const parts: string[] = [];
  let length = 0;
  let at = from;
  for (let first = true; at < text.length; first = false) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end).replace(/\r$/, '');
    const start = at;
    at = newline < 0 ? end : end + 1;
    if (!first && /^\s*(#|$)/.test(line)) continue;
    const cut = continues(line, escapeChar);
    const part = cut === undefined ? line : line.slice(0, cut);
    if (part !== '') pieces.push({ start: length, source: start, length: part.length });
    parts.push(part);
    length += part.length;
    if (cut === undefined) break;
  }
  return { text: parts.join(''), pieces, start: from, end: at };
}

function trimmedStart({ text, pieces }: Joined): { readonly text: string; readonly pieces: readonly Piece[] } {
  const own = text.trimStart();
  return { text: own.trimEnd(), pieces: cutPieces(pieces, text.length - own.length) };
}

function cutPieces(pieces: readonly Piece[], cut: number): readonly Piece[] {
  return pieces.flatMap(({ start, source, length }) => {
    const gone = Math.min(length, Math.max(0, cut - start));
    return gone === length ? [] : [{ start: start + gone - cut, source: source + gone, length: length - gone }];
  });
}

interface HeredocWord {
  readonly name: string;
  readonly tabs: boolean;
  readonly expands: boolean;
}

/** The words of a line that begin here-documents. */
function heredocWords(line: string): readonly HeredocWord[] {
  if (!line.includes('<<')) return [];
  const found: HeredocWord[] = [];
  for (const word of wordsWithQuotes(line)) {
    const match = /^\d*<<(-?)([^<]+)$/.exec(word);
    if (match === null) continue;
    const [, dash, name = ''] = match;
    const bare = name.replace(/["'\\]/g, '');
    if (bare !== '') found.push({ name: bare, tabs: dash === '-', expands: bare === name });
  }
  return found;
}

function wordsWithQuotes(line: string): readonly string[] {
  return line.match(/(?:"(?:[^"\\]|\\.)*"?|'[^']*'?|\\.|[^\s"'\\]|\\$)+/g) ?? [];
}

function readHeredoc(text: string, from: number, { name, tabs, expands }: HeredocWord) {
  const lines: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  let at = from;
  let ended = false;
  while (at < text.length && !ended) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, end);
    const bare = tabs ? line.replace(/^\t+/, '') : line;
    ended = bare.replace(/\r?\n$/, '') === name;
    if (!ended) {
      pieces.push({ start: length, source: at + line.length - bare.length, length: bare.length });
      lines.push(bare);
      length += bare.length;
    }
    at = end;
  }
  return { heredoc: { name, expands, content: lines.join(''), pieces, textStart: from, ended }, end: at };
}

/** Offsets of the beginnings of lines. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
