import { TemperedError } from '../../errors';

/**
 * A value of ENV, ARG or LABEL, in quotes where it needs them, so that spaces, quotes, backslashes and dollars stand for themselves.
 *
 * @throws a TemperedError `line-break` for a value with one: a Dockerfile cannot express it there
 */
export function quoted(value: string, where: string): string {
  if (/^[\w@%+:,./-]+$/.test(value)) return value;
  return `"${noLineBreak(value, where).replace(/["\\$]/g, '\\$&')}"`;
}

/** A word that the builder expands (a path of WORKDIR, a port of EXPOSE): quoted only where it must be. */
export function word(value: string, where: string): string {
  if (/^[\w@%+=:,./*?[\]-]+$/.test(value)) return value;
  return noLineBreak(value, where).replace(/["'\\$\s]/g, '\\$&');
}

/** The exec form: no shell reads it, and nothing in it is expanded. */
export function execForm(command: readonly string[], where: string): string {
  const [program = ''] = command;
  if (program === '') throw new TemperedError('empty-command', `${where} needs a program to start`);
  return list(command);
}

/**
 * Paths of COPY: plain words, or the JSON form where one holds a space. In both, BuildKit reads dollars and quotes of a path as a
 * shell does, unless they are escaped.
 */
export function paths(all: readonly string[], where: string): string {
  for (const path of all) noLineBreak(path, where);
  if (all.every((path) => /^[\w@%+=:,./*?[\]-]+$/.test(path) && !path.startsWith('--') && !path.startsWith('['))) return all.join(' ');
  return list(all.map((path) => path.replace(/["'\\$]/g, '\\$&')));
}

function list(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
}

/** The value itself. @throws a TemperedError `line-break` where it has more than one line */
export function noLineBreak(value: string, where: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL ends a text for whatever is written in C.
  if (/[\r\n\u0000]/.test(value)) throw new TemperedError('line-break', `${where}: a value there cannot hold a line break`);
  return value;
}
