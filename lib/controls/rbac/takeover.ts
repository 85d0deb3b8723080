import { cachedByList, type Grant, granting, isGenerated, isObject, type Json, listOf, type Neighbours, RBAC } from '../requirement';
import { aggregatedIn, collectsClusterAdmin } from './aggregation';
import { BIND_ESCALATE, CREATE_WORKLOADS, IMPERSONATE, MANAGE_RBAC, NODES_PROXY, POD_EXEC, SECRETS } from './grants';
import { CLUSTER_ROLE } from './kinds';

const GRANTS: readonly (readonly [string, Grant])[] = [
  ['the secrets', SECRETS],
  ['exec into pods', POD_EXEC],
  ['bind or escalate', BIND_ESCALATE],
  ['writing roles and bindings', MANAGE_RBAC],
  ['impersonation', IMPERSONATE],
  ['the proxy to nodes', NODES_PROXY],
  ['making workloads', CREATE_WORKLOADS],
];
const TESTS = GRANTS.map(([words, grant]) => ({ words, test: granting(grant) }));

/** The words for a rule with which whoever has it goes on to take more; undefined where it has none of them. */
function takeoverOfRule(rule: Json): string | undefined {
  if (listHolds(rule.verbs, (verb) => verb === '*')) return 'every verb';
  if (listHolds(rule.resources, (resource) => resource === '*' || resource.startsWith('*/'))) return 'every resource';
  return TESTS.find(({ test }) => test.offending(rule) !== undefined)?.words;
}

function listHolds(list: unknown, holds: (text: string) => boolean): boolean {
  return Array.isArray(list) && list.some((each) => typeof each === 'string' && holds(each));
}

/** Roles that every cluster has, whether anybody wrote them down or not. */
const BUILT_IN: ReadonlyMap<unknown, string> = new Map([
  ['cluster-admin', 'everything'],
  ['admin', 'the secrets, exec into pods and roles'],
  ['edit', 'the secrets, exec into pods and workloads'],
]);

/** What a role that a binding names lets its account take over with, in words. */
export function takeoverOf(roleRef: unknown, role: Json | undefined, neighbours: Neighbours): string | undefined {
  if (isObject(roleRef) && roleRef.kind === CLUSTER_ROLE.kind && BUILT_IN.has(roleRef.name)) return BUILT_IN.get(roleRef.name);
  if (role === undefined) return undefined;
  const known = answers(neighbours.everywhere(RBAC, CLUSTER_ROLE.kind));
  let answer = known.get(role);
  if (answer === undefined) {
    answer = { words: ofRole(role, neighbours) };
    known.set(role, answer);
  }
  return answer.words;
}

/** An aggregated role has the rules of all the roles that it selects, in place of its own. */
function ofRole(role: Json, neighbours: Neighbours): string | undefined {
  for (const each of aggregatedIn(role, neighbours)) {
    if (collectsClusterAdmin(each)) return 'everything that cluster-admin grants, by its aggregationRule';
    if (isGenerated(each)) continue;
    for (const rule of listOf(each.rules)) {
      const words = takeoverOfRule(rule);
      if (words !== undefined) return words;
    }
  }
  return undefined;
}

/** Each role is judged once, as long as no further ClusterRoles are read. */
const answers = cachedByList(() => new WeakMap<Json, { readonly words: string | undefined }>());
