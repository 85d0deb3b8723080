import type { AbstractPod } from 'cdk8s-plus-28';

const complete = new WeakSet<AbstractPod>();
const waiting = new WeakMap<AbstractPod, (() => void)[]>();

/**
 * Does something once the object of the workload is there. cdk8s-plus adds the containers among a workload's options before it makes the
 * object that has their annotations and namespace.
 */
export function whenComplete(pod: AbstractPod, action: () => void): void {
  if (complete.has(pod)) action();
  else waiting.set(pod, [...(waiting.get(pod) ?? []), action]);
}

/** The object of the workload is there: does what waited for it. */
export function becomeComplete(pod: AbstractPod): void {
  complete.add(pod);
  for (const action of waiting.get(pod) ?? []) action();
  waiting.delete(pod);
}
