import { closest } from 'fastest-levenshtein';
import { readArguments } from '../../controls/dockerfile/reading/arguments';
import { pairsOf } from '../../controls/dockerfile/reading/pairs';
import { PREDEFINED } from '../../controls/dockerfile/reading/stages';
import { expand } from '../../controls/dockerfile/reading/variables';
import { parseImageReference } from '../../controls/image/image-reference';
import { instructionProblem } from './instruction-problems';
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

/** Front ends of BuildKit's own language; another one may know other instructions. */
const OWN_SYNTAX = /^(docker\.io\/)?docker\/dockerfile(-upstream)?([:@]|$)/;

/** The first thing that no build would accept. */
export function firstProblem({ statements, directives, escapeChar }: Statements): Problem | undefined {
  const directive = directives.find(({ name }) => name === 'escape');
  if (directive && directive.value !== '\\' && directive.value !== '`')
    return { at: directive.start, message: 'the escape directive must name a backslash or a backtick' };
  if (statements.length === 0) return { at: 0, message: 'there is no instruction; a Dockerfile begins with FROM' };
  const syntax = directives.find(({ name }) => name === 'syntax')?.value;
  const own = syntax === undefined || OWN_SYNTAX.test(syntax);
  const args = new Set<string>(PREDEFINED);
  const stages = statements.filter(({ keyword }) => keyword === 'FROM').length;
  let stage = -1;
  for (const statement of statements) {
    if (statement.keyword === 'FROM') stage++;
    else if (stage < 0) for (const { name } of pairsOf('ARG', statement.text, escapeChar)) args.add(name);
    const message =
      problemOf(statement, stage >= 0, args) ?? (own ? instructionProblem(statement, { escapeChar, stage, stages }) : undefined);
    if (message !== undefined) return { at: statement.start, message };
  }
  if (stage < 0) return { at: statements[0]?.start ?? 0, message: 'there is no FROM: say which image to build on (FROM scratch for none)' };
  return undefined;
}

function problemOf(statement: Statement, fromBefore: boolean, args: ReadonlySet<string>): string | undefined {
  const { word, keyword, text, heredocs, onbuild } = statement;
  if (!known.has(keyword))
    return `unknown instruction ${JSON.stringify(onbuild ? keyword : word)}; did you mean ${closest(keyword, KEYWORDS)}?`;
  if (!fromBefore && keyword !== 'ARG') return `${keyword} stands before the first FROM; only ARG may`;
  const open = heredocs.find(({ ended }) => !ended);
  if (open) return `the here-document ${open.name} does not end: a line that is only ${open.name} is missing`;
  return keyword === 'FROM' && !onbuild && text !== '' ? fromProblem(text, args) : undefined;
}

const STAGE_NAME = /^[a-z][\w.-]*$/i;

function fromProblem(text: string, args: ReadonlySet<string>): string | undefined {
  const { words } = readArguments('FROM', text);
  const [image = '', as, name] = words;
  if (words.length !== 1 && (words.length !== 3 || as?.toUpperCase() !== 'AS')) return 'FROM must be FROM IMAGE, or FROM IMAGE AS NAME';
  if (name !== undefined && !STAGE_NAME.test(name))
    return `${JSON.stringify(name)} is no name of a stage: a letter first, then letters, digits, "-", "_" and "."`;
  // An ARG without a value may be given one by whoever builds; what no ARG declares is empty for everybody.
  const missing = [...image.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, each = '']) => each).find((each) => !args.has(each));
  if (missing === undefined) return undefined;
  const built = expand(image, { get: (each) => (args.has(each) ? undefined : '') });
  return built === undefined || parseImageReference(built) !== undefined
    ? undefined
    : `FROM ${image}: no ARG before the first FROM declares ${missing}, so that it is empty`;
}
