import { WORKLOAD_KINDS } from '../requirement';
import { celList } from '../requirement/text';

/** Kinds of Kubernetes itself that live in a namespace, by their API group. */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  '': ['ConfigMap', 'Endpoints', 'LimitRange', 'PersistentVolumeClaim', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount'],
  autoscaling: ['HorizontalPodAutoscaler'],
  'discovery.k8s.io': ['EndpointSlice'],
  extensions: ['Ingress', 'NetworkPolicy'],
  'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
  policy: ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io': ['Role', 'RoleBinding'],
};

const kinds = new Map<string, Set<string>>();
for (const [group, names] of Object.entries(BUILT_IN)) kinds.set(group, new Set(names));
for (const { group, kind } of WORKLOAD_KINDS) kinds.set(group, (kinds.get(group) ?? new Set()).add(kind));

/** Whether objects of the kind are known to live in a namespace. */
export function isNamespaced(group: string, kind: string): boolean {
  return kinds.get(group)?.has(kind) === true;
}

/** The same over `object`, in the words of an API server. */
export const CEL_NAMESPACED = [...kinds]
  .map(([group, names]) => {
    const inGroup = group === '' ? "!object.apiVersion.contains('/')" : `object.apiVersion.startsWith('${group}/')`;
    return `(${inGroup} && object.kind in ${celList([...names])})`;
  })
  .join(' || ');

/** Every kind that is known to live in a namespace. */
export const NAMESPACED_KINDS = [...kinds].flatMap(([group, names]) => [...names].map((kind) => ({ group, kind })));
