import { formatPath, isObject, type Path } from '../controls/requirement';
import { podsOf } from '../controls/requirement/pods';
import { audit } from '../engine/audit';
import type { Report } from '../engine/report';
import { describeResource, type Resource } from '../engine/resource';
import { WAIVER_PREFIX, type WaiverProblem } from '../engine/waiver';
import type { Profile } from '../profiles/profile';
import type { AuditResult, PlacedError, PlacedFinding, PlacedProblem } from '../reporters/audit-result';
import type { Manifests } from './manifests';
import type { Selection } from './selection';

/** Audits what was read, and finds the line of everything that there is to say. */
export function judge(manifests: Manifests, { profile, waivers, minor }: Selection): AuditResult {
  const report = audit(manifests.resources, { profile, minor, waivers });
  const { placeOf } = manifests;
  const invalid = report.waiverProblems.filter(({ kind }) => kind === 'invalid');
  const errors: readonly PlacedError[] = [
    ...manifests.errors,
    ...malformedErrors(report, placeOf),
    ...invalid.map((problem) => ({ ...placeOfProblem(problem, placeOf), message: problem.message })),
  ];
  return {
    report,
    findings: inOrder(report.findings.map((finding) => ({ finding, place: placeOf(finding.resource, finding.path) }))),
    waived: inOrder(report.waived.map(({ finding, waiver }) => ({ finding, waiver, place: placeOf(finding.resource, finding.path) }))),
    waiverProblems: report.waiverProblems
      .filter(({ kind }) => kind !== 'invalid')
      .map((problem): PlacedProblem => ({ problem, place: problem.resource && placeOfProblem(problem, placeOf) })),
    errors: inFileOrder(errors, manifests),
    files: manifests.files.length,
    other: manifests.other,
    notes: [...manifests.notes, ...nothingAsked(report, profile)],
  };
}

/** An audit that asked nothing must not look clean. */
function nothingAsked({ controls, resources }: Report, { name }: Profile): readonly string[] {
  if (controls.evaluated > 0 || resources === 0) return [];
  return [`No control of the profile ${name} is about what was read, so that nothing was judged: choose another one with --profile.`];
}

type PlaceOf = Manifests['placeOf'];

function malformedErrors({ malformed }: Report, placeOf: PlaceOf): readonly PlacedError[] {
  return malformed.map(({ resource, observation: { path, expected } }) => ({
    ...placeOf(resource, writtenPath(resource, path)),
    message: `${describeResource(resource)}: ${formatPath(writtenPath(resource, path)) || 'the object'} must be ${expected}; nothing below it was judged`,
  }));
}

function writtenPath({ written }: Resource, path: Path): Path {
  return written?.pathOf(path) ?? path;
}

/** The annotation that holds the waiver. */
function placeOfProblem({ resource, control }: WaiverProblem, placeOf: PlaceOf): ReturnType<PlaceOf> {
  if (resource === undefined) return { file: '', line: 1, column: 1 };
  const key = WAIVER_PREFIX + control;
  const { pods } = podsOf(resource.group, resource.kind, resource.object);
  const pod = pods.find(({ metadata }) => isObject(metadata.annotations) && key in metadata.annotations);
  const own =
    isObject(resource.object.metadata) && isObject(resource.object.metadata.annotations) && key in resource.object.metadata.annotations;
  return placeOf(resource, writtenPath(resource, [...(own || pod === undefined ? [] : pod.at), 'metadata', 'annotations', key]));
}

/** Objects stay as they were read; within one, findings go by line. */
function inOrder<T extends PlacedFinding>(placed: readonly T[]): readonly T[] {
  const rank = new Map<Resource, number>();
  for (const { finding } of placed) if (!rank.has(finding.resource)) rank.set(finding.resource, rank.size);
  const rankOf = ({ finding }: T): number => rank.get(finding.resource) ?? 0;
  return [...placed].sort((a, b) => rankOf(a) - rankOf(b) || a.place.line - b.place.line || a.place.column - b.place.column);
}

function inFileOrder(errors: readonly PlacedError[], { files }: Manifests): readonly PlacedError[] {
  const rank = new Map(files.map(({ name }, index) => [name, index]));
  const rankOf = ({ file }: PlacedError): number => rank.get(file) ?? -1;
  return [...errors].sort((a, b) => rankOf(a) - rankOf(b) || a.line - b.line || a.column - b.column);
}
