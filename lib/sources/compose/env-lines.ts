/** A variable of a list of them, with the line that gives it. */
export interface EnvLine {
  readonly name: string;
  /** As it is written: variables in it stay. Null where only the name stands there. */
  readonly value: string | null;
  /** From 1. */
  readonly line: number;
}

const NAME = /(?:export[ \t]+)?([\p{L}\p{N}_.[\]-]+)[ \t]*(?:([=:])[ \t]*|(?=\n|$))/uy;
const REST = /[^\n]*/y;
const SKIPPED = /(?:\s+|#[^\n]*)+/y;
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'/y;

/**
 * The variables of an `env_file`: `NAME=value` or `NAME: value`, with or without `export`, quotes over several lines, comments.
 * A line that is none of these, for which Compose refuses the file, is passed over. `raw` takes everything behind `=` as it is.
 * Source: compose-go, dotenv/parser.go.
 */
export function envLines(text: string, raw = false): readonly EnvLine[] {
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const lines: EnvLine[] = [];
  let at = 0;
  let line = 1;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match !== null) {
      at += match[0].length;
      for (const character of match[0]) if (character === '\n') line++;
    }
    return match;
  };
  while (at < source.length) {
    take(SKIPPED);
    const there = line;
    const match = take(NAME);
    if (match === null) take(REST);
    else if (match[2] === undefined) lines.push({ name: match[1] ?? '', value: null, line: there });
    else {
      const quoted = raw ? null : take(QUOTED);
      const value = quoted === null ? (take(REST)?.[0] ?? '') : (quoted[1] ?? quoted[2] ?? '');
      lines.push({
        name: match[1] ?? '',
        value: quoted === null && !raw ? value.replace(/(?:^|\s)#.*$/s, '').trimEnd() : value,
        line: there,
      });
    }
  }
  return lines;
}
