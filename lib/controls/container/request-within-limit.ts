import {
  always,
  compareQuantities,
  containersOf,
  DECLARED,
  hasResource,
  type Requirement,
  type ResourceName,
  writtenResource,
} from '../requirement';

/** No container requests more than its limit; where one of the two is absent nothing is compared. */
export function requestWithinLimit(name: ResourceName): Requirement {
  const quantity = (bound: string): string => `quantity(string(c.resources.${bound}['${name}']))`;
  const both = `${hasResource('c', 'requests', name)} && ${hasResource('c', 'limits', name)}`;
  const above = `${both} && ${quantity('requests')}.isGreaterThan(${quantity('limits')})`;
  return always({
    reads: 'pod',
    evaluate({ pod }, emit) {
      if (pod === undefined) return false;
      for (const { container, path } of containersOf(pod, DECLARED)) {
        const { requests, limits } = writtenResource(container, name);
        if (requests === undefined || limits === undefined || compareQuantities(requests, limits) <= 0) continue;
        const where = [...path, 'resources', 'requests', name];
        emit({
          verdict: 'fail',
          path: where,
          actual: requests,
          expected: `no more than its limit, ${limits}`,
          fix: { op: 'set', path: where, value: limits },
          chosenBy: [[...path, 'resources', 'limits', name]],
        });
      }
      return true;
    },
    cel: {
      expression: `${DECLARED.variable}.all(c, !(${above}))`,
      offenders: `${DECLARED.variable}.filter(c, ${above}).map(c, c.name)`,
    },
    prose: `${DECLARED.prose} \`resources.requests.${name}\` is no more than \`resources.limits.${name}\``,
  });
}
