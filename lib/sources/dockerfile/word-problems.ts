/** A name, and what a build can do to its value. */
const SUBSTITUTION = /^(?:\w+|[@*#])(?:$|:?[-+?]|##?|%%?|\/\/?)/;

/** What the build would say of the quotes and braces of a text in which it fills in variables. The text may be secret. */
export function wordProblem(text: string, escapeChar: string): string | undefined {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === escapeChar && quote !== "'") at++;
    else if (char === '$' && quote !== "'" && text.charAt(at + 1) === '{') {
      const end = closingBrace(text, at + 2, escapeChar);
      if (end === undefined) return 'a brace after a dollar sign that does not end';
      if (!SUBSTITUTION.test(text.slice(at + 2, end)))
        return `braces that a build cannot fill in; it knows \${NAME}, \${NAME:-default} and \${NAME:+other}`;
      at = end;
    } else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
  }
  if (quote === '') return undefined;
  return `a ${quote === '"' ? 'double' : 'single'} quote that does not end; write ${escapeChar}${quote} for the sign itself`;
}

/** Braces may stand in braces: `${A:-${B}}`. */
function closingBrace(text: string, from: number, escapeChar: string): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === escapeChar) at++;
    else if (char === '{' && text.charAt(at - 1) === '$') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  return undefined;
}
