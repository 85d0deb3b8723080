import { UNKNOWN } from '../../controls/requirement';

/** `$$`, `${NAME}`, `${NAME:-default}` with braces inside its default, `$NAME`. */
interface Substitution {
  readonly start: number;
  readonly end: number;
  /** Absent for `$$`. */
  readonly name?: string;
  /** `:-`, `-`, `:?`, `?`, `:+`, `+`. */
  readonly operator?: string;
  readonly operand?: string;
}

const BRACED = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])([\s\S]*))?$/;
/** Defaults within defaults are followed as deep as this; deeper ones count as not known. */
const MAX_DEPTH = 20;
const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*/;

function* substitutions(text: string): Generator<Substitution> {
  const ends = closings(text);
  for (let at = text.indexOf('$'); at !== -1; ) {
    const found = substitutionAt(text, at, ends);
    if (found) yield found;
    at = text.indexOf('$', found?.end ?? at + 1);
  }
}

/** Behind the closing brace of every `${` that has one, found in one pass. */
function closings(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith('${', at)) open.push(at);
    else if (text[at] === '}') {
      const start = open.pop();
      if (start !== undefined) ends.set(start, at + 1);
    }
  }
  return ends;
}

function substitutionAt(text: string, start: number, ends: ReadonlyMap<number, number>): Substitution | undefined {
  if (text[start + 1] === '$') return { start, end: start + 2 };
  if (text[start + 1] !== '{') {
    const [name] = PLAIN.exec(text.slice(start + 1, start + 257)) ?? [];
    return name === undefined ? undefined : { start, end: start + 1 + name.length, name };
  }
  const end = ends.get(start);
  const [, name, operator, operand] = (end !== undefined && BRACED.exec(text.slice(start + 2, end - 1))) || [];
  if (end === undefined || name === undefined) return undefined;
  return { start, end, name, ...(operator !== undefined && { operator, operand: operand ?? '' }) };
}

function replaced(text: string, withWhat: (substitution: Substitution, source: string) => string): string {
  let result = '';
  let at = 0;
  for (const each of substitutions(text)) {
    result += text.slice(at, each.start) + withWhat(each, text.slice(each.start, each.end));
    at = each.end;
  }
  return result + text.slice(at);
}

/**
 * A text with the defaults of its variables in their place: `${TAG:-7.2}` is `7.2`, `$$` is `$`.
 * A variable without one stays as it is written, whatever the environment or an `.env` file of this machine says:
 * neither belongs to the file, and both may hold secrets. `$PWD` alone is known: the folder of the project.
 */
export function withDefaults(text: string): string {
  return filled(text, 0);
}

function filled(text: string, depth: number): string {
  if (!text.includes('$')) return text;
  return replaced(text, ({ name, operator, operand = '' }, source) => {
    if (name === undefined) return '$';
    if ((operator === ':-' || operator === '-') && depth < MAX_DEPTH) return filled(operand, depth + 1);
    return name === 'PWD' ? '.' : source;
  });
}

/** Whether a text depends on a variable that has no default. */
export function isOpen(text: string): boolean {
  return hasOpen(text, 0);
}

function hasOpen(text: string, depth: number): boolean {
  if (!text.includes('$')) return false;
  if (depth > MAX_DEPTH) return true;
  for (const { name, operator, operand = '' } of substitutions(text)) {
    if (name === undefined || name === 'PWD') continue;
    if (operator === ':-' || operator === '-') {
      if (hasOpen(operand, depth + 1)) return true;
    } else return true;
  }
  return false;
}

/**
 * Whether a text has a `${` that is no reference, for which Compose refuses the file. A lone dollar is text.
 * Source: compose-go, template/template.go.
 */
export function isMalformed(text: string, depth = 0): boolean {
  if (!text.includes('${')) return false;
  const ends = closings(text);
  for (let at = text.indexOf('$'); at !== -1; ) {
    const found = substitutionAt(text, at, ends);
    if (found === undefined && text[at + 1] === '{') return true;
    if (found?.operand !== undefined && depth < MAX_DEPTH && isMalformed(found.operand, depth + 1)) return true;
    at = text.indexOf('$', found?.end ?? at + 1);
  }
  return false;
}

/** A scalar with its variables replaced by their defaults; `UNKNOWN` where one has none. */
export function resolved(value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('$')) return value;
  return isOpen(value) ? UNKNOWN : withDefaults(value);
}

/** A text as Compose reads it back as the same: a dollar is doubled. */
export function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** Cuts a text at a separator that stands neither in `${…}` nor in `[…]`, as of an IPv6 address. */
export function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  const ends = text.includes('${') ? closings(text) : new Map<number, number>();
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '$') at = (substitutionAt(text, at, ends)?.end ?? at + 1) - 1;
    else if (text[at] === '[') at = Math.max(at, text.indexOf(']', at));
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
