import { type Json, RBAC } from '../requirement';

const API_VERSION = `${RBAC}/v1`;

/** A Role named `web` of the namespace `shop`, with these rules. */
export function roleExample(rules: readonly Json[], metadata: Json = {}): Json {
  return { apiVersion: API_VERSION, kind: 'Role', metadata: { name: 'web', namespace: 'shop', ...metadata }, rules };
}

/** A ClusterRole named `web`, with these rules. */
export function clusterRoleExample(rules: readonly Json[], metadata: Json = {}): Json {
  return { apiVersion: API_VERSION, kind: 'ClusterRole', metadata: { name: 'web', ...metadata }, rules };
}

interface BindingExample {
  readonly name?: string;
  readonly namespace?: string;
  /** `Role web` by default; a ClusterRoleBinding can name a ClusterRole only. */
  readonly role?: readonly ['Role' | 'ClusterRole', string];
  readonly subjects?: readonly Json[];
}

/** The ServiceAccount `web` of `shop`, as a subject. */
export const WEB_ACCOUNT: Json = { kind: 'ServiceAccount', name: 'web', namespace: 'shop' };

/** A user or a group, as a subject. */
export function personExample(kind: 'User' | 'Group', name: string): Json {
  return { apiGroup: RBAC, kind, name };
}

/** A RoleBinding named `web` of the namespace `shop`. */
export function roleBindingExample({ name = 'web', namespace = 'shop', role, subjects = [WEB_ACCOUNT] }: BindingExample): Json {
  const [kind, to] = role ?? ['Role', 'web'];
  const roleRef = { apiGroup: RBAC, kind, name: to };
  return { apiVersion: API_VERSION, kind: 'RoleBinding', metadata: { name, namespace }, roleRef, subjects };
}

/** A ClusterRoleBinding named `web`. */
export function clusterRoleBindingExample({ name = 'web', role, subjects = [WEB_ACCOUNT] }: BindingExample): Json {
  const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name: role?.[1] ?? 'web' };
  return { apiVersion: API_VERSION, kind: 'ClusterRoleBinding', metadata: { name }, roleRef, subjects };
}

/** The ServiceAccount `web` of `shop`. */
export function accountExample(more: Json = {}, name = 'web', namespace = 'shop'): Json {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace }, ...more };
}
