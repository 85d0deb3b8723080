import type { Observation } from '../controls/requirement';
import type { Finding } from './finding';
import type { Resource } from './resource';
import type { Waiver, WaiverProblem } from './waiver';

/** How many controls came out how, over all resources. A control counts once, by its worst verdict. */
export interface ControlCounts {
  /** Asked of anything at all. */
  readonly evaluated: number;
  /** Passed wherever they apply. */
  readonly passed: number;
  /** With a finding that no waiver lifts. */
  readonly failed: number;
  /** Failed, but every finding is waived. */
  readonly waived: number;
  /** Asked, but of nothing that they are about. */
  readonly notApplicable: number;
  /** With a value that is not known yet; they never count as passed. */
  readonly unknown: number;
}

/** Everything that an audit has to say. */
export interface Report {
  /** The name of the profile. */
  readonly profile: string;
  /** Whose rules were asked: `v1.28`. */
  readonly kubernetesVersion: string;
  /** What no waiver lifts, in the order of the resources. */
  readonly findings: readonly Finding[];
  /** What a waiver lifts, each with the one that does. */
  readonly waived: readonly { readonly finding: Finding; readonly waiver: Waiver }[];
  /** Waivers that ended, are forbidden, cannot be read or hide nothing. */
  readonly waiverProblems: readonly WaiverProblem[];
  /** Shapes that no object of Kubernetes can have: what lies below was not judged. */
  readonly malformed: readonly { readonly resource: Resource; readonly observation: Observation }[];
  /** Whether any object of Kubernetes was judged: of others its version says nothing. */
  readonly kubernetes: boolean;
  /** How many objects were judged. */
  readonly resources: number;
  /** How the controls came out. */
  readonly controls: ControlCounts;
}
