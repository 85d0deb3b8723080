import type { Severity } from '../controls/control';
import { type Fix, formatPath } from '../controls/requirement';
import type { ControlCounts } from '../engine/report';
import type { Resource } from '../engine/resource';
import type { Level } from '../profiles/profile';
import type { AuditResult, Place, PlacedError, PlacedFinding } from './audit-result';
import { fixSentence } from './fix-sentence';

export interface JsonResource {
  readonly apiVersion: string;
  readonly kind: string;
  /** Null where the manifest names none. */
  readonly namespace: string | null;
  readonly name: string;
}

/** A fix with its path as text, and as a sentence. */
export interface JsonFix {
  readonly op: Fix['op'];
  readonly path?: string;
  readonly value?: unknown;
  readonly object?: unknown;
  /** The same for people. */
  readonly text: string;
}

export interface JsonFinding extends Place {
  readonly control: string;
  readonly severity: Severity;
  readonly level: Level;
  /** `unknown`: the value is not there yet. */
  readonly verdict: 'fail' | 'unknown';
  readonly resource: JsonResource;
  /** The container that it is about, where it is about one. */
  readonly container?: string;
  readonly path: string;
  readonly message: string;
  readonly fix: JsonFix;
}

export interface JsonWaived extends JsonFinding {
  readonly waiver: { readonly reason: string; readonly expires: string; readonly ticket?: string };
}

export interface JsonWaiverProblem extends Partial<Place> {
  readonly kind: 'expired' | 'unused' | 'forbidden' | 'invalid';
  readonly control: string;
  readonly resource?: JsonResource;
  readonly message: string;
}

/** What `tempered audit --format json` prints. Members may be added, none is taken away. */
export interface JsonReport {
  readonly findings: readonly JsonFinding[];
  readonly waived: readonly JsonWaived[];
  readonly waiverProblems: readonly JsonWaiverProblem[];
  readonly errors: readonly PlacedError[];
  /** What could not be seen, and why; absent where everything was. */
  readonly notes?: readonly string[];
  readonly summary: {
    readonly profile: string;
    readonly kubernetesVersion: string;
    readonly files: number;
    readonly resources: number;
    /** Documents that nobody knows what to do with. */
    readonly otherDocuments: number;
    readonly findings: number;
    readonly controls: ControlCounts;
  };
}

/** The report as JSON text, a finding a line, piece by piece. */
export function* jsonText(result: AuditResult): Generator<string> {
  const members = Object.entries(jsonReport(result));
  for (const [index, [key, value]] of members.entries()) {
    yield `${index === 0 ? '{' : ','}\n  ${JSON.stringify(key)}: `;
    if (Array.isArray(value)) yield* jsonLines(value);
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

function* jsonLines(list: readonly unknown[]): Generator<string> {
  yield '[';
  for (const [index, each] of list.entries()) yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(each)}`;
  yield list.length === 0 ? ']' : '\n  ]';
}

/** What `--format json` prints, as an object. */
export function jsonReport(result: AuditResult): JsonReport {
  const { report } = result;
  return {
    findings: result.findings.map(jsonFinding),
    waived: result.waived.map((each) => ({
      ...jsonFinding(each),
      waiver: {
        reason: each.waiver.reason,
        expires: each.waiver.expires,
        ...(each.waiver.ticket !== undefined && { ticket: each.waiver.ticket }),
      },
    })),
    waiverProblems: result.waiverProblems.map(({ problem: { kind, control, resource, message }, place }) => ({
      kind,
      control,
      ...place,
      ...(resource && { resource: jsonResource(resource) }),
      message,
    })),
    errors: result.errors,
    ...(result.notes !== undefined && result.notes.length > 0 && { notes: result.notes }),
    summary: {
      profile: report.profile,
      kubernetesVersion: report.kubernetesVersion,
      files: result.files,
      resources: report.resources,
      otherDocuments: result.other,
      findings: result.findings.length,
      controls: report.controls,
    },
  };
}

function jsonFinding({ finding, place }: PlacedFinding): JsonFinding {
  const { control, severity, level, verdict, resource, container, path, message, fix } = finding;
  return {
    control,
    severity,
    level,
    verdict,
    file: place.file,
    line: place.line,
    column: place.column,
    resource: jsonResource(resource),
    ...(container !== undefined && { container }),
    path: formatPath(path),
    message,
    fix: jsonFix(fix),
  };
}

function jsonResource({ apiVersion, kind, namespace, name }: Resource): JsonResource {
  return { apiVersion, kind, namespace: namespace ?? null, name };
}

function jsonFix(fix: Fix): JsonFix {
  return {
    op: fix.op,
    ...('path' in fix && { path: formatPath(fix.path) }),
    ...('value' in fix && { value: fix.value }),
    ...('object' in fix && { object: fix.object }),
    text: fixSentence(fix),
  };
}
