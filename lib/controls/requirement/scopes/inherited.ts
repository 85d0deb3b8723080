import type { PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1';
import { celAt, hasSteps } from '../cel-path';
import { allRules } from '../combinators/all';
import type { At, ContainerFields, PathOf } from '../fields';
import { always, type Requirement, type Rule } from '../rule';
import type { ValueTest } from '../values';
import { reader } from '../walk';
import { containerRule, containersOf, EVERY } from './containers';
import { listed, named, type OneOrMore } from './paths';
import { podRule } from './pod';

/** Fields that pod and container both have: those of the two security contexts. */
export type SharedPath = `securityContext.${PathOf<Pick<SecurityContext, keyof SecurityContext & keyof PodSecurityContext>>}`;

/** The same field of the pod and of every container, each on its own. */
export function podAndEveryContainer<P extends SharedPath>(path: OneOrMore<P>, test: ValueTest<At<ContainerFields, P>>): Requirement {
  const paths = listed(path);
  const rule = allRules([podRule(paths, test), containerRule(EVERY, paths, test)]);
  return always({ ...rule, prose: `in the pod and in every container ${named(paths, test)}` });
}

/**
 * What a container runs with: its own value, else the pod's.
 * A bad value at pod level is bad even if no container uses it. A repair writes it once, at the pod.
 */
export function inherited<P extends SharedPath>(path: P, test: ValueTest<At<ContainerFields, P>>): Requirement {
  return always(inheritedRule(path, test));
}

function inheritedRule(path: string, test: ValueTest<unknown>): Rule {
  const keys = path.split('.');
  const get = reader(keys);
  const whereSet = { ...test, absent: true };
  const own = allRules([podRule([path], whereSet), containerRule(EVERY, [path], whereSet)]);
  const podCel = celAt('variables.spec', path, whereSet);
  const podSet = celAt('variables.spec', path, { ...test, absent: false });
  const containerCel = `(${hasSteps('c', path).join(' && ')}) ? (${test.cel(`c.${path}`)}) : (${podSet})`;
  return {
    reads: 'pod',
    evaluate(subject, emit) {
      const { pod } = subject;
      if (pod === undefined) return false;
      own.evaluate(subject, emit);
      if (get(pod.spec) !== undefined && get(pod.spec) !== null) return true;
      for (const { container } of containersOf(pod)) {
        if ((get(container) ?? undefined) !== undefined) continue;
        const where = [...pod.at, 'spec', ...keys];
        emit({ verdict: 'fail', path: where, actual: undefined, expected: test.prose, fix: test.fix(where, undefined) });
        break;
      }
      return true;
    },
    cel: {
      expression: `(${podCel}) && ${EVERY.variable}.all(c, ${containerCel})`,
      offenders: `((${podCel}) ? [] : ['the pod']) + ${EVERY.variable}.filter(c, !(${containerCel})).map(c, c.name)`,
    },
    prose: `${EVERY.prose} ${named([path], test)}, by its own value or else the pod's; the pod's, where set, must be so too`,
  };
}
