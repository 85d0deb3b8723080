import { closest } from 'fastest-levenshtein';
import { jsonForm, readArguments } from '../../controls/dockerfile/reading/arguments';
import type { Statement, Statements } from './statements';

/** Why a Dockerfile cannot be built, whatever its context. */
export interface Problem {
  /** Offset in the file. */
  readonly at: number;
  readonly message: string;
}

const KEYWORDS = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

const known = new Set(KEYWORDS);

/** Whether a word is an instruction. */
export function isKeyword(word: string): boolean {
  return known.has(word.toUpperCase());
}

/** The first thing that no build would accept. */
export function firstProblem({ statements, directives }: Statements): Problem | undefined {
  const directive = directives.find(({ name }) => name === 'escape');
  if (directive && directive.value !== '\\' && directive.value !== '`')
    return { at: directive.start, message: 'the escape directive must name a backslash or a backtick' };
  if (statements.length === 0) return { at: 0, message: 'there is no instruction; a Dockerfile begins with FROM' };
  let from = false;
  for (const statement of statements) {
    const message = problemOf(statement, from);
    if (message !== undefined) return { at: statement.start, message };
    from ||= statement.keyword === 'FROM';
  }
  if (!from) return { at: statements[0]?.start ?? 0, message: 'there is no FROM: say which image to build on (FROM scratch for none)' };
  return undefined;
}

function problemOf(statement: Statement, fromBefore: boolean): string | undefined {
  const { word, keyword, text, heredocs, onbuild } = statement;
  if (!known.has(keyword))
    return `unknown instruction ${JSON.stringify(onbuild ? keyword : word)}; did you mean ${closest(keyword, KEYWORDS)}?`;
  if (!fromBefore && keyword !== 'FROM' && keyword !== 'ARG') return `${keyword} stands before the first FROM; only ARG may`;
  if (onbuild && keyword === 'FROM') return 'ONBUILD cannot trigger FROM';
  if (text === '') return `${keyword} says nothing: what follows it is missing`;
  const open = heredocs.find(({ ended }) => !ended);
  if (open) return `the here-document ${open.name} does not end: a line that is only ${open.name} is missing`;
  if (keyword === 'FROM') return fromProblem(text);
  if (keyword === 'SHELL' && jsonForm(text) === undefined) return 'SHELL must be a JSON list of strings: SHELL ["/bin/sh", "-c"]';
  if (keyword === 'ENV' && !/[=\s]/.test(text)) return `ENV ${text} has no value; write ENV ${text}=`;
  return undefined;
}

function fromProblem(text: string): string | undefined {
  const { words } = readArguments('FROM', text);
  if (words.length === 1 || (words.length === 3 && words[1]?.toUpperCase() === 'AS')) return undefined;
  return 'FROM must be FROM IMAGE, or FROM IMAGE AS NAME';
}
