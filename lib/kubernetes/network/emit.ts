import { ApiObject, type Chart, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { clusterScoped } from '../runtime/cluster-scoped';
import type { Dialect } from './dialect';
import type { IsolatedMember } from './flows';
import type { PolicyObject } from './stated-network';

const written = new WeakMap<Construct, string>();

/** Makes the policies of each chart a part of it. What is there already and still right stays. */
export function emitPolicies(isolated: readonly IsolatedMember[]): void {
  for (const [chart, byDialect] of inCharts(isolated)) {
    let count = 0;
    for (const [dialect, members] of byDialect) {
      count += 1;
      const id = count === 1 ? 'NetworkPolicies' : `NetworkPolicies${count}`;
      const scopeName = Names.toDnsLabel(chart, { includeHash: false }) + (count === 1 ? '' : `-${count}`);
      const policies = dialect.policies(
        members.map(({ network }) => network),
        scopeName,
      );
      write(chart, id, policies);
    }
  }
}

function inCharts(isolated: readonly IsolatedMember[]): ReadonlyMap<Chart, ReadonlyMap<Dialect, readonly IsolatedMember[]>> {
  const charts = new Map<Chart, Map<Dialect, IsolatedMember[]>>();
  for (const each of isolated) {
    const byDialect = charts.get(each.member.chart) ?? new Map<Dialect, IsolatedMember[]>();
    charts.set(each.member.chart, byDialect);
    byDialect.set(each.dialect, [...(byDialect.get(each.dialect) ?? []), each]);
  }
  return charts;
}

function write(chart: Chart, id: string, policies: readonly PolicyObject[]): void {
  const text = JSON.stringify(policies);
  const there = chart.node.tryFindChild(id);
  if (there instanceof Construct) {
    if (written.get(there) === text) return;
    chart.node.tryRemoveChild(id);
  }
  const scope = new Construct(chart, id);
  written.set(scope, text);
  for (const { id: own, apiVersion, kind, metadata, spec, clusterScoped: everywhere } of policies) {
    const object = new ApiObject(scope, own, { apiVersion, kind, metadata, spec });
    if (everywhere === true) clusterScoped(object);
  }
}
