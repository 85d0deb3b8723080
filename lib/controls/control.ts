import type { DockerContainer } from './docker/container';
import type { Json, MinorVersion, Requirement } from './requirement';
import type { PodFields } from './requirement/fields';

/** How much an attacker gains, or a user loses, where the control fails. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** All severities, the worst first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** What a control is filed under; the folder of its file. */
export type Family =
  | 'pod'
  | 'container'
  | 'workload'
  | 'image'
  | 'storage'
  | 'network'
  | 'namespace'
  | 'rbac'
  | 'service'
  | 'ingress'
  | 'secret'
  | 'docker-container'
  | 'compose'
  | 'dockerfile'
  | 'docker-daemon';

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
  /** Address of the page that explains the field, mostly of the Kubernetes documentation, where no standard has it. */
  readonly kubernetes?: string;
  /** Address of the page of the Docker documentation or of a specification that explains it, where no standard has it. */
  readonly docker?: string;
}

/** The same question in other tools, by their ids. A tool that does not ask it is left out. */
export interface Counterparts {
  /** Checks of Trivy: `KSV-0017`. */
  readonly trivy?: readonly string[];
  /** Checks of Checkov: `CKV_K8S_16`. */
  readonly checkov?: readonly string[];
  /** Checks of kube-linter: `privileged-container`. */
  readonly kubeLinter?: readonly string[];
  /** Controls of Kubescape: `C-0057`. */
  readonly kubescape?: readonly string[];
  /** Checks of Polaris: `runAsPrivileged`. */
  readonly polaris?: readonly string[];
  /** Checks of kube-score: `container-security-context-privileged`. */
  readonly kubeScore?: readonly string[];
  /** Rules of kubesec: `Privileged`. */
  readonly kubesec?: readonly string[];
  /** Policies of the Kyverno library: `disallow-privileged-containers`. */
  readonly kyverno?: readonly string[];
  /** Templates of the Gatekeeper library: `K8sPSPPrivilegedContainer`. */
  readonly gatekeeper?: readonly string[];
  /** Tests of docker-bench-security: `5.5`. */
  readonly dockerBench?: readonly string[];
  /** Rules of hadolint: `DL3002`. */
  readonly hadolint?: readonly string[];
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

/** A container of a Docker engine, in the normal form. Name, image and declaration are filled in. */
interface DockerExample<P> extends ExampleBase<P> {
  readonly docker: Partial<DockerContainer>;
}

/** A manifest that passes or fails, with its reason. */
export type Example<P = object> = PodExample<P> | ObjectExample<P> | DockerExample<P>;

/** What a control is made of; `control()` makes it. */
export interface ControlDefinition<Id extends string, P extends object> {
  /** Kebab-case, in the field's own words. Public for years: it stands in waivers and reports. */
  readonly id: Id;
  /** What it is filed under: the folder of its file. */
  readonly family: Family;
  /** An imperative: "Forbid privileged containers". */
  readonly title: string;
  /** How bad it is where a profile does not say otherwise. */
  readonly severity: Severity;
  /** The attack, in one sentence. */
  readonly why: string;
  /** The standards that ask for it; else the page that explains the field. */
  readonly references: References;
  /** The same question in other tools. */
  readonly counterparts: Counterparts;
  /** What a profile may set, with the defaults. */
  readonly parameters?: P;
  /** What must hold: which field must be how. */
  readonly require: Requirement | ((parameters: NoInfer<P>) => Requirement);
  /** What hardening fills in where nothing is written, when that is more than `require` asks. */
  readonly prefer?: Requirement | ((parameters: NoInfer<P>) => Requirement);
  /** Weaker controls that are not asked where this one asks anything. */
  readonly replaces?: readonly string[];
  /** What a person should know who meets it: limits, conflicts between tools. Markdown. */
  readonly notes?: string;
  /** Shown in the documentation, and run through the code, through CEL and through an API server. */
  readonly examples: {
    /** At least one that passes. */
    readonly pass: readonly [Example<NoInfer<P>>, ...Example<NoInfer<P>>[]];
    /** At least one that fails. */
    readonly fail: readonly [Example<NoInfer<P>>, ...Example<NoInfer<P>>[]];
  };
}

/** A control: one statement from which verdict, repair, CEL and documentation derive. */
export interface Control<Id extends string = string, P extends object = object>
  extends Omit<ControlDefinition<Id, P>, 'require' | 'prefer' | 'parameters' | 'examples'> {
  /** What a profile may set, at the defaults. */
  readonly parameters: P;
  /** Manifests that pass and that fail, at least one of each. */
  readonly examples: {
    /** Those that pass. */
    readonly pass: readonly Example[];
    /** Those that fail. */
    readonly fail: readonly Example[];
  };
  /** The requirement with the parameters that a profile sets, the others at their defaults. */
  requireWith(parameters?: object): Requirement;
  /** What hardening fills in beyond the requirement, with those parameters; undefined where the requirement is all. */
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
