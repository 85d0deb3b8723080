import { type Json, listOf } from '../../controls/requirement';

/**
 * Takes out the startup probe that cdk8s-plus assumes for an init container with a port: an API server refuses the pod for it. Nobody
 * wrote it, since cdk8s-plus refuses an explicit one. Sidecars (`restartPolicy: Always`) may have it. The pod spec is changed in place.
 */
export function leaveOutAssumedProbes(spec: Json): void {
  for (const container of listOf(spec.initContainers)) {
    if (container.restartPolicy !== 'Always') Reflect.deleteProperty(container, 'startupProbe');
  }
}
