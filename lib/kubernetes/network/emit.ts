import { ApiObject, type Chart, Names } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { clusterScoped } from '../cluster-scoped';
import { hardenScope } from '../hardening/scopes';
import type { Dialect } from './dialect';
import type { IsolatedMember } from './flows';
import type { Member } from './member';
import { annotatePods } from './mesh/annotate-pods';
import type { PolicyObject } from './stated-network';
import { wholeNamespacesOf } from './whole-namespaces';

/** The objects of one dialect in a chart, and what they were made from. */
interface Written {
  readonly text: string;
  readonly objects: readonly ApiObject[];
}

const written = new WeakMap<Chart, Map<string, Written>>();

/** Makes the policies of each chart a part of it. What is there already and still right stays. */
export function emitPolicies(isolated: readonly IsolatedMember[], all: readonly Member[]): void {
  for (const [chart, byDialect] of inCharts(isolated)) {
    let count = 0;
    for (const [dialect, members] of byDialect) {
      count += 1;
      const id = count === 1 ? 'NetworkPolicies' : `NetworkPolicies${count}`;
      const scopeName = scopeNameOf(chart) + (count === 1 ? '' : `-${count}`);
      const policies = dialect.policies(
        members.map(({ network }) => network),
        scopeName,
        wholeNamespacesOf(chart, dialect, all),
      );
      write(chart, id, policies, members);
      if (dialect.podAnnotations !== undefined) for (const { member } of members) annotatePods(member.construct, dialect.podAnnotations);
    }
  }
}

/** Charts in charts get a hash, for `a/b` and `a-b` are two; a chart that is the root of its tree may have no name at all. */
function scopeNameOf(chart: Chart): string {
  return Names.toDnsLabel(chart) || 'chart';
}

function inCharts(isolated: readonly IsolatedMember[]): ReadonlyMap<Chart, ReadonlyMap<Dialect, readonly IsolatedMember[]>> {
  const charts = new Map<Chart, Map<Dialect, IsolatedMember[]>>();
  for (const each of isolated) {
    const byDialect = charts.get(each.member.chart) ?? new Map<Dialect, IsolatedMember[]>();
    charts.set(each.member.chart, byDialect);
    const members = byDialect.get(each.dialect);
    if (members === undefined) byDialect.set(each.dialect, [each]);
    else members.push(each);
  }
  return charts;
}

/**
 * Makes the objects where there are none, or others: a policy of one workload as a part of it, so that its path and its labels say
 * whose it is.
 */
function write(chart: Chart, id: string, policies: readonly PolicyObject[], members: readonly IsolatedMember[]): void {
  const writtenInChart = written.get(chart) ?? new Map<string, Written>();
  written.set(chart, writtenInChart);
  const text = JSON.stringify(policies);
  const before = writtenInChart.get(id);
  if (before?.text === text) return;
  for (const { node } of before?.objects ?? []) node.scope?.node.tryRemoveChild(node.id);
  chart.node.tryRemoveChild(id);
  const workloads = new Map(members.map(({ member: { construct } }) => [construct.node.path, construct]));
  let shared: Construct | undefined;
  const objects = policies.map((policy) => {
    const workload = workloads.get(policy.workload ?? '');
    if (workload === undefined) shared ??= new Construct(chart, id);
    return objectOf(policy, workload ?? shared ?? chart);
  });
  // Those of a workload are hardened with it.
  if (shared !== undefined) hardenScope(shared);
  writtenInChart.set(id, { text, objects });
}

function objectOf({ id, apiVersion, kind, metadata, spec, clusterScoped: everywhere }: PolicyObject, scope: IConstruct): ApiObject {
  // The parameter of cdk8s asks for the class, which every construct there is.
  const object = new ApiObject(scope as Construct, id, { apiVersion, kind, metadata, spec });
  if (everywhere === true) clusterScoped(object);
  return object;
}
