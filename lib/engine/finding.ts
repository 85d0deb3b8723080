import type { Severity } from '../controls/control';
import {
  type Fix,
  formatPath,
  INEXPRESSIBLE,
  isObject,
  type Json,
  type Observation,
  type Path,
  UNKNOWN,
  UNSEEN,
  type WrittenForm,
} from '../controls/requirement';
import type { Level } from '../profiles/profile';
import { applyEdit, type Edit, isEdit, valueAt } from './apply-fix';
import { copyOf } from './copy';
import type { PlannedControl } from './plan';
import type { Resource } from './resource';

/** A control that a resource does not pass, with the place and the repair. */
export interface Finding {
  /** The id of the control. */
  readonly control: string;
  /** The title of the control, an imperative. */
  readonly title: string;
  /** As the profile says, else as the control does. */
  readonly severity: Severity;
  /** `fail`, or `warn` for advice; the profile says which. */
  readonly level: Level;
  /** `unknown` where the value is not there yet; it never counts as a pass. */
  readonly verdict: 'fail' | 'unknown';
  /** What was judged. */
  readonly resource: Resource;
  /** From the root of the object. */
  readonly path: Path;
  /** The container that the path lies in, where it lies in one. */
  readonly container?: string;
  /** What is written there; undefined where nothing is. */
  readonly actual: unknown;
  /** What it must be, as words that complete "must be …". */
  readonly expected: string;
  /** One sentence: the place, what is there, what must be. */
  readonly message: string;
  /** What repairs it. */
  readonly fix: Fix;
  /** Other fields that the repair was chosen by. */
  readonly chosenBy?: readonly Path[];
}

/** What was observed, as a finding about the resource under the profile. */
export function findingOf({ control, severity, level }: PlannedControl, resource: Resource, observation: Observation): Finding {
  const { path, actual, expected, fix, chosenBy } = observation;
  const container = containerAt(resource.object, path);
  return {
    control: control.id,
    title: control.title,
    severity,
    level,
    verdict: observation.verdict === 'unknown' ? 'unknown' : 'fail',
    resource,
    path,
    ...(container !== undefined && { container }),
    actual,
    expected,
    message: messageOf(path, actual, expected),
    fix,
    ...(chosenBy !== undefined && { chosenBy }),
  };
}

function messageOf(path: Path, actual: unknown, expected: string): string {
  return `${formatPath(path)} ${described(actual)}, must be ${expected}`;
}

/**
 * The finding in the words of what its author wrote: path, message and fix. The engine works on the normal form, people
 * read this. A finding about what was written as it was judged is its own answer.
 */
export function inWrittenForm(finding: Finding): Finding {
  const { resource, path, actual, expected, fix } = finding;
  const { written, object } = resource;
  if (written === undefined) return finding;
  const there = written.pathOf(path);
  return {
    ...finding,
    path: there,
    message: messageOf(there, actual, expected),
    fix: isEdit(fix) ? writtenFix(written, object, fix) : fix,
  };
}

function writtenFix(written: WrittenForm, object: Json, fix: Edit): Fix {
  const after = copyOf(object);
  applyEdit(after, fix);
  const fixes = written.changes(object, after).flatMap((change) => change.fixes);
  const [only] = fixes;
  if (only !== undefined && fixes.length === 1) return only;
  const words = fixes.map((each) =>
    each.op === 'manual'
      ? each.instructions
      : 'path' in each
        ? `${each.op} ${formatPath(each.path)}${'value' in each ? `: ${JSON.stringify(each.value)}` : ''}`
        : each.op,
  );
  return { op: 'manual', instructions: words.join('; ') || `${fix.op} ${formatPath(written.pathOf(fix.path))}` };
}

/**
 * Whether the repair only writes where nothing was written: what `harden` does without `--override`.
 * Taking away, adding to a list and replacing all change what somebody wrote.
 */
export function fillsAbsence({ verdict, actual, fix, resource }: Finding): boolean {
  return verdict === 'fail' && fix.op === 'set' && actual === undefined && valueAt(resource.object, fix.path) === undefined;
}

const LONGEST_VALUE = 80;

/** What is there, in words. Long texts and structures are not repeated: they may hold what nobody should read in a log. */
function described(actual: unknown): string {
  if (actual === undefined || actual === null) return 'is absent';
  if (actual === UNKNOWN) return 'is not known yet';
  if (actual === INEXPRESSIBLE) return 'cannot be said here';
  if (actual === UNSEEN) return 'cannot be seen here';
  if (typeof actual === 'string') return actual.length > LONGEST_VALUE ? 'is a long text' : `is ${JSON.stringify(actual)}`;
  if (Array.isArray(actual))
    return actual.every((each) => typeof each === 'string') && actual.join().length < LONGEST_VALUE
      ? `is [${actual.join(', ')}]`
      : `is a list of ${actual.length}`;
  return typeof actual === 'object' ? (Object.keys(actual).length === 0 ? 'is {}' : 'is set') : `is ${String(actual)}`;
}

const CONTAINER_LISTS = new Set<string | number>(['containers', 'initContainers', 'ephemeralContainers']);

/** The name of the container that a path lies in. */
function containerAt(object: Json, path: Path): string | undefined {
  let node: unknown = object;
  for (let index = 0; index < path.length; index++) {
    const key = path[index] as string | number;
    node = isObject(node) || Array.isArray(node) ? (node as Json)[key] : undefined;
    if (index > 0 && typeof key === 'number' && CONTAINER_LISTS.has(path[index - 1] as string))
      return isObject(node) && typeof node.name === 'string' ? node.name : undefined;
  }
  return undefined;
}
