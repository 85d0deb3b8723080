import type { Finding } from '../../engine/finding';
import { TemperedError } from '../../errors';

/** Under this symbol an error carries the findings it was thrown for. Registered, so that two copies of tempered agree on it. */
export const FINDINGS = Symbol.for('tempered.findings');

/** An error that says what is insecure about one object. The other objects can still be rendered, to report on them as well. */
export interface FindingsError extends Error {
  readonly [FINDINGS]: readonly unknown[];
}

function isFindingsError(error: unknown): error is FindingsError {
  return error instanceof Error && FINDINGS in error && Array.isArray(error[FINDINGS]);
}

/** Thrown by synthesis where something insecure was stated on purpose; nothing that it is about was rendered. */
export class InsecureManifestError extends TemperedError implements FindingsError {
  /** The same as `findings`, for another copy of tempered. */
  declare public readonly [FINDINGS]: readonly Finding[];

  /**
   * @param code `insecure-object` for one object, `insecure-objects` for several
   * @param message a paragraph for each object
   * @param findings what the message tells, for programs
   */
  public constructor(code: 'insecure-object' | 'insecure-objects', message: string, findings: readonly Finding[]) {
    super(code, message);
    // For programs only: an error that nobody catches is printed with all that is enumerable, below a message that says it already.
    Object.defineProperty(this, FINDINGS, { value: findings });
  }

  /** What is insecure, where, and what to write instead. */
  public get findings(): readonly Finding[] {
    return this[FINDINGS];
  }

  /** The findings of several objects in one error, each object's message in its own paragraph. */
  public static of(errors: readonly FindingsError[]): InsecureManifestError {
    return new InsecureManifestError(
      'insecure-objects',
      errors.map(({ message }) => message).join('\n\n'),
      // Another copy of tempered may have thrown them; what stands under the symbol is findings all the same.
      errors.flatMap((error) => error[FINDINGS] as readonly Finding[]),
    );
  }
}

/** How many collectors are at work, one inside the other. */
let collecting = 0;

/** Whether somebody collects findings right now, and will go on with the other objects after an error that carries some. */
export function findingsAreCollected(): boolean {
  return collecting > 0;
}

/**
 * Collects what is insecure, so that one synth reports everything that is.
 *
 * Any other error is a defect and passes through at once, as it does in cdk8s.
 */
export class FindingsCollector {
  private readonly errors: FindingsError[] = [];

  /** What `render` returns, or undefined when it failed with findings. */
  public attempt<T>(render: () => T): T | undefined {
    collecting++;
    try {
      return render();
    } catch (error) {
      if (!isFindingsError(error)) throw error;
      this.errors.push(error);
      return undefined;
    } finally {
      collecting--;
    }
  }

  /** @throws everything collected: the error itself if it is only one, an {@link InsecureManifestError} otherwise */
  public throwIfAny(): void {
    const [first, ...others] = this.errors;
    if (first) throw others.length === 0 ? first : InsecureManifestError.of(this.errors);
  }
}
