import type { Path } from './finding';

/** Plain JSON of unknown shape. Rules read it with care: nothing has been validated. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of what users hand in is unknown, and `unknown` would need a cast at each step.
export type Json = { readonly [key: string]: any };

/** A pod, or the pod template of a workload. */
export interface PodSubject {
  readonly spec: Json;
  readonly metadata: Json;
  /** Where the template is in the object: `[]` for a Pod, `['spec', 'template']` for a Deployment. */
  readonly at: Path;
}

/** Other objects that were read together with the one that is judged. */
export interface Neighbours {
  /** The object of that kind and name; the namespace is that of a reference from the subject unless one is given. */
  find(group: string, kind: string, namespace: string | undefined, name: string): Json | undefined;
  /** All objects of a kind in the namespace (undefined: where none is written). */
  list(group: string, kind: string, namespace: string | undefined): readonly Json[];
  /** All objects of a kind, of whatever namespace. */
  everywhere(group: string, kind: string): readonly Json[];
}

/** What a rule judges. */
export interface Subject {
  /** The whole object. */
  readonly object: Json;
  readonly group: string;
  /** `v1`, `v1beta1` … */
  readonly version: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Where the object holds a pod. */
  readonly pod: PodSubject | undefined;
  /** The Kubernetes minor version that is asked about. */
  readonly minor: number;
  readonly neighbours: Neighbours;
}

/** The element of a list, or nothing where it is no list. */
export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
