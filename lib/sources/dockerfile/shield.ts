/**
 * A text of the same length in which dockerfile-ast (0.7.1) finds the instructions that BuildKit finds. It takes `<<` in
 * quotes for a here-document and would read the rest of the file as its body, does not know `3<<EOF`, and continues a line
 * that ends in two escape characters (`WORKDIR C:\\`).
 */
export function shielded(text: string, escapeChar: string): string {
  const pieces: string[] = [];
  let quote = '';
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, end);
    at = end;
    // A comment between continued lines is no part of them.
    if (/^[ \t]*#/.test(line)) {
      pieces.push(line);
      continue;
    }
    const read = shieldLine(line, quote, escapeChar);
    quote = read.quote;
    pieces.push(read.line);
  }
  return pieces.join('');
}

function shieldLine(line: string, openQuote: string, escapeChar: string): { readonly line: string; readonly quote: string } {
  const end = escapesAtEnd(line, escapeChar);
  let changed = end.count > 1 ? `${line.slice(0, end.at)}_${line.slice(end.at + 1)}` : line;
  let quote = openQuote;
  if (line.includes('<<') || end.count === 1) {
    const doubled: number[] = [];
    for (let at = 0; at < line.length; at++) {
      const char = line.charAt(at);
      if (char === escapeChar && quote !== "'") at++;
      else if (quote !== '' && char === quote) quote = '';
      else if (quote === '' && (char === '"' || char === "'")) quote = char;
      else if (quote !== '' && char === '<' && line.charAt(at + 1) === '<') doubled.push(at++);
    }
    for (const at of doubled) changed = `${changed.slice(0, at)}__${changed.slice(at + 2)}`;
    changed = changed.replace(/(^|\s)(\d+)(?=<<-?[^<\s])/g, (_, space: string, digits: string) => space + ' '.repeat(digits.length));
  }
  // One escape character at the end continues the line, and its quotes.
  return { line: changed, quote: end.count === 1 ? quote : '' };
}

/** How many escape characters end the line, and where the last one is. */
function escapesAtEnd(line: string, escapeChar: string): { readonly count: number; readonly at: number } {
  let last = line.length;
  while (last > 0 && /\s/.test(line.charAt(last - 1))) last--;
  let first = last;
  while (first > 0 && line.charAt(first - 1) === escapeChar) first--;
  return { count: last - first, at: last - 1 };
}

/** Whether the line goes on on the next one. */
export function continues(line: string, escapeChar: string): number | undefined {
  const { count, at } = escapesAtEnd(line, escapeChar);
  return count === 1 ? at : undefined;
}
