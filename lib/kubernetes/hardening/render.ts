import type { ApiObject } from 'cdk8s';
import { formatPath } from '../../controls/requirement';
import { copyOf } from '../../engine/copy';
import { type Hardened, type HardenOptions, harden } from '../../engine/harden';
import { isKubernetesObject, type Resource, resource } from '../../engine/resource';
import { findingsAreCollected } from '../app/findings';
import { recordAdvice } from './advice';
import { nameAfterConstruct } from './application-name';
import { undecided } from './decided';
import { failWith } from './failure';
import { visitObjects } from './list-items';
import { addBackLowPorts } from './low-ports';
import { neighboursOf, type TreeNeighbours } from './neighbours';
import { profileOf } from './profile-scope';
import { renderRaw } from './raw';
import { type TreeWaiver, treeWaiversOf } from './tree-waivers';
import { identify, removeWaivers, writeWaivers } from './waiver-annotations';
import { recordUse } from './waiver-use';

/**
 * What an object renders, hardened under the nearest profile; always a fresh object, since a part that two objects share would
 * become an alias in YAML.
 *
 * @throws an InsecureObjectError where something insecure was stated on purpose and is not waived
 */
export function renderHardened(object: ApiObject): unknown {
  const neighbours = neighboursOf(object, renderRaw);
  const json = renderOnce(object, neighbours);
  if (!isKubernetesObject(json)) return json;
  const all: Hardened[] = [];
  const misplaced: string[] = [];
  const rendered = visitObjects(json, {
    visit(each) {
      const given = resource(each, { from: 'construct', path: object.node.path });
      const hardened = hardenWithWaivers(object, given, { profile: profileOf(object), neighbours });
      all.push(hardened);
      addBackLowPorts(hardened.resource);
      if (each === json) nameAfterConstruct(object, hardened);
      return hardened.resource.object;
    },
    refuse: (place) => misplaced.push(`${object.node.path}: ${place} must be an object of Kubernetes`),
  });
  const findings = all.flatMap((each) => each.findings);
  const waiverProblems = all.flatMap(({ problems }) => problems);
  const malformed = all
    .flatMap((each) => each.malformed)
    .map(({ path, expected }) => `${object.node.path}: ${formatPath(path)} must be ${expected}`);
  recordAdvice(object, {
    findings: undecided(
      object,
      findings.filter(({ level }) => level === 'warn'),
    ),
    waiverProblems,
    malformed: [...malformed, ...misplaced],
  });
  const failures = findings.filter(({ level }) => level === 'fail');
  if (failures.length > 0) failWith(object, failures, waiverProblems);
  return rendered;
}

/**
 * What the object renders. Where a neighbour has asked for it in the same pass of our App, nothing can have changed since. cdk8s
 * does not say where a pass begins, and there the object is rendered again.
 */
function renderOnce(object: ApiObject, neighbours: TreeNeighbours): unknown {
  const before = findingsAreCollected() ? neighbours.renderedBefore(object) : undefined;
  if (before !== undefined) return before;
  const json = renderRaw(object);
  neighbours.keep(object, json);
  return json;
}

function hardenWithWaivers(object: ApiObject, given: Resource, options: HardenOptions): Hardened {
  const waivers = treeWaiversOf(object);
  if (waivers.length === 0) return harden(given, options);
  const carrying = resource(copyOf(given.object), given.origin);
  writeWaivers(
    carrying,
    waivers.map(({ waiver }) => waiver),
  );
  const hardened = harden(carrying, options);
  const matching = new Set([
    ...hardened.waived.map(({ waiver }) => identify(waiver)),
    ...hardened.problems.flatMap(({ kind, waiver }) => (kind === 'unused' || waiver === undefined ? [] : [identify(waiver)])),
  ]);
  return withoutUnused(object, hardened, waivers, matching);
}

/**
 * A waiver for a whole chart stands only in the manifests that need it, and is unused only where no object needs it.
 */
function withoutUnused(object: ApiObject, hardened: Hardened, waivers: readonly TreeWaiver[], matching: ReadonlySet<string>): Hardened {
  recordUse(object, waivers, (waiver) => matching.has(identify(waiver)));
  const given = new Set(waivers.map(({ waiver }) => identify(waiver)));
  removeWaivers(
    hardened.resource,
    waivers.flatMap(({ waiver }) => (matching.has(identify(waiver)) ? [] : [waiver])),
  );
  return {
    ...hardened,
    problems: hardened.problems.filter(({ kind, waiver }) => kind !== 'unused' || waiver === undefined || !given.has(identify(waiver))),
  };
}
