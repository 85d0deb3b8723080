import { jsonForm } from '../../controls/dockerfile/reading/arguments';
import { pairsOf } from '../../controls/dockerfile/reading/pairs';
import { flagProblem, writtenFlags } from './flag-problems';
import type { Statement } from './statements';
import { wordProblem } from './word-problems';

/** Instructions that may say nothing: `CMD` alone takes the command of the base away. */
const MAY_BE_EMPTY = new Set(['RUN', 'CMD', 'ENTRYPOINT']);
/** Instructions in which the build, not a shell, fills in variables: their quotes must end. */
const EXPANDED = new Set(['ADD', 'ARG', 'COPY', 'ENV', 'EXPOSE', 'LABEL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR']);

/** Where an instruction stands. */
export interface Surroundings {
  readonly escapeChar: string;
  /** Number of its stage; -1 before the first. */
  readonly stage: number;
  /** How many stages the file has. */
  readonly stages: number;
}

/**
 * What BuildKit would say of an instruction that it knows (github.com/moby/buildkit, frontend/dockerfile/instructions/parse.go
 * and dockerfile2llb). Of a trigger it says nothing but that it may be one: that is read by the build that it runs in.
 */
export function instructionProblem(statement: Statement, around: Surroundings): string | undefined {
  const { keyword, text, onbuild } = statement;
  if (onbuild) return /^(FROM|MAINTAINER)$/.test(keyword) ? `ONBUILD cannot trigger ${keyword}` : undefined;
  if (keyword === 'ONBUILD' && /^ONBUILD(\s|$)/i.test(text)) return 'ONBUILD cannot trigger ONBUILD';
  if (text === '') return MAY_BE_EMPTY.has(keyword) ? undefined : `${keyword} says nothing: what follows it is missing`;
  const { flags, rest } = writtenFlags(text);
  return flagProblem(keyword, flags) ?? argumentProblem(keyword, rest, around) ?? fromFlagProblem(keyword, flags, around);
}

function argumentProblem(keyword: string, body: string, { escapeChar }: Surroundings): string | undefined {
  const own = ofKeyword(keyword, body, escapeChar);
  if (own !== undefined || !EXPANDED.has(keyword)) return own;
  const problem = texts(keyword, body)
    .map((each) => wordProblem(each, escapeChar))
    .find((each) => each !== undefined);
  return problem === undefined ? undefined : `${keyword} has ${problem}`;
}

/** The texts in which quotes must end, each for itself. */
function texts(keyword: string, body: string): readonly string[] {
  if (keyword === 'COPY' || keyword === 'ADD' || keyword === 'VOLUME') return jsonForm(body) ?? body.split(/\s+/);
  return keyword === 'EXPOSE' ? body.split(/\s+/) : [body];
}

function ofKeyword(keyword: string, body: string, escapeChar: string): string | undefined {
  switch (keyword) {
    case 'COPY':
    case 'ADD':
      return (jsonForm(body) ?? body.split(/\s+/)).length < 2 ? `${keyword} needs a source and a destination` : undefined;
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return pairProblem(keyword, body, escapeChar);
    case 'EXPOSE':
      return body
        .split(/\s+/)
        .map(portProblem)
        .find((each) => each !== undefined);
    case 'HEALTHCHECK':
      return checkProblem(body);
    case 'SHELL':
      return (jsonForm(body)?.length ?? 0) === 0 ? 'SHELL must be a JSON list of strings: SHELL ["/bin/sh", "-c"]' : undefined;
    case 'STOPSIGNAL':
      return /^[\w+-]+$/.test(body) || /["'$\\`]/.test(body) ? undefined : `STOPSIGNAL has no signal "${body}"`;
    case 'VOLUME':
      return jsonForm(body)?.length === 0 ? 'VOLUME names no folder' : undefined;
    default:
      return undefined;
  }
}

function pairProblem(keyword: string, body: string, escapeChar: string): string | undefined {
  const pairs = pairsOf(keyword, body, escapeChar);
  if (pairs.some(({ name }) => name === '')) return `${keyword} has a value without a name before its =`;
  const bare = keyword === 'ARG' ? undefined : pairs.find(({ value }) => value === undefined)?.name;
  if (bare === undefined) return undefined;
  return pairs.length === 1
    ? `${keyword} ${bare} has no value; write ${keyword} ${bare}=`
    : // It may be the end of a password.
      `${keyword} has a word without "=": quote a value that has spaces`;
}

const HIGHEST_PORT = 65535;

/** `8080`, `8080-8090/tcp`; the forms with an address or a port of the host before it are taken, too. */
function portProblem(word: string): string | undefined {
  if (/["'$\\`]/.test(word)) return undefined;
  const [, first = '', last = first, protocol = 'tcp'] = /^(\d+)(?:-(\d+))?(?:\/(.*))?$/.exec(word.slice(word.lastIndexOf(':') + 1)) ?? [];
  if (first === '' || Number(first) > Number(last) || Number(last) > HIGHEST_PORT) return `EXPOSE has no port "${word}"`;
  return /^(tcp|udp|sctp)?$/i.test(protocol) ? undefined : `EXPOSE has no protocol "${protocol}", but tcp, udp and sctp`;
}

function checkProblem(body: string): string | undefined {
  const [, type = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(body) ?? [];
  if (/^NONE$/i.test(type)) return rest === '' ? undefined : 'HEALTHCHECK NONE takes nothing after it';
  if (!/^CMD$/i.test(type)) return 'HEALTHCHECK must be HEALTHCHECK CMD and a command, or HEALTHCHECK NONE';
  return rest === '' ? 'HEALTHCHECK CMD has no command' : undefined;
}

/** A number as the source of a copy is an earlier stage. A copy of a stage from itself is asked by a control. */
function fromFlagProblem(
  keyword: string,
  flags: readonly { readonly name: string; readonly value: string | undefined }[],
  { stage, stages }: Surroundings,
): string | undefined {
  const from = keyword === 'COPY' ? flags.find(({ name }) => name === 'from')?.value : undefined;
  if (from === undefined || !/^[-+]?\d+$/.test(from) || Number(from) === stage) return undefined;
  if (Number(from) < 0 || Number(from) >= stages)
    return `COPY --from=${from} names no stage: the first one is 0, the last one ${stages - 1}`;
  return Number(from) > stage ? `COPY --from=${from} names a stage that comes later` : undefined;
}
