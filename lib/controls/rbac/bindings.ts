import { cachedByList, isObject, type Json, listOf, type Neighbours, RBAC } from '../requirement';
import { CLUSTER_ROLE, CLUSTER_ROLE_BINDING, ROLE, ROLE_BINDING } from './kinds';

/** The subjects of a binding. */
export function subjectsOf({ subjects }: Json): readonly Json[] {
  return listOf(subjects);
}

/** `namespace/name` of a subject that is a ServiceAccount; without a namespace that of the binding counts. */
export function accountOf({ kind, name, namespace }: Json, binding: Json): string | undefined {
  if (kind !== 'ServiceAccount') return undefined;
  return `${String(namespace ?? namespaceOf(binding) ?? '')}/${String(name)}`;
}

/** The namespace that an object says. */
export function namespaceOf({ metadata }: Json): string | undefined {
  return isObject(metadata) && typeof metadata.namespace === 'string' ? metadata.namespace : undefined;
}

interface Named {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** The role that a binding names, where it was read together with it. */
export function roleOf({ roleRef, metadata }: Json, neighbours: Neighbours): Json | undefined {
  if (!isObject(roleRef) || typeof roleRef.name !== 'string') return undefined;
  const { kind, name } = roleRef;
  if (kind === CLUSTER_ROLE.kind) return neighbours.find(RBAC, kind, undefined, name);
  return kind === ROLE.kind ? neighbours.find(RBAC, kind, namespaceOf({ metadata }), name) : undefined;
}

/** The bindings of a role, of whatever namespace. */
export function bindingsOfRole({ kind, namespace, name }: Named, neighbours: Neighbours): readonly Json[] {
  const key = keyOf(kind, kind === ROLE.kind ? namespace : undefined, name);
  return [ROLE_BINDING, CLUSTER_ROLE_BINDING].flatMap((each) => byRole(neighbours.everywhere(each.group, each.kind)).get(key) ?? []);
}

const byRole = cachedByList((bindings) => {
  const found = new Map<string, Json[]>();
  for (const binding of bindings) {
    const { roleRef } = binding;
    if (!isObject(roleRef)) continue;
    const key = keyOf(String(roleRef.kind), roleRef.kind === ROLE.kind ? namespaceOf(binding) : undefined, String(roleRef.name));
    push(found, key, binding);
  }
  return found;
});

/** The bindings that give something to a ServiceAccount of a namespace: by its name, or by a group that it is in. */
export function bindingsOfAccount(namespace: string | undefined, name: string, neighbours: Neighbours): readonly Json[] {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace ?? ''}`, 'system:authenticated'];
  const keys = [
    `${namespace ?? ''}/${name}`,
    ...groups.map((each) => `group ${each}`),
    `user system:serviceaccount:${namespace ?? ''}:${name}`,
  ];
  const lists = [ROLE_BINDING, CLUSTER_ROLE_BINDING].map((each) => bySubject(neighbours.everywhere(each.group, each.kind)));
  return [...new Set(lists.flatMap((index) => keys.flatMap((key) => index.get(key) ?? [])))];
}

const bySubject = cachedByList((bindings) => {
  const found = new Map<string, Json[]>();
  for (const binding of bindings)
    for (const subject of subjectsOf(binding)) {
      const key = accountOf(subject, binding) ?? `${String(subject.kind).toLowerCase()} ${String(subject.name)}`;
      push(found, key, binding);
    }
  return found;
});

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}

function push(map: Map<string, Json[]>, key: string, value: Json): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
