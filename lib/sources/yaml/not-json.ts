/** What a text has that JSON (RFC 8259) has not, and where. */
export interface NotJson {
  /** Offset in the text. */
  readonly at: number;
  readonly message: string;
}

const TOKEN =
  /[ \t\r\n]+|"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{}:,]/y;

/** The first thing for which a text that may be YAML is no JSON; undefined where it is. */
export function notJson(text: string): NotJson | undefined {
  // A byte order mark is passed over by the engine, too.
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  try {
    JSON.parse(text.slice(start));
    return undefined;
  } catch {
    return firstOffence(text, start);
  }
}

/** Whether a text is JSON but for comments and commas after last elements, as configurations of programs are. */
export function isLooseJson(text: string): boolean {
  const message = notJson(text)?.message ?? '';
  return message.startsWith(COMMENT) || message.startsWith(COMMA);
}

const COMMENT = 'a comment';
const COMMA = 'a comma after the last element';

function firstOffence(text: string, start: number): NotJson {
  let comma: number | undefined;
  for (let at = start; at < text.length; ) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return { at, message: `${wordsFor(text.slice(at, at + 2))} is no JSON` };
    if (comma !== undefined && /^[\]}]/.test(token)) return { at: comma, message: `${COMMA} is no JSON` };
    if (/^\S/.test(token)) comma = token === ',' ? at : undefined;
    at += token.length;
  }
  return { at: start, message: 'this is no JSON' };
}

function wordsFor(next: string): string {
  if (next.startsWith('#') || next === '//' || next === '/*') return COMMENT;
  if (next.startsWith("'")) return 'a text in single quotes';
  if (next.startsWith('"')) return 'a text that does not end on its line, or with another escape,';
  return 'what is written here';
}
