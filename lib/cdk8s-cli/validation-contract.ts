// The contract of validation plugins of cdk8s-cli (src/plugins/validation.ts there), as far as it is used here. Stated
// again, since a plugin is loaded by the CLI and must not depend on it.

/** Something that a rule found in one object. */
export interface ViolatingResource {
  readonly resourceName: string;
  readonly locations: readonly string[];
  readonly manifestPath: string;
}

/** A rule that does not hold. */
export interface Violation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly ViolatingResource[];
}

/** What the CLI hands to a plugin. */
export interface ValidationContext {
  /** Files that the app has written. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: Violation): void;
    /** Must be called, or the CLI takes the validation for unfinished. */
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
  readonly logger: { log(message: string): void };
}

/** A validation plugin. */
export interface Validation {
  validate(context: ValidationContext): Promise<void>;
}
