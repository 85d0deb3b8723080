/** What is wrong with a flow. */
export interface Wrong {
  /** In kebab-case: `undeclared-port`. */
  readonly code: string;
  /** Completes "a flow …". */
  readonly wrong: string;
  readonly hint: string;
}
