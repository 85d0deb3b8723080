import type { Finding } from '../engine/finding';
import type { Report } from '../engine/report';
import type { Waiver, WaiverProblem } from '../engine/waiver';

/** A place in a file; line and column from 1. */
export interface Place {
  /** As it was named on the command line; `-` for standard input. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something that kept a file, a document or a part of it from being judged. */
export interface PlacedError extends Place {
  readonly message: string;
}

/** A finding, and where its field stands, or would. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly place: Place;
}

/** A finding that a waiver lifts. */
export interface PlacedWaiver extends PlacedFinding {
  readonly waiver: Waiver;
}

/** What is wrong with a waiver, and where it is written. */
export interface PlacedProblem {
  readonly problem: WaiverProblem;
  /** Absent where the waiver stands in no manifest. */
  readonly place: Place | undefined;
}

/** What was read and what came of it, with places: what reporters read. */
export interface AuditResult {
  readonly report: Report;
  /** In the order of the files, of their objects, of the lines. */
  readonly findings: readonly PlacedFinding[];
  readonly waived: readonly PlacedWaiver[];
  readonly waiverProblems: readonly PlacedProblem[];
  readonly errors: readonly PlacedError[];
  /** How many files were read. */
  readonly files: number;
  /** Documents that nobody knows what to do with: Helm values, playbooks. */
  readonly other: number;
  /** What could not be seen, and why, a sentence each. */
  readonly notes?: readonly string[];
}
