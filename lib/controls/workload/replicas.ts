import { cachedByList, isObject, type Json, listOf, type Neighbours, type Subject } from '../requirement';
import { HORIZONTAL_POD_AUTOSCALER } from './kinds';

/** `spec.replicas` of a workload; absent means one. */
export function replicasOf(object: Json): number {
  const replicas: unknown = isObject(object.spec) ? object.spec.replicas : undefined;
  return typeof replicas === 'number' ? replicas : 1;
}

/** `spec.minReplicas` of a HorizontalPodAutoscaler; absent means one. */
export function minReplicasOf(autoscaler: Json): number {
  const minimum: unknown = isObject(autoscaler.spec) ? autoscaler.spec.minReplicas : undefined;
  return typeof minimum === 'number' ? minimum : 1;
}

/** What a HorizontalPodAutoscaler scales; undefined where it does not say. */
export function scaleTargetOf(
  autoscaler: Json,
): { readonly group: string; readonly kind: string; readonly name: string; readonly apiVersion: string } | undefined {
  const target: unknown = isObject(autoscaler.spec) ? autoscaler.spec.scaleTargetRef : undefined;
  if (!isObject(target) || typeof target.kind !== 'string' || typeof target.name !== 'string') return undefined;
  const apiVersion = typeof target.apiVersion === 'string' ? target.apiVersion : '';
  const slash = apiVersion.indexOf('/');
  return { group: slash < 0 ? '' : apiVersion.slice(0, slash), kind: target.kind, name: target.name, apiVersion };
}

const autoscalersByTarget = cachedByList((autoscalers) => {
  const byTarget = new Map<string, Json>();
  for (const each of listOf(autoscalers)) {
    const target = scaleTargetOf(each);
    if (target !== undefined) byTarget.set(keyOf(target.group, target.kind, target.name), each);
  }
  return byTarget;
});

/** The HorizontalPodAutoscaler that scales the workload, of those read together with it. */
export function autoscalerOf({ group, kind, namespace, name, neighbours }: Scalable): Json | undefined {
  const all = neighbours.list(HORIZONTAL_POD_AUTOSCALER.group, HORIZONTAL_POD_AUTOSCALER.kind, namespace);
  return autoscalersByTarget(all).get(keyOf(group, kind, name));
}

type Scalable = Pick<Subject, 'group' | 'kind' | 'namespace' | 'name'> & { readonly neighbours: Neighbours };

function keyOf(group: string, kind: string, name: string): string {
  return `${group}\n${kind}\n${name}`;
}
