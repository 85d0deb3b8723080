import type { DockerfileInstruction } from '../../docker/dockerfile';
import type { Path } from '../../requirement';
import { argumentsOf } from '../reading/arguments';
import type { ShellCommand, ShellWord } from './command';
import { programOf } from './program';
import { moved, readScript } from './read-script';

/** A command of an instruction. */
export interface InstructionCommand extends ShellCommand {
  /** From the instruction to the text that holds it: `['text']`, or `['heredocs', 0, 'content']`. */
  readonly field: Path;
  readonly index: number;
}

export const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'mksh', 'busybox']);

/** Scripts in scripts that are followed. */
const DEEPEST = 4;

interface Reading {
  readonly texts: readonly string[];
  readonly commands: readonly InstructionCommand[];
}

const known = new WeakMap<DockerfileInstruction, Reading>();

/**
 * The shell commands of a `RUN`, `CMD`, `ENTRYPOINT` or `HEALTHCHECK`, in both forms, those in its here-documents and in
 * `sh -c "…"` included. None where another program than a shell reads the text.
 */
export function commandsOf(instruction: DockerfileInstruction): readonly InstructionCommand[] {
  // Hardening changes texts in place: what was read of another text is read again.
  const { keyword, text, heredocs = [] } = instruction;
  const texts = [keyword, text, ...heredocs.map(({ content }) => content)];
  const found = known.get(instruction);
  if (found !== undefined && texts.length === found.texts.length && texts.every((each, index) => each === found.texts[index]))
    return found.commands;
  const commands = read(instruction);
  known.set(instruction, { texts, commands });
  return commands;
}

function read(instruction: DockerfileInstruction): readonly InstructionCommand[] {
  if (!/^(RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword)) return [];
  const { body, bodyStart, json } = argumentsOf(instruction);
  const result: InstructionCommand[] = [];
  const add = (field: Path, commands: readonly ShellCommand[]): void => {
    const base = result.length;
    for (const command of commands) {
      const { reads, within } = command;
      result.push({
        ...command,
        field,
        index: result.length,
        reads: reads.map((index) => index + base),
        ...(within && { within: { ...within, command: within.command + base } }),
      });
    }
  };
  if (json !== undefined) {
    add(['text'], withScripts([jsonCommand(json, bodyStart)]));
    return result;
  }
  const heredocs = (instruction.heredocs ?? []).map(({ content }) => content);
  const outer = readScript(body, { heredocs }).map((command) => moved(command, bodyStart, 0, true));
  add(['text'], withScripts(outer));
  // A here-document without a command, or for a shell, is a script; another program's input is not.
  let at = 0;
  for (const { words, redirects, ...command } of outer) {
    for (const { operator } of redirects) {
      if (!operator.startsWith('<<') || operator === '<<<') continue;
      const content = heredocs[at];
      if (content !== undefined && (words.length === 0 || runsScript({ words, redirects, ...command })) && isShellScript(content))
        add(['heredocs', at, 'content'], withScripts(readScript(content)));
      at++;
    }
  }
  return result;
}

function runsScript(command: ShellCommand): boolean {
  const { name, args } = programOf(command);
  return SHELLS.has(name) && args.every(({ value }) => value.startsWith('-'));
}

function isShellScript(content: string): boolean {
  const first = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(content);
  if (first === null) return true;
  const [, program = '', argument = ''] = first;
  const name = /\/env$/.test(program) ? argument : program;
  return SHELLS.has(name.slice(name.lastIndexOf('/') + 1));
}

function jsonCommand(json: readonly string[], start: number): ShellCommand {
  const words = json.map((value): ShellWord => ({ value, start, end: start, quoted: true, expands: false }));
  return { words, assignments: [], redirects: [], before: '', start, end: start, reads: [], exact: false };
}

/** The commands, and after them those of the scripts that they are given: `sh -c "…"`, `eval "…"`. */
function withScripts(commands: readonly ShellCommand[], depth = 0): readonly ShellCommand[] {
  if (depth >= DEEPEST) return commands;
  const result = [...commands];
  for (const [index, command] of commands.entries()) {
    const word = scriptWord(command);
    if (word === undefined) continue;
    const base = result.length;
    // Quotes around it and nothing taken out of it: its places are those of the text.
    const exact = command.exact && word.end - word.start === word.value.length + 2;
    for (const inner of withScripts(readScript(word.value), depth + 1)) {
      const there = moved(inner, word.start + (exact ? 1 : 0), base, exact);
      result.push({
        ...there,
        within: there.within ?? { command: index, by: 'script' },
        ...(!exact && { start: word.start, end: word.end }),
      });
    }
  }
  return result;
}

function scriptWord(command: ShellCommand): ShellWord | undefined {
  const { name, args } = programOf(command);
  if (name === 'eval') return args[0];
  if (!SHELLS.has(name) && name !== 'su') return undefined;
  const option = args.findIndex(({ value }) => /^-[a-z]*c$/.test(value));
  return option < 0 ? undefined : args[option + 1];
}
