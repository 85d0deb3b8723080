/** 0: nothing found. 1: findings. 2: the work, or a part of it, could not be done. */
export type ExitCode = 0 | 1 | 2;

/** Where text goes. `process.stdout` and `process.stderr` are such. */
export interface Output {
  write(text: string): unknown;
  /** Whether a person looks at it: colours and progress are for them only. */
  readonly isTTY?: boolean;
}

/** What a command has to do with the world, the file system aside. */
export interface Terminal {
  /** Reads standard input to its end. */
  readonly stdin: () => Promise<Buffer>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Environment variables: `NO_COLOR`, `FORCE_COLOR`, `TERM`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One run of a command. */
export interface Invocation extends Terminal {
  /** Says how it ended; the last word counts. Default: 0. */
  readonly exit: (code: ExitCode) => void;
}
