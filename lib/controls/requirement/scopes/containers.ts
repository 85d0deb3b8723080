import { celAt } from '../cel-path';
import type { At, ContainerFields, PathOf } from '../fields';
import type { Path } from '../finding';
import { always, type Requirement, type Rule } from '../rule';
import type { Json, PodSubject } from '../subject';
import { and } from '../text';
import type { ValueTest } from '../values';
import { compileWalk } from '../walk';
import { listed, named, type OneOrMore } from './paths';

export type ContainerPath = PathOf<ContainerFields>;

/** A set of a pod's containers: which lists, which of their elements, and the CEL variable that holds them. */
export interface ContainerSet {
  readonly lists: readonly string[];
  readonly variable: string;
  readonly prose: string;
  /** Whether an element of the list belongs to the set; absent: all do. */
  readonly includes?: (container: Json, list: string) => boolean;
}

const isSidecar = (container: Json): boolean => container.restartPolicy === 'Always';

/** Every container: regular, init and ephemeral. */
export const EVERY: ContainerSet = {
  lists: ['containers', 'initContainers', 'ephemeralContainers'],
  variable: 'variables.containers',
  prose: 'in every container',
};
/** Regular and init containers. Ephemeral ones, made for debugging, cannot have what is asked. */
export const DECLARED: ContainerSet = {
  lists: ['containers', 'initContainers'],
  variable: 'variables.declared',
  prose: 'in every container and init container',
};
/** Containers that run as long as the pod: regular ones, and init containers that restart always (sidecars). */
export const LASTING: ContainerSet = {
  lists: ['containers', 'initContainers'],
  variable: 'variables.lasting',
  prose: 'in every container that runs as long as the pod',
  includes: (container, list) => list === 'containers' || isSidecar(container),
};
/** Regular containers only. */
export const REGULAR: ContainerSet = {
  lists: ['containers'],
  variable: 'variables.regular',
  prose: 'in every regular container',
};

/** The containers of a set with their paths from the root of the object; what is no object is passed over (the engine reports it). */
export function* containersOf(pod: PodSubject, set: ContainerSet = EVERY): Generator<{ container: Json; list: string; path: Path }> {
  for (const list of set.lists) {
    const all = pod.spec[list];
    if (!Array.isArray(all)) continue;
    for (let index = 0; index < all.length; index++) {
      const container = all[index];
      if (typeof container !== 'object' || container === null) continue;
      if (set.includes && !set.includes(container, list)) continue;
      yield { container, list, path: [...pod.at, 'spec', list, index] };
    }
  }
}

/** A field, or fields, of every container, init and ephemeral ones included. */
export function everyContainer<P extends ContainerPath>(path: OneOrMore<P>, test: ValueTest<At<ContainerFields, P>>): Requirement {
  return always(containerRule(EVERY, listed(path), test));
}

/** A field, or fields, of every container and init container. */
export function everyDeclaredContainer<P extends ContainerPath>(path: OneOrMore<P>, test: ValueTest<At<ContainerFields, P>>): Requirement {
  return always(containerRule(DECLARED, listed(path), test));
}

export function containerRule(set: ContainerSet, paths: readonly string[], test: ValueTest<unknown>): Rule {
  const walks = paths.map((path) => compileWalk(path, test));
  const each = and(paths.map((path) => celAt('c', path, test)));
  return {
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      for (const list of set.lists) {
        const all = pod.spec[list];
        if (!Array.isArray(all)) continue;
        for (let index = 0; index < all.length; index++) {
          const container = all[index];
          if (set.includes && !set.includes(container ?? {}, list)) continue;
          for (const walk of walks) if (!walk.holds(container)) walk.find(container, [...pod.at, 'spec', list, index], emit);
        }
      }
      return true;
    },
    cel: {
      expression: `${set.variable}.all(c, ${each})`,
      offenders: `${set.variable}.filter(c, !(${each})).map(c, c.name)`,
    },
    prose: `${set.prose} ${named(paths, test)}`,
  };
}
