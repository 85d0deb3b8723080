import {
  always,
  byVersion,
  compareQuantities,
  containersOf,
  DECLARED,
  hasResource,
  type Json,
  type Observation,
  type Path,
  type Requirement,
  type ResourceName,
  type Rule,
  resourceValue,
  UNKNOWN,
  unknown,
  writtenResource,
} from '../requirement';

/** Request and limit of every container are the same quantity; from 1.34 on those of the pod, where it has either. */
export function guaranteedResource(name: ResourceName): Requirement {
  return byVersion({ 'v1.0': always(guaranteedRule(name, false)), 'v1.34': always(guaranteedRule(name, true)) });
}

function guaranteedRule(name: ResourceName, podCounts: boolean): Rule {
  const each = equalIn('c', name);
  const spec = 'variables.spec';
  const podHas = `(${hasResource(spec, 'requests', name)}) || (${hasResource(spec, 'limits', name)})`;
  const ofContainers = `${DECLARED.variable}.all(c, ${each})`;
  const failing = `${DECLARED.variable}.filter(c, !(${each})).map(c, c.name)`;
  return {
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      const whole = podCounts ? writtenResource(pod.spec, name) : {};
      const holders =
        (whole.requests ?? whole.limits) === undefined ? containersOf(pod, DECLARED) : [{ container: pod.spec, path: [...pod.at, 'spec'] }];
      for (const { container, path } of holders) {
        const found = difference(container, path, name);
        if (found !== undefined) emit(found);
      }
      return true;
    },
    cel: {
      expression: podCounts ? `(${podHas}) ? (${equalIn(spec, name)}) : ${ofContainers}` : ofContainers,
      offenders: podCounts ? `(${podHas}) ? ((${equalIn(spec, name)}) ? [] : ['the pod']) : ${failing}` : failing,
    },
    prose: `${DECLARED.prose} \`resources.requests.${name}\` is the same quantity as \`resources.limits.${name}\`${podCounts ? ', or those of the pod are, where it has either' : ''}`,
  };
}

function equalIn(holder: string, name: ResourceName): string {
  const quantity = (bound: string): string => `quantity(string(${holder}.resources.${bound}['${name}']))`;
  return `${hasResource(holder, 'requests', name)} && ${hasResource(holder, 'limits', name)} && ${quantity('requests')}.compareTo(${quantity('limits')}) == 0`;
}

function difference(holder: Json, at: Path, name: ResourceName): Observation | undefined {
  const { requests, limits } = writtenResource(holder, name);
  const request = [...at, 'resources', 'requests', name];
  const limit = [...at, 'resources', 'limits', name];
  if (resourceValue(holder, 'limits', name) === UNKNOWN) return unknown(limit, 'equal to the request');
  if (resourceValue(holder, 'requests', name) === UNKNOWN) return unknown(request, 'equal to the limit');
  if (requests !== undefined && limits !== undefined && compareQuantities(requests, limits) === 0) return undefined;
  if (limits === undefined) {
    const instructions = `Write a limit of ${name} that the program never needs more than, and the same as its request.`;
    const actual = resourceValue(holder, 'limits', name);
    return { verdict: 'fail', path: limit, actual, expected: 'set, and equal to the request', fix: { op: 'manual', instructions } };
  }
  return {
    verdict: 'fail',
    path: request,
    actual: resourceValue(holder, 'requests', name),
    expected: `equal to the limit, ${limits}`,
    fix: { op: 'set', path: request, value: limits },
    chosenBy: [limit],
  };
}
