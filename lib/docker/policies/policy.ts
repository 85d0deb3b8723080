/**
 * The shapes of @pulumi/policy as far as our policies need them. They are stated here, so that a program that only declares resources
 * compiles without that package; the file of the policy pack, which has it, is where the compiler sees that they fit.
 */

/** A resource as an analyzer shows it. */
export interface AnalyzedResource {
  /** The token of its type. */
  readonly type: string;
  /** Its inputs. Reading one that is not known during preview throws. */
  readonly props: Record<string, unknown>;
  readonly name: string;
  readonly urn: string;
}

/** Says that a policy is broken: by the resource with that URN, where it is judged as a part of a stack. */
export type ReportViolation = (message: string, urn?: string) => void;

/** Says, and throws, that a policy has nothing to judge. */
export interface Inapplicable {
  readonly notApplicable: (reason?: string) => never;
}

/** Where a policy comes from. */
export interface ComplianceFramework {
  name: string;
  version: string;
  reference: string;
  specification: string;
}

/** What Pulumi shows of a policy. */
export interface PolicyMetadata {
  /** The id of the control. */
  name: string;
  displayName: string;
  description: string;
  severity: 'low' | 'medium' | 'high' | 'critical';
  enforcementLevel: 'advisory' | 'mandatory';
  tags: string[];
  remediationSteps: string;
  framework?: ComplianceFramework;
  url?: string;
}

/** What writes into a resource what hardening would; nothing where nothing is missing. */
type Remediation = (resource: AnalyzedResource) => Record<string, unknown> | undefined;

/** Judges each resource by itself. */
export interface ResourcePolicy extends PolicyMetadata {
  validateResource: (resource: AnalyzedResource & Inapplicable, reportViolation: ReportViolation) => void;
  remediateResource: Remediation;
}

/** Judges the resources of a stack together, and repairs them one by one. */
export interface StackPolicy extends PolicyMetadata {
  validateStack: (stack: { readonly resources: AnalyzedResource[] } & Inapplicable, reportViolation: ReportViolation) => void;
  remediateResource: Remediation;
}

/** A policy of Pulumi as data: a `ResourceValidationPolicy` or a `StackValidationPolicy` of @pulumi/policy. */
export type Policy = ResourcePolicy | StackPolicy;
