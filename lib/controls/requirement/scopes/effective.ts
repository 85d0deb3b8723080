import { celAt, hasSteps } from '../cel-path';
import type { At, ContainerFields } from '../fields';
import { always, type Requirement, type Rule } from '../rule';
import type { ValueTest } from '../values';
import { compileWalk, reader } from '../walk';
import { type ContainerSet, containersOf, DECLARED, EVERY } from './containers';
import type { SharedPath } from './inherited';
import { named } from './paths';

/**
 * What every container runs with: its own value, else the pod's. Unlike `inherited`, a pod's value that no container
 * uses does not count. A repair writes where the value is written; where nothing is, once at the pod.
 */
export function effective<P extends SharedPath>(path: P, test: ValueTest<At<ContainerFields, P>>): Requirement {
  return always(effectiveRule(EVERY, path, test));
}

/** The same, of containers and init containers only. */
export function effectiveInDeclared<P extends SharedPath>(path: P, test: ValueTest<At<ContainerFields, P>>): Requirement {
  return always(effectiveRule(DECLARED, path, test));
}

function effectiveRule(set: ContainerSet, path: string, test: ValueTest<unknown>): Rule {
  const get = reader(path.split('.'));
  const own = compileWalk(path, { ...test, absent: true });
  const whole = compileWalk(path, test);
  const each = `(${hasSteps('c', path).join(' && ')}) ? (${test.cel(`c.${path}`)}) : (${celAt('variables.spec', path, test)})`;
  return {
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      let podIsUsed = false;
      for (const { container, path: at } of containersOf(pod, set)) {
        if (!own.holds(container)) own.find(container, at, emit);
        else if ((get(container) ?? undefined) === undefined) podIsUsed = true;
      }
      if (podIsUsed && !whole.holds(pod.spec)) whole.find(pod.spec, [...pod.at, 'spec'], emit);
      return true;
    },
    cel: {
      expression: `${set.variable}.all(c, ${each})`,
      offenders: `${set.variable}.filter(c, !(${each})).map(c, c.name)`,
    },
    prose: `${set.prose} ${named([path], test)}, by its own value or else the pod's`,
  };
}
