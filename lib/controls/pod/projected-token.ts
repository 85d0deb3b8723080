import { isObject, type Json, listOf } from '../requirement';

/** What the ServiceAccount admission calls the volume that it adds to a pod; dumps of running pods have it. */
export const INJECTED_TOKEN_VOLUME = '^kube-api-access-[a-z0-9]{5}$';
const injected = new RegExp(INJECTED_TOKEN_VOLUME);

/** Whether the volume is the one that Kubernetes added to the pod, not one that somebody asked for. */
export function isInjected({ name }: Json): boolean {
  return typeof name === 'string' && injected.test(name);
}

/** Whether the volume holds a token of the pod's ServiceAccount. */
export function holdsToken({ projected }: Json): boolean {
  return isObject(projected) && listOf(projected.sources).some(({ serviceAccountToken }) => isObject(serviceAccountToken));
}
