import type { Subject } from '../requirement';
import { NAMESPACED_KINDS } from './namespaced-kinds';

/** Whether something that lives in the namespace was read too: if not, what is missing may stand in a file that was not given. */
export function isKnownInside({ name, neighbours }: Subject): boolean {
  return NAMESPACED_KINDS.some(({ group, kind }) => neighbours.list(group, kind, name).length > 0);
}

/** Namespaces of the system, which nobody bounds. */
export function isOfTheSystem(name: string): boolean {
  return name.startsWith('kube-');
}
