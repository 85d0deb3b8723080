import type { ShellCommand } from '../dockerfile/shell/command';
import { passwordOption, saysPassword } from '../dockerfile/shell/command-passwords';
import { programOf } from '../dockerfile/shell/program';
import { readScript } from '../dockerfile/shell/read-script';
import { SHELLS } from '../dockerfile/shell/scripts';

/** A word by which a program is given a password in an option whose name does not say so. */
export interface ShortOption {
  readonly index: number;
  /** The program and the option, never the password: `redis-cli -a`. */
  readonly option: string;
}

/** The word at which a program, or a script of a shell, is given a password in an option whose name does not say so. */
export function shortOption(words: readonly unknown[]): ShortOption | undefined {
  const texts = words.map((word) => (typeof word === 'string' ? word : ''));
  const shell = texts[0] === 'CMD-SHELL' ? 0 : texts.findIndex((word) => SHELLS.has(word.slice(word.lastIndexOf('/') + 1)));
  const script = shell < 0 ? -1 : texts.findIndex((word, index) => index > shell && !word.startsWith('-'));
  if (script > 0 && (texts[shell] === 'CMD-SHELL' || texts.slice(shell, script).some((word) => /^-[a-z]*c$/.test(word)))) {
    const commands = readScript(texts[script] ?? '');
    for (const command of commands) {
      const option = passwordOption(command, commands) ?? changedPassword(command, commands);
      if (option !== undefined) return { index: script, option };
    }
    return undefined;
  }
  const from = texts[0] === 'CMD' ? 1 : 0;
  const option = passwordOption(asCommand(texts.slice(from)), []);
  if (option === undefined) return undefined;
  const flag = option.slice(option.indexOf(' ') + 1);
  const index = texts.findIndex((word, at) => at > from && (word === flag || (flag.length === 2 && word.startsWith(flag))));
  return { index: Math.max(index, from), option };
}

/** `echo root:hunter2 | chpasswd`, which of Dockerfiles a control of its own finds. */
function changedPassword(command: ShellCommand, all: readonly ShellCommand[]): string | undefined {
  const { name } = programOf(command);
  return name === 'chpasswd' && command.reads.some((index) => saysPassword(all[index])) ? name : undefined;
}

/** Words that no shell reads, as a command. */
function asCommand(texts: readonly string[]): ShellCommand {
  const words = texts.map((value) => ({ value, start: 0, end: 0, quoted: true, expands: false }));
  return { words, assignments: [], redirects: [], before: '', start: 0, end: 0, reads: [], exact: false };
}
