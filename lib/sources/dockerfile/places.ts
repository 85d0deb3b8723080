import type { DockerfileInstruction } from '../../controls/docker/dockerfile';
import { argumentsOf } from '../../controls/dockerfile/reading/arguments';
import { pairsOf } from '../../controls/dockerfile/reading/pairs';
import { commandsOf } from '../../controls/dockerfile/shell/scripts';
import type { Path } from '../../controls/requirement';
import type { SourcePlace } from '../source-object';
import type { ReadDockerfile } from './normal-form';
import { lineStarts, type Piece, type Statement, type Statements } from './statements';

/** Where paths of a Dockerfile's normal form stand in its file. */
export function placesOf(file: string, text: string, { directives }: Statements, read: ReadDockerfile): (path: Path) => SourcePlace {
  let starts: readonly number[] | undefined;
  return (path) => {
    starts ??= lineStarts(text);
    return placeAt(file, text, starts, offsetOf(path));
  };

  function offsetOf([head, index, ...rest]: Path): number {
    const at = Number(index);
    if (head === 'args') return inStatement(read.args[at], read.object.args[at], rest, read.object.escape) ?? 0;
    if (head === 'stages') return inStage(at, rest);
    if (head === 'metadata' && index === 'annotations') return read.waivers.get(String(rest[0])) ?? 0;
    if (head === 'syntax' || head === 'escape') return directives.find(({ name }) => name === head)?.start ?? 0;
    return 0;
  }

  function inStage(index: number, [part, inner, ...rest]: Path): number {
    const stage = read.stages[index];
    if (stage === undefined) return read.stages.at(-1)?.from.start ?? 0;
    const { from, instructions } = stage;
    if (part === 'from') return sourceOffset(from, imageStart(from.text));
    if (part === 'name') return sourceOffset(from, from.text.search(/\S+\s*$/));
    const at = Number(inner);
    const there =
      part === 'instructions' && inStatement(instructions[at], read.object.stages[index]?.instructions[at], rest, read.object.escape);
    return typeof there === 'number' ? there : from.start;
  }
}

/** A line and a column from 1; a byte order mark is no column. */
export function placeAt(file: string, text: string, starts: readonly number[], offset: number): SourcePlace {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  const mark = low === 0 && text.startsWith('\uFEFF') ? 1 : 0;
  return { file, line: low + 1, column: Math.max(1, offset - (starts[low] ?? 0) + 1 - mark) };
}

function imageStart(from: string): number {
  return /^(?:--\S+\s+)*/.exec(from)?.[0].length ?? 0;
}

function inStatement(
  statement: Statement | undefined,
  instruction: DockerfileInstruction | undefined,
  [part, index]: Path,
  escapeChar: string,
): number | undefined {
  if (statement === undefined || instruction === undefined) return undefined;
  const at = Number(index);
  const { bodyStart, body } = argumentsOf(instruction);
  switch (part) {
    case 'text':
    case 'flags':
      return statement.textStart;
    case 'words':
      return sourceOffset(statement, bodyStart + wordStart(body, at));
    case 'pairs':
      return sourceOffset(statement, bodyStart + (pairsOf(instruction.keyword, body, escapeChar)[at]?.start ?? 0));
    case 'heredocs':
      return statement.heredocs[at]?.textStart ?? statement.textStart;
    case 'commands': {
      const command = commandsOf(instruction)[at];
      const holder = command?.field[0] === 'heredocs' ? statement.heredocs[Number(command.field[1])] : statement;
      return command === undefined || holder === undefined ? statement.textStart : sourceOffset(holder, command.start);
    }
    default:
      return statement.start;
  }
}

function wordStart(body: string, index: number): number {
  const words = /\S+/g;
  for (let at = 0; ; at++) {
    const match = words.exec(body);
    if (match === null) return 0;
    if (at === index) return match.index;
  }
}

/** Where an offset of the joined text stands in the file. */
export function sourceOffset({ pieces, textStart }: Pick<Statement, 'pieces' | 'textStart'>, offset: number): number {
  const piece = pieceAt(pieces, offset);
  return piece === undefined ? textStart : piece.source + Math.min(offset - piece.start, piece.length);
}

/** The piece that holds the character at the offset. */
export function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  let low = 0;
  let high = pieces.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return pieces[low];
}
