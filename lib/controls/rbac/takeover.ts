import { cachedByList, type Grant, granting, isGenerated, isObject, type Json, listOf, type Neighbours, RBAC } from '../requirement';
import { labelIndex } from '../workload/neighbour-index';
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
    answer = { words: ofRole(role, neighbours, new Set()) };
    known.set(role, answer);
  }
  return answer.words;
}

/** An aggregated role has the rules of all the roles that it selects, which may be aggregated themselves. */
function ofRole(role: Json, neighbours: Neighbours, visited: Set<Json>): string | undefined {
  visited.add(role);
  const { aggregationRule, rules } = role;
  if (!isObject(aggregationRule)) {
    return isGenerated(role)
      ? undefined
      : listOf(rules).reduce<string | undefined>((found, rule) => found ?? takeoverOfRule(rule), undefined);
  }
  const index = byLabel(neighbours.everywhere(RBAC, CLUSTER_ROLE.kind));
  for (const selector of listOf(aggregationRule.clusterRoleSelectors))
    for (const selected of index.selectedBy(selector)) {
      if (visited.has(selected)) continue;
      const words = ofRole(selected, neighbours, visited);
      if (words !== undefined) return words;
    }
  return undefined;
}

const byLabel = cachedByList((roles) => labelIndex(roles, (role) => role));

/** Each role is judged once, as long as no further ClusterRoles are read. */
const answers = cachedByList(() => new WeakMap<Json, { readonly words: string | undefined }>());
