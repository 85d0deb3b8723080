import type { Emit } from './finding';
import type { Subject } from './subject';

/** A kind of Kubernetes object; the core group is `''`. */
export interface KindRef {
  readonly group: string;
  readonly kind: string;
}

/**
 * The same rule in CEL, as an API server evaluates it.
 * `object` is the object; rules that read pods also have `variables.spec`, `variables.metadata`, `variables.annotations`,
 * `variables.containers` (all of them), `variables.declared` (regular and init), `variables.regular`
 * and `variables.lasting` (regular ones and sidecars).
 */
export interface Cel {
  /** True where the object passes. */
  readonly expression: string;
  /** A list of strings: what does not pass (names of containers, or words). */
  readonly offenders: string;
  /** Further variables that the two use, in order. */
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
}

/** Why a rule has no CEL: an API server that judges one object at a time cannot say it. */
export interface NoCel {
  readonly impossible: string;
}

/** What one version of Kubernetes is asked: the same statement as code, as CEL and as a sentence. */
export interface Rule {
  /** What is read: whatever holds a pod, or objects of these kinds, or every object. */
  readonly reads: 'pod' | 'any' | readonly KindRef[];
  /** Reads other objects too, through the inventory. */
  readonly crossObject?: boolean;
  /** Emits what does not pass; answers false where the question does not arise for this object. */
  readonly evaluate: (subject: Subject, emit: Emit) => boolean;
  readonly cel: Cel | NoCel;
  readonly prose: string;
}

/** A rule, or several, for each Kubernetes minor version; none where that version asks nothing. */
export interface Requirement {
  readonly at: (minor: number) => readonly Rule[];
  /** The minor versions at which the answer changes. */
  readonly changes: readonly number[];
}

/** A requirement that is the same in every version. */
export function always(...rules: readonly Rule[]): Requirement {
  return { at: () => rules, changes: [] };
}

/** The same requirement with each rule changed. */
export function mapRules(requirement: Requirement, change: (rule: Rule) => Rule): Requirement {
  return { changes: requirement.changes, at: (minor) => requirement.at(minor).map(change) };
}

/** Whether an API server can say it. */
export function hasCel(cel: Cel | NoCel): cel is Cel {
  return 'expression' in cel;
}
