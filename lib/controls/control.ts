import type { Json, MinorVersion, Requirement } from './requirement';
import type { PodFields } from './requirement/fields';

/** How much an attacker gains, or a user loses, where the control fails. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** What a control is filed under; the folder of its file. */
export type Family = 'pod' | 'container' | 'workload' | 'image' | 'storage';

/** Where a control comes from: standard and section. */
export interface References {
  /** Lowest level of the Pod Security Standards that demands it. */
  readonly podSecurity?: 'baseline' | 'restricted';
  /** Sections of the CIS Kubernetes Benchmark v1.12. */
  readonly cis?: readonly string[];
  /** Chapter of the NSA/CISA Kubernetes Hardening Guide v1.2. */
  readonly nsa?: string;
  /** Sections of the CIS Docker Benchmark v1.6. */
  readonly cisDocker?: readonly string[];
  /** Pages of the Kubernetes documentation, where no standard has it. */
  readonly kubernetes?: string;
}

/** The same question in other tools, by their ids. */
export interface Counterparts {
  readonly trivy?: readonly string[];
  readonly checkov?: readonly string[];
  readonly kubeLinter?: readonly string[];
  readonly kubescape?: readonly string[];
  readonly polaris?: readonly string[];
  readonly kubeScore?: readonly string[];
  readonly kubesec?: readonly string[];
  readonly kyverno?: readonly string[];
  readonly gatekeeper?: readonly string[];
  readonly dockerBench?: readonly string[];
}

interface ExampleBase<P> {
  /** Why it passes or fails. */
  readonly because: string;
  /** The Kubernetes version for which it is told; the newest one by default. */
  readonly version?: MinorVersion;
  /** Parameters for which it is told; the control's own by default. */
  readonly parameters?: Partial<P>;
  /** Other objects that are read together with it. */
  readonly with?: readonly Json[];
}
type PartialContainers = { readonly [K in 'containers' | 'initContainers' | 'ephemeralContainers']?: readonly Json[] };
/** The spec of a Pod. A container without name or image gets one, and a pod without containers gets a container. */
interface PodExample<P> extends ExampleBase<P> {
  readonly pod: Omit<Partial<PodFields>, 'volumes'> & PartialContainers & { readonly volumes?: readonly Json[] };
  readonly annotations?: Readonly<Record<string, string>>;
}
/** A whole object. */
interface ObjectExample<P> extends ExampleBase<P> {
  readonly object: Json;
}
export type Example<P = object> = PodExample<P> | ObjectExample<P>;

/** What a control is made of; `control()` makes it. */
export interface ControlDefinition<Id extends string, P extends object> {
  /** Kebab-case, in the field's own words. Public for years: it stands in waivers and reports. */
  readonly id: Id;
  readonly family: Family;
  /** An imperative: "Forbid privileged containers". */
  readonly title: string;
  readonly severity: Severity;
  /** The attack, in one sentence. */
  readonly why: string;
  readonly references: References;
  readonly counterparts: Counterparts;
  /** What a profile may set, with the defaults. */
  readonly parameters?: P;
  readonly require: Requirement | ((parameters: NoInfer<P>) => Requirement);
  /** What hardening fills in where nothing is written, when that is more than `require` asks. */
  readonly prefer?: Requirement | ((parameters: NoInfer<P>) => Requirement);
  /** Weaker controls that are not asked where this one asks anything. */
  readonly replaces?: readonly string[];
  /** What a person should know who meets it: limits, conflicts between tools. Markdown. */
  readonly notes?: string;
  readonly examples: {
    readonly pass: readonly [Example<NoInfer<P>>, ...Example<NoInfer<P>>[]];
    readonly fail: readonly [Example<NoInfer<P>>, ...Example<NoInfer<P>>[]];
  };
}

/** A control: one statement from which verdict, repair, CEL and documentation derive. */
export interface Control<Id extends string = string, P extends object = object>
  extends Omit<ControlDefinition<Id, P>, 'require' | 'prefer' | 'parameters' | 'examples'> {
  readonly parameters: P;
  readonly examples: { readonly pass: readonly Example[]; readonly fail: readonly Example[] };
  /** The requirement with the parameters that a profile sets, the others at their defaults. */
  requireWith(parameters?: object): Requirement;
  preferWith(parameters?: object): Requirement | undefined;
}

/** States a control. */
export function control<const Id extends string, P extends object = Record<never, never>>(
  definition: ControlDefinition<Id, P>,
): Control<Id, P> {
  const { require, prefer, parameters: defaults, ...rest } = definition;
  const merged = (given?: object): P => ({ ...defaults, ...given }) as P;
  const resolve = (part: Requirement | ((parameters: P) => Requirement), given?: object): Requirement =>
    typeof part === 'function' ? part(merged(given)) : part;
  return {
    ...rest,
    parameters: merged(),
    requireWith: (given) => resolve(require, given),
    preferWith: (given) => (prefer === undefined ? undefined : resolve(prefer, given)),
  };
}
