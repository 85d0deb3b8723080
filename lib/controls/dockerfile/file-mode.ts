import type { ShellCommand } from './shell/command';
import { programOf } from './shell/program';

/** Modes that a command gives to files: of `chmod`, `install -m` and `mkdir -m`. */
export function modesOf(command: ShellCommand): readonly string[] {
  const { name, args } = programOf(command);
  const values = args.map(({ value }) => value);
  // `-w` takes a right away: a mode, although it looks like an option.
  if (name === 'chmod') return values.filter((value) => !/^-[cfvRHLP]+$|^--/.test(value)).slice(0, 1);
  if (name !== 'install' && name !== 'mkdir') return [];
  return values.flatMap((value, index) => {
    const joined = /^(?:-m|--mode=)(.+)$/.exec(value)?.[1];
    if (joined !== undefined) return [joined];
    return /^-[a-zA-Z]*m$|^--mode$/.test(value) ? values.slice(index + 1, index + 2) : [];
  });
}

/** Whether a mode makes a file run with the rights of its owner or group. */
export function setsIdentity(mode: string): boolean {
  const octal = octalOf(mode);
  if (octal !== undefined) return (octal & 0o6000) !== 0;
  return mode.split(',').some((clause) => /^[ugoa]*(?:[-+=][rwxXstugo]*)*[+=][rwxXt]*s/.test(clause));
}

/** Whether a mode lets everybody write: not in a folder like /tmp, whose sticky bit guards the files of others. */
export function opensToAll(mode: string): boolean {
  const octal = octalOf(mode);
  if (octal !== undefined) return (octal & 0o1002) === 0o0002;
  const clauses = mode.split(',');
  const sticky = clauses.some((clause) => /[+=][rwxXs]*t/.test(clause));
  return !sticky && clauses.some((clause) => /^[ug]*[oa][ugoa]*(?:[-+=][rwxXstugo]*)*[+=][rxXst]*w/.test(clause));
}

function octalOf(mode: string): number | undefined {
  return /^0?o?[0-7]{1,5}$/.test(mode) ? Number.parseInt(mode.replace('o', ''), 8) : undefined;
}
