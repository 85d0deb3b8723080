/** A word of a shell command. */
export interface ShellWord {
  /** Without its quotes; variables stay as they are written. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** It holds a variable or a substitution. */
  readonly expands: boolean;
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `<<` … */
  readonly operator: string;
  readonly target: string;
}

/** A simple command of a script, wherever in it: in a subshell, a loop, a substitution. */
export interface ShellCommand {
  /** Never empty, but for a command that only assigns variables. */
  readonly words: readonly ShellWord[];
  /** `NAME=value` before the command. */
  readonly assignments: readonly ShellWord[];
  readonly redirects: readonly ShellRedirect[];
  /** What stands between it and the command before it; empty at the beginning of a list. */
  readonly before: Separator;
  readonly start: number;
  readonly end: number;
  /** The indices of the commands whose output it reads through a pipe. */
  readonly reads: readonly number[];
  /** The index of the command in whose words it is substituted, and how. */
  readonly within?: { readonly command: number; readonly by: Substitution };
  /** What its here-document holds. */
  readonly stdin?: string;
  /** Its offsets are those of the text, so that it can be changed there. */
  readonly exact: boolean;
}

export type Separator = '' | ';' | '&&' | '||' | '|' | '&';

/** `$(…)` and backticks give text; `<(…)` gives a file; `sh -c` runs a word. */
export type Substitution = 'text' | 'file' | 'script';
