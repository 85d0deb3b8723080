/** Why a file or document could not be read. One a file or document. */
export interface ReadError {
  /** The file, as it was named on the command line. */
  readonly file: string;
  /** From 1; 1 where the whole file is meant. */
  readonly line: number;
  /** From 1; 1 where the whole line or file is meant. */
  readonly column: number;
  /** What is wrong and, where it helps, what to do. */
  readonly message: string;
}
