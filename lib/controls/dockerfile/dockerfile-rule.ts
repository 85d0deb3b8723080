import type { Dockerfile } from '../docker/dockerfile';
import { DOCKER } from '../docker/objects';
import { docker, type Emit, type Fix, failing, type Path, type Requirement } from '../requirement';
import { allInstructions, dockerfileOf, type PlacedInstruction } from './reading/stages';
import { commandsOf, type InstructionCommand } from './shell/scripts';

/** What does not pass, wherever it is written. */
export interface Complaint {
  readonly path: Path;
  /** Undefined where nothing is written. Never a value that may be secret. */
  readonly actual: string | undefined;
  readonly expected: string;
  /** Instructions for a person, or a fix. */
  readonly fix: Fix | string;
}

/** A rule about a whole Dockerfile; answers undefined where the question does not arise. */
export function dockerfileRule(
  prose: string,
  complaints: (dockerfile: Dockerfile, emit: Emit) => Iterable<Complaint> | undefined,
): Requirement {
  return docker({
    kinds: [DOCKER.dockerfile],
    prose,
    evaluate(object, emit) {
      const found = complaints(dockerfileOf(object), emit);
      if (found === undefined) return false;
      for (const { path, actual, expected, fix } of found) emit(failing(path, actual, expected, fix));
      return true;
    },
  });
}

/** A rule about every instruction, in every stage. */
export function everyInstruction(
  prose: string,
  complaints: (placed: PlacedInstruction, dockerfile: Dockerfile) => Iterable<Complaint>,
): Requirement {
  return dockerfileRule(prose, (dockerfile) => allInstructions(dockerfile).flatMap((placed) => [...complaints(placed, dockerfile)]));
}

/** A change of an instruction's text, or of a here-document's. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What is wrong with a command. */
export interface CommandComplaint {
  readonly actual: string | undefined;
  readonly expected: string;
  /** For a person. */
  readonly instructions: string;
  /** What repairs it, where that is safe: made where the command stands in the text as it is, and not in the JSON form. */
  readonly changes?: readonly TextChange[];
}

/** Judges one command, all commands of its `RUN` beside it. */
export type JudgeCommand = (
  command: InstructionCommand,
  all: readonly InstructionCommand[],
  placed: PlacedInstruction,
) => CommandComplaint | undefined;

/** A rule about every shell command of every `RUN`, in every stage. */
export function everyCommand(prose: string, judge: JudgeCommand): Requirement {
  return everyCommandIn(prose, () => judge);
}

/** The same, where the judgement needs to know the whole file: it is looked at once. */
export function everyCommandIn(prose: string, judgeIn: (dockerfile: Dockerfile) => JudgeCommand): Requirement {
  return dockerfileRule(prose, (dockerfile) => {
    const judge = judgeIn(dockerfile);
    return allInstructions(dockerfile).flatMap((placed) => judgeRun(placed, judge));
  });
}

function judgeRun(placed: PlacedInstruction, judge: JudgeCommand): readonly Complaint[] {
  if (placed.instruction.keyword !== 'RUN') return [];
  const all = commandsOf(placed.instruction);
  const found = all.flatMap((command) => {
    const wrong = judge(command, all, placed);
    return wrong === undefined ? [] : [{ command, ...wrong }];
  });
  // One value repairs everything in a text, so that whichever finding is applied, all of them are.
  const repairs = new Map<string, TextChange[]>();
  for (const { command, changes = [] } of found)
    if (command.exact) {
      const together = repairs.get(command.field.join()) ?? [];
      together.push(...changes);
      repairs.set(command.field.join(), together);
    }
  const values = new Map<string, string>();
  return found.map(({ command, actual, expected, instructions, changes }): Complaint => {
    const path = commandPath(placed, command);
    if (changes === undefined || !command.exact) return { path, actual, expected, fix: instructions };
    const field = command.field.join();
    const made = values.get(field);
    const value = made ?? changed(textAt(placed, command), repairs.get(field) ?? []);
    values.set(field, value);
    // The first one repairs them all: a report with the text of a long RUN in each finding of it would take all memory.
    if (made !== undefined && value.length * found.length > MANY) return { path, actual, expected, fix: instructions };
    return { path, actual, expected, fix: { op: 'set', path: [...placed.path, ...command.field], value } };
  });
}

/** Characters of repairs beyond which a report does not repeat them. */
const MANY = 1_000_000;

function textAt({ instruction }: PlacedInstruction, { field }: InstructionCommand): string {
  return field[0] === 'heredocs' ? (instruction.heredocs?.[Number(field[1])]?.content ?? '') : instruction.text;
}

function changed(text: string, changes: readonly TextChange[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text: piece } of [...changes].sort((a, b) => a.start - b.start)) {
    pieces.push(text.slice(at, start), piece);
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

/** Where a command of an instruction is. */
export function commandPath({ path }: PlacedInstruction, { index }: InstructionCommand): Path {
  return [...path, 'commands', index];
}
