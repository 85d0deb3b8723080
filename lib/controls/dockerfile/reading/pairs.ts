/** `NAME=value` of an `ENV`, `ARG` or `LABEL`. */
export interface Pair {
  readonly name: string;
  /** Without its quotes, its variables as written; undefined where an `ARG` has no default. */
  readonly value: string | undefined;
  /** Where in the text it begins. */
  readonly start: number;
}

/**
 * The names and values of an `ENV`, `LABEL` or `ARG`. `ENV name a value with spaces` is the old form of a single pair.
 */
export function pairsOf(keyword: string, body: string, escapeChar: string): readonly Pair[] {
  const words = quotedWords(body, escapeChar);
  const [first] = words;
  if (first === undefined) return [];
  if (keyword !== 'ARG' && !first.text.includes('=')) {
    const space = /\s/.exec(body);
    return [
      {
        name: first.text,
        start: first.start,
        value: space === null ? undefined : withoutQuotes(body.slice(space.index).trim(), escapeChar),
      },
    ];
  }
  return words.map(({ text: word, start }) => {
    const equals = word.indexOf('=');
    if (equals < 0) return { name: word, value: undefined, start };
    return { start, name: withoutQuotes(word.slice(0, equals), escapeChar), value: withoutQuotes(word.slice(equals + 1), escapeChar) };
  });
}

/** The words of a text, their quotes kept: a space in quotes or after the escape character is part of a word. */
function quotedWords(text: string, escapeChar: string): readonly { readonly text: string; readonly start: number }[] {
  const words: { text: string; start: number }[] = [];
  let start = -1;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (start < 0) {
      if (/\s/.test(char)) continue;
      start = at;
    }
    if (char === escapeChar && quote !== "'") at++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (/\s/.test(char)) {
      words.push({ text: text.slice(start, at), start });
      start = -1;
    }
  }
  if (start >= 0) words.push({ text: text.slice(start), start });
  return words;
}

function withoutQuotes(text: string, escapeChar: string): string {
  let result = '';
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === escapeChar && quote !== "'" && at + 1 < text.length) {
      // A dollar keeps its escape, so that it is not taken for a variable.
      const next = text.charAt(++at);
      result += next === '$' ? `\\${next}` : next;
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else result += char;
    } else if (char === '"' || char === "'") quote = char;
    else result += char;
  }
  return result;
}
