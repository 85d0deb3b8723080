import { cachedByList, isObject, type Json, type Neighbours, type PodSubject, podsOf, type Subject, WORKLOAD_KINDS } from '../requirement';

/** The account that a pod runs with: the deprecated field counts where the other is empty, and without a name it is `default`. */
export function serviceAccountNameOf({ spec }: PodSubject): unknown {
  return spec.serviceAccountName || spec.serviceAccount || 'default';
}

/** The ServiceAccount object of a pod, where it was read together with it. */
export function serviceAccountOf(pod: PodSubject, { namespace, neighbours }: Subject): Json | undefined {
  const name = serviceAccountNameOf(pod);
  return typeof name === 'string' ? neighbours.find('', 'ServiceAccount', namespace, name) : undefined;
}

const KINDS = [...new Map(WORKLOAD_KINDS.map(({ group, kind }) => [`${group}/${kind}`, { group, kind }])).values()];
const RBAC = 'rbac.authorization.k8s.io';

/** Whether a pod of the namespace that carries the annotation runs with the account. */
export function isUsedByAnnotated(annotation: string, name: string, namespace: string | undefined, neighbours: Neighbours): boolean {
  return KINDS.some(
    ({ group, kind }) =>
      accountsByAnnotation(neighbours.list(group, kind, namespace))
        .get(annotation)
        ?.has(name) === true,
  );
}

/** The accounts that the pods of a list run with, by each annotation that they or their workloads carry. */
const accountsByAnnotation = cachedByList((objects) => {
  const accounts = new Map<string, Set<unknown>>();
  for (const object of objects) {
    const group = String(object.apiVersion).includes('/') ? String(object.apiVersion).split('/', 1).join() : '';
    for (const pod of podsOf(group, String(object.kind), object).pods)
      for (const metadata of [object.metadata, pod.metadata]) {
        if (!isObject(metadata) || !isObject(metadata.annotations)) continue;
        for (const annotation of Object.keys(metadata.annotations)) {
          const known = accounts.get(annotation) ?? new Set();
          accounts.set(annotation, known.add(serviceAccountNameOf(pod)));
        }
      }
  }
  return accounts;
});

/** The binding that gives the account permissions of its own (`RoleBinding web`), where one was read together with it. */
export function bindingOf(name: string, namespace: string | undefined, neighbours: Neighbours): string | undefined {
  const own = boundAccounts(neighbours.list(RBAC, 'RoleBinding', namespace));
  const everywhere = boundAccounts(neighbours.list(RBAC, 'ClusterRoleBinding', undefined));
  // A binding that names no namespace, or an account whose namespace nobody wrote yet, is taken as meant.
  const keys = namespace === undefined ? [`*/${name}`] : [`${namespace}/${name}`, `/${name}`];
  for (const key of keys) {
    const found = own.get(key) ?? everywhere.get(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

const boundAccounts = cachedByList((bindings) => {
  const bound = new Map<string, string>();
  for (const { kind, metadata, subjects } of bindings)
    for (const subject of Array.isArray(subjects) ? subjects : []) {
      if (!isObject(subject) || subject.kind !== 'ServiceAccount') continue;
      const label = `${String(kind)} ${isObject(metadata) ? String(metadata.name) : ''}`;
      bound.set(`${String(subject.namespace ?? '')}/${String(subject.name)}`, label);
      bound.set(`*/${String(subject.name)}`, label);
    }
  return bound;
});
