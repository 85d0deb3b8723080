import type { DockerContainer } from '../../docker/container';
import type { At, PathOf } from '../fields';
import type { Emit, Fix, Path } from '../finding';
import { INEXPRESSIBLE } from '../finding';
import { always, type KindRef, type Requirement } from '../rule';
import type { Json, Subject } from '../subject';
import type { ValueTest } from '../values';
import { compileWalk } from '../walk';
import { listed, named, type OneOrMore } from './paths';

/** Why nothing about Docker has CEL. */
export const NO_ADMISSION = {
  impossible: 'No API server admits what runs on a Docker engine; a Pulumi policy pack and `tempered audit` judge it.',
};

const CONTAINER: KindRef = { group: 'docker', kind: 'Container' };

type ContainerKeys = Omit<
  DockerContainer,
  'apiVersion' | 'kind' | 'metadata' | 'declaredBy' | 'imageKnowledge' | 'inexpressible' | 'dropped'
>;

/** Every path into the normal form of a container: `capDrop`, `mounts[].propagation`, `logging.options`. */
export type DockerPath = PathOf<ContainerKeys>;

/**
 * A field, or fields, of a container, whatever declared it.
 *
 * Where the declaration has no words for the field, the verdict is unknown and names what to do instead: never a pass.
 * Where the field is written but the target drops it, that is a finding.
 */
export function dockerContainer<P extends DockerPath>(path: OneOrMore<P>, test: ValueTest<At<ContainerKeys, P>>): Requirement {
  const walks = listed(path).map((each) => ({ field: fieldOf(each), walk: compileWalk(each, test) }));
  return always({
    reads: [CONTAINER],
    evaluate({ object }, emit) {
      for (const { field, walk } of walks) {
        if (emitLimits(object, field, test.prose, emit)) continue;
        if (!walk.holds(object)) walk.find(object, [], emit);
      }
      return true;
    },
    cel: NO_ADMISSION,
    prose: `in every container ${named(listed(path), test)}`,
  });
}

function fieldOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

/**
 * Says that a container's declaration cannot express the field, or that the target drops what is written.
 * Answers whether it did, so that the field need not be judged.
 */
export function emitLimits(container: Json, field: string, expected: string, emit: Emit): boolean {
  const inexpressible: unknown = container.inexpressible?.[field];
  if (typeof inexpressible === 'string') {
    const fix: Fix = { op: 'manual', instructions: inexpressible };
    emit({ verdict: 'unknown', path: [field], actual: INEXPRESSIBLE, expected, fix });
    return true;
  }
  const dropped: unknown = container.dropped?.[field];
  if (typeof dropped === 'string') {
    emit({
      verdict: 'fail',
      path: [field],
      actual: container[field],
      expected: `${expected}, in words that the target honours`,
      fix: { op: 'manual', instructions: dropped },
    });
    return true;
  }
  return false;
}

/** What a rule about one kind of Docker object says, where the algebra has no words for it. */
export interface DockerRule {
  readonly kinds: readonly KindRef[];
  /** Emits what does not pass; answers false where the question does not arise. Default: it always arises. */
  readonly evaluate: (object: Json, emit: Emit, subject: Subject) => boolean | undefined;
  /** The sentence: "in every container …". */
  readonly prose: string;
  /** Reads other objects too. */
  readonly crossObject?: boolean;
}

/** A rule over objects of Docker, written as a function. */
export function docker({ kinds, evaluate, prose, crossObject }: DockerRule): Requirement {
  return always({
    reads: kinds,
    ...(crossObject === true && { crossObject }),
    evaluate: (subject, emit) => evaluate(subject.object, emit, subject) ?? true,
    cel: NO_ADMISSION,
    prose,
  });
}

/** An observation that something fails. */
export function failing(path: Path, actual: unknown, expected: string, fix: Fix | string) {
  return {
    verdict: 'fail',
    path,
    actual,
    expected,
    fix: typeof fix === 'string' ? ({ op: 'manual', instructions: fix } as const) : fix,
  } as const;
}

/** The requirement, asked only of the objects of which the condition holds; to others it does not apply. */
export function whereObject(holds: (object: Json) => boolean, prose: string, requirement: Requirement): Requirement {
  return {
    changes: requirement.changes,
    at: (minor) =>
      requirement.at(minor).map((rule) => ({
        ...rule,
        evaluate: (subject, emit) => holds(subject.object) && rule.evaluate(subject, emit),
        cel: NO_ADMISSION,
        prose: `${rule.prose}; asked only ${prose}`,
      })),
  };
}
