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
const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*/;

function* substitutions(text: string): Generator<Substitution> {
  for (let at = text.indexOf('$'); at !== -1; ) {
    const found = substitutionAt(text, at);
    if (found) yield found;
    at = text.indexOf('$', found?.end ?? at + 1);
  }
}

function substitutionAt(text: string, start: number): Substitution | undefined {
  if (text[start + 1] === '$') return { start, end: start + 2 };
  if (text[start + 1] !== '{') {
    const [name] = PLAIN.exec(text.slice(start + 1, start + 257)) ?? [];
    return name === undefined ? undefined : { start, end: start + 1 + name.length, name };
  }
  let depth = 1;
  let end = start + 2;
  for (; end < text.length && depth > 0; end++) {
    if (text[end] === '}') depth--;
    else if (text.startsWith('${', end)) depth++;
  }
  const [, name, operator, operand] = (depth === 0 && BRACED.exec(text.slice(start + 2, end - 1))) || [];
  return name === undefined ? undefined : { start, end, name, ...(operator !== undefined && { operator, operand: operand ?? '' }) };
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
  if (!text.includes('$')) return text;
  return replaced(text, ({ name, operator, operand = '' }, source) => {
    if (name === undefined) return '$';
    if (operator === ':-' || operator === '-') return withDefaults(operand);
    return name === 'PWD' ? '.' : source;
  });
}

/** Whether a text depends on a variable that has no default. */
export function isOpen(text: string): boolean {
  if (!text.includes('$')) return false;
  for (const { name, operator, operand = '' } of substitutions(text)) {
    if (name === undefined || name === 'PWD') continue;
    if (operator === ':-' || operator === '-') {
      if (isOpen(operand)) return true;
    } else return true;
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
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '$') at = (substitutionAt(text, at)?.end ?? at + 1) - 1;
    else if (text[at] === '[') at = Math.max(at, text.indexOf(']', at));
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
