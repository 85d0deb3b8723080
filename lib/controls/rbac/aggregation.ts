import { cachedByList, isObject, type Json, listOf, type Neighbours, RBAC } from '../requirement';
import { selects } from '../workload/label-selector';
import { labelIndex } from '../workload/neighbour-index';
import { CLUSTER_ROLE } from './kinds';

/** The labels of cluster-admin in every cluster: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go. */
const CLUSTER_ADMIN_LABELS: Json = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

/** Whether a ClusterRole collects what cluster-admin grants, which every cluster has whether anybody wrote it down or not. */
export function collectsClusterAdmin({ aggregationRule }: Json): boolean {
  if (!isObject(aggregationRule)) return false;
  return listOf(aggregationRule.clusterRoleSelectors).some((selector) => selects(selector, CLUSTER_ADMIN_LABELS));
}

/** A role, and where it is aggregated the roles that it selects, which may be aggregated themselves; each of them once. */
export function* aggregatedIn(role: Json, neighbours: Neighbours): Generator<Json> {
  const found = new Set([role]);
  for (const each of found) {
    yield each;
    const { aggregationRule } = each;
    if (!isObject(aggregationRule)) continue;
    const index = byLabel(neighbours.everywhere(RBAC, CLUSTER_ROLE.kind));
    for (const selector of listOf(aggregationRule.clusterRoleSelectors)) for (const one of index.selectedBy(selector)) found.add(one);
  }
}

const byLabel = cachedByList((roles) => labelIndex(roles, (role) => role));
