import { celAt } from '../cel-path';
import type { At, PathOf, PodFields } from '../fields';
import { always, type Requirement, type Rule } from '../rule';
import { and } from '../text';
import type { ValueTest } from '../values';
import { compileWalk } from '../walk';
import { listed, named, type OneOrMore } from './paths';

export type PodPath = PathOf<PodFields>;

/** A field, or fields, of the pod spec itself. */
export function pod<P extends PodPath>(path: OneOrMore<P>, test: ValueTest<At<PodFields, P>>): Requirement {
  return always(podRule(listed(path), test));
}

export function podRule(paths: readonly string[], test: ValueTest<unknown>): Rule {
  const walks = paths.map((path) => compileWalk(path, test));
  const expression = and(paths.map((path) => celAt('variables.spec', path, test)));
  return {
    reads: 'pod',
    evaluate({ pod: subject }, emit) {
      if (subject === undefined) return false;
      for (const walk of walks) if (!walk.holds(subject.spec)) walk.find(subject.spec, [...subject.at, 'spec'], emit);
      return true;
    },
    cel: { expression, offenders: paths.map((path) => `(${offendersAt(path, test)})`).join(' + ') },
    prose: `in the pod ${named(paths, test)}`,
  };
}

const VOLUMES = 'volumes[]';

/** Of volumes the names, of everything else that it is the pod. */
function offendersAt(path: string, test: ValueTest<unknown>): string {
  if (!path.startsWith(VOLUMES)) return `(${celAt('variables.spec', path, test)}) ? [] : ['the pod']`;
  const passes = celAt('e', path.slice(VOLUMES.length).replace(/^\./, ''), test);
  return `!has(variables.spec.volumes) ? [] : variables.spec.volumes.filter(e, !(${passes})).map(e, e.name)`;
}
