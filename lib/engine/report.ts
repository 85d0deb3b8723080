import type { Observation } from '../controls/requirement';
import type { Finding } from './finding';
import type { Resource } from './resource';
import type { Waiver, WaiverProblem } from './waiver';

/** How many controls came out how, over all resources. A control counts once, by its worst verdict. */
export interface ControlCounts {
  /** Asked of anything at all. */
  readonly evaluated: number;
  readonly passed: number;
  readonly failed: number;
  /** Failed, but every finding is waived. */
  readonly waived: number;
  readonly notApplicable: number;
  readonly unknown: number;
}

/** Everything that an audit has to say. */
export interface Report {
  readonly profile: string;
  readonly kubernetesVersion: string;
  readonly findings: readonly Finding[];
  readonly waived: readonly { readonly finding: Finding; readonly waiver: Waiver }[];
  readonly waiverProblems: readonly WaiverProblem[];
  /** Shapes that no object of Kubernetes can have: what lies below was not judged. */
  readonly malformed: readonly { readonly resource: Resource; readonly observation: Observation }[];
  readonly resources: number;
  readonly controls: ControlCounts;
}
