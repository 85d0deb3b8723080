import { containersOf, EVERY, isObject, type Json, listOf, type PodSubject } from '../../controls/requirement';
import { podsOf } from '../../controls/requirement/pods';
import { applyEdit } from '../../engine/apply-fix';
import type { Resource } from '../../engine/resource';

/** Below it a port can be opened by root, or with the capability. */
const FIRST_UNPRIVILEGED_PORT = 1024;
const NET_BIND_SERVICE = 'NET_BIND_SERVICE';

/**
 * Gives the one capability back that a container needs to open a low port, where all were dropped and it does not run as root.
 * Pod Security *restricted* allows it.
 *
 * Whoever wrote `add`, be it `[]`, has decided. The object is changed in place.
 */
export function addBackLowPorts({ group, kind, object }: Resource): void {
  for (const pod of podsOf(group, kind, object).pods) {
    for (const { container, path } of containersOf(pod, EVERY)) {
      if (!needsLowPort(container) || runsAsRoot(pod, container) || !dropsAll(container)) continue;
      applyEdit(object, { op: 'set', path: [...path, 'securityContext', 'capabilities', 'add'], value: [NET_BIND_SERVICE] });
    }
  }
}

function needsLowPort(container: Json): boolean {
  return listOf(container.ports).some(({ containerPort }) => typeof containerPort === 'number' && containerPort < FIRST_UNPRIVILEGED_PORT);
}

function runsAsRoot({ spec }: PodSubject, container: Json): boolean {
  return [container.securityContext, spec.securityContext].map(userOf).find((user) => user !== undefined) === 0;
}

function userOf(context: unknown): unknown {
  return isObject(context) ? (context.runAsUser ?? undefined) : undefined;
}

function dropsAll({ securityContext }: Json): boolean {
  const capabilities: unknown = isObject(securityContext) ? securityContext.capabilities : undefined;
  if (!isObject(capabilities) || (capabilities.add ?? undefined) !== undefined) return false;
  return Array.isArray(capabilities.drop) && capabilities.drop.includes('ALL');
}
