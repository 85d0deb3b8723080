import { cachedByList, isObject, type Json, type Neighbours } from '../requirement';
import { DEPLOYMENT, POD_DISRUPTION_BUDGET, STATEFUL_SET } from './kinds';
import { labelsOf } from './label-selector';
import { labelIndex, selectorIndex } from './neighbour-index';
import { autoscalerOf, minReplicasOf, replicasOf } from './replicas';

/** The selector of a budget. An empty one selects all pods, but in policy/v1beta1 none. */
function selectorOf({ apiVersion, spec }: Json): unknown {
  const selector: unknown = isObject(spec) ? spec.selector : undefined;
  const isEmpty = isObject(selector) && Object.keys(selector).length === 0;
  return isEmpty && apiVersion === 'policy/v1beta1' ? undefined : selector;
}

const templateOf = ({ spec }: Json): unknown => (isObject(spec) ? spec.template : undefined);
const budgetsBySelector = cachedByList((list) => selectorIndex(list, selectorOf));
const workloadsByLabel = cachedByList((list) => labelIndex(list, templateOf));

/** The budgets of the namespace that select the pods of a workload. */
export function budgetsOf(workload: Json, namespace: string | undefined, neighbours: Neighbours): readonly Json[] {
  const all = neighbours.list(POD_DISRUPTION_BUDGET.group, POD_DISRUPTION_BUDGET.kind, namespace);
  return budgetsBySelector(all).selecting(labelsOf(templateOf(workload)));
}

/** A workload, and the replicas that it keeps whatever its autoscaler does. */
export interface Replicated {
  readonly kind: string;
  readonly name: string;
  readonly replicas: number;
}

/** The workloads of the namespace whose pods a budget selects. */
export function workloadsOf(budget: Json, namespace: string | undefined, neighbours: Neighbours): readonly Replicated[] {
  return [DEPLOYMENT, STATEFUL_SET].flatMap(({ group, kind }) =>
    workloadsByLabel(neighbours.list(group, kind, namespace))
      .selectedBy(selectorOf(budget))
      .map((object) => {
        const name = String(object.metadata?.name ?? '');
        const autoscaler = autoscalerOf({ group, kind, namespace, name, neighbours });
        return { kind, name, replicas: keptReplicas(object, autoscaler) };
      }),
  );
}

/** An autoscaler overrules the number that the workload says. */
export function keptReplicas(workload: Json, autoscaler: Json | undefined): number {
  return autoscaler === undefined ? replicasOf(workload) : minReplicasOf(autoscaler);
}

/** Whether a budget lets one of so many pods be evicted. One that says neither `minAvailable` nor `maxUnavailable` lets none. */
export function allowsEviction({ spec }: Json, replicas: number): boolean {
  const { maxUnavailable, minAvailable }: Json = isObject(spec) ? spec : {};
  if (maxUnavailable != null) return countOf(maxUnavailable, replicas) > 0;
  return minAvailable != null && countOf(minAvailable, replicas) < replicas;
}

/** A number, or a share of the pods, rounded up as Kubernetes does; NaN where it is neither. */
function countOf(value: unknown, replicas: number): number {
  if (typeof value === 'number') return value;
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? Number.NaN : Math.ceil((Number(percent) * replicas) / 100);
}
