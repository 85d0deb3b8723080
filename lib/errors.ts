const MARK = Symbol.for('tempered.TemperedError');

/** What a `TemperedError` carries beside its message. */
export interface TemperedErrorOptions {
  /**
   * One sentence that says what to do about it, shown on a line of its own.
   *
   * @default - none: the message says it already
   */
  readonly hint?: string;
  /**
   * The error that this one explains.
   *
   * @default - none
   */
  readonly cause?: unknown;
}

/**
 * Every error that tempered throws on purpose.
 *
 * Programs tell errors apart by `code`, which stays the same for years; people read `message`, which may change.
 *
 * @example
 * ```ts
 * try {
 *   app.synth();
 * } catch (error) {
 *   if (!TemperedError.is(error)) throw error;
 *   console.error(error.code, error.message);
 * }
 * ```
 */
export class TemperedError extends Error {
  /**
   * Whether a value is an error of tempered, from whichever copy of the package.
   *
   * Two copies can meet in one process (a construct library brings its own), and `instanceof` knows only one of them.
   */
  public static is(value: unknown): value is TemperedError {
    return typeof value === 'object' && value !== null && MARK in value;
  }

  /** The same for every error of tempered. */
  public override readonly name = 'TemperedError';

  /** What went wrong, in kebab-case and for programs: `unknown-control`. */
  public readonly code: string;

  /** What to do about it, in one sentence. */
  // Declared only, so that an error without a hint has no such member to print.
  declare public readonly hint?: string;

  /**
   * @param code kebab-case, for programs
   * @param message what is wrong and where, in words that a stranger can act on
   */
  public constructor(code: string, message: string, options: TemperedErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
    Object.defineProperty(this, MARK, { value: true });
  }
}
