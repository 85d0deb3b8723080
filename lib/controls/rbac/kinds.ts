import { type KindRef, RBAC } from '../requirement';

export const ROLE: KindRef = { group: RBAC, kind: 'Role' };
export const CLUSTER_ROLE: KindRef = { group: RBAC, kind: 'ClusterRole' };
export const ROLE_BINDING: KindRef = { group: RBAC, kind: 'RoleBinding' };
export const CLUSTER_ROLE_BINDING: KindRef = { group: RBAC, kind: 'ClusterRoleBinding' };

/** Bindings of one namespace and of the whole cluster. */
export const BINDINGS: readonly KindRef[] = [ROLE_BINDING, CLUSTER_ROLE_BINDING];

/** Whether an object is a RoleBinding or ClusterRoleBinding. */
export function isBinding({ group, kind }: KindRef): boolean {
  return group === RBAC && (kind === ROLE_BINDING.kind || kind === CLUSTER_ROLE_BINDING.kind);
}
