import {
  cachedByList,
  isObject,
  type Json,
  type KindRef,
  listOf,
  type Neighbours,
  type PodSubject,
  type Rule,
  UNKNOWN,
} from '../requirement';
import { isKind } from '../workload/kinds';
import { labelsOf } from '../workload/label-selector';
import { selectorIndex } from '../workload/neighbour-index';
import { celOfObject } from './cel-of-object';
import { DEFAULT_INBOUND } from './linkerd-inbound';
import { annotationsOf, LINKERD_AUTHORIZATION, LINKERD_SERVER, namespaceOf, SERVER_AUTHORIZATION } from './mesh';

const ROUTES: readonly KindRef[] = [
  { group: LINKERD_SERVER.group, kind: 'HTTPRoute' },
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' },
  { group: 'gateway.networking.k8s.io', kind: 'GRPCRoute' },
];
/** What shows an identity; a NetworkAuthentication only compares addresses. */
const IDENTITIES = new Set(['MeshTLSAuthentication', 'ServiceAccount']);

const specOf = ({ spec }: Json): Json => (isObject(spec) ? spec : {});
const nameOf = ({ metadata }: Json): unknown => (isObject(metadata) ? metadata.name : undefined);
const isSomething = (list: unknown): boolean => list === UNKNOWN || (Array.isArray(list) && list.length > 0);
const keyOf = (kind: unknown, name: unknown): string => `${String(kind)}/${String(name)}`;

/** What AuthorizationPolicies that ask for an identity are about, as `kind/name`. */
const targets = cachedByList(
  (list) =>
    new Set(
      list.flatMap((each) => {
        const { targetRef, requiredAuthenticationRefs } = specOf(each);
        const asks = listOf(requiredAuthenticationRefs).some(({ kind }) => IDENTITIES.has(kind));
        return asks && isObject(targetRef) ? [keyOf(targetRef.kind, targetRef.name)] : [];
      }),
    ),
);

/** The routes that belong to a Server, by its name. */
const routesByServer = cachedByList((list) => {
  const routes = new Map<unknown, string[]>();
  for (const route of list)
    for (const { kind, name } of listOf(specOf(route).parentRefs))
      if (kind === LINKERD_SERVER.kind) routes.set(name, [...(routes.get(name) ?? []), keyOf(route.kind, nameOf(route))]);
  return routes;
});

const servers = cachedByList((list) => selectorIndex(list, (each) => specOf(each).podSelector));

/** ServerAuthorizations that ask for an identity: the Servers that they name, and those that they select. */
const older = cachedByList((list) => {
  const asking = list.filter((each) => {
    const { client } = specOf(each);
    const tls: unknown = isObject(client) ? client.meshTLS : undefined;
    return isObject(tls) && (isSomething(tls.identities) || isSomething(tls.serviceAccounts));
  });
  const serverOf = (each: Json): Json => (isObject(specOf(each).server) ? specOf(each).server : {});
  return {
    names: new Set(asking.map((each) => serverOf(each).name)),
    bySelector: selectorIndex(asking, (each) => serverOf(each).selector),
  };
});

/** Whether a policy lets callers of the pod in by who they are, or nobody is let in by default. */
export function isAuthorizedByLinkerd(pod: PodSubject, namespace: string | undefined, neighbours: Neighbours): boolean {
  const inbound: unknown =
    annotationsOf({ metadata: pod.metadata })[DEFAULT_INBOUND] ?? annotationsOf(namespaceOf(namespace, neighbours))[DEFAULT_INBOUND];
  if (inbound === 'deny') return true;
  const list = ({ group, kind }: KindRef): readonly Json[] => neighbours.list(group, kind, namespace);
  const asked = targets(list(LINKERD_AUTHORIZATION));
  if (asked.has(keyOf('Namespace', namespace))) return true;
  const { names, bySelector } = older(list(SERVER_AUTHORIZATION));
  return servers(list(LINKERD_SERVER))
    .selecting(labelsOf(pod))
    .some((server) => {
      const name = nameOf(server);
      if (asked.has(keyOf(LINKERD_SERVER.kind, name)) || names.has(name) || bySelector.selecting(labelsOf(server)).length > 0) return true;
      return ROUTES.some((ref) =>
        routesByServer(list(ref))
          .get(name)
          ?.some((route) => asked.has(route)),
      );
    });
}

const OF_SERVERS = new Set(['Server', 'Namespace']);
const REFS = 'object.spec.requiredAuthenticationRefs';

/** An AuthorizationPolicy without authentications lets everybody in; of a route that is a few paths, of a Server it is the port. */
export const someAuthentication: Rule = {
  reads: [LINKERD_AUTHORIZATION],
  evaluate(subject, emit) {
    if (!isKind(LINKERD_AUTHORIZATION, subject)) return false;
    const { targetRef, requiredAuthenticationRefs: actual } = specOf(subject.object);
    if (!isObject(targetRef) || !OF_SERVERS.has(targetRef.kind) || isSomething(actual)) return true;
    const path = ['spec', 'requiredAuthenticationRefs'];
    const instructions = 'Name a MeshTLSAuthentication or a ServiceAccount; for probes, make a route of their paths, and a policy for it.';
    const expected = 'a list with a MeshTLSAuthentication or a ServiceAccount: an empty one allows everybody';
    emit({ verdict: 'fail', path, actual: actual ?? undefined, expected, fix: { op: 'manual', instructions } });
    return true;
  },
  cel: celOfObject(
    `!has(object.spec) || !has(object.spec.targetRef) || !(object.spec.targetRef.kind in ['${[...OF_SERVERS].join("', '")}']) || (has(${REFS}) && size(${REFS}) > 0)`,
  ),
  prose: 'an AuthorizationPolicy of Linkerd for a Server or a namespace names an authentication',
};

const CLIENT = 'object.spec.client';

/** The same of the older form. */
export const someClient: Rule = {
  reads: [SERVER_AUTHORIZATION],
  evaluate(subject, emit) {
    if (!isKind(SERVER_AUTHORIZATION, subject)) return false;
    const { client } = specOf(subject.object);
    if (!isObject(client)) return true;
    const tls: Json = isObject(client.meshTLS) ? client.meshTLS : {};
    for (const [actual, path] of [
      [client.unauthenticated, ['spec', 'client', 'unauthenticated']],
      [tls.unauthenticatedTLS, ['spec', 'client', 'meshTLS', 'unauthenticatedTLS']],
    ] as const) {
      if (actual !== true) continue;
      const instructions = 'Write the `identities` or `serviceAccounts` that may call in `meshTLS`.';
      emit({ verdict: 'fail', path, actual, expected: 'absent: it allows everybody', fix: { op: 'manual', instructions } });
    }
    return true;
  },
  cel: celOfObject(
    `!has(object.spec) || !has(${CLIENT}) || (!(has(${CLIENT}.unauthenticated) && ${CLIENT}.unauthenticated) && !(has(${CLIENT}.meshTLS) && has(${CLIENT}.meshTLS.unauthenticatedTLS) && ${CLIENT}.meshTLS.unauthenticatedTLS))`,
  ),
  prose: 'a ServerAuthorization of Linkerd does not allow clients without an identity',
};
