import { type Grant, granting, RBAC, type Requirement, type RulesAsked, rules, verbsProse } from '../requirement';
import { code, or } from '../requirement/text';

/** What whoever holds it can take the cluster, or the namespace, over with; controls and the join with workloads share these. */
export const SECRETS: Grant = {
  verbs: ['get', 'list', 'watch', 'delete', 'patch', 'update'],
  resources: { '': ['secrets'] },
  // A list or a watch shows what it lists: a name does not keep it from being asked for each of them.
  named: { verbs: ['list', 'watch'] },
};
export const POD_EXEC: Grant = { verbs: ['create', 'get'], resources: { '': ['pods/exec', 'pods/attach'] } };
export const BIND_ESCALATE: Grant = { verbs: ['bind', 'escalate'], resources: { [RBAC]: ['roles', 'clusterroles'] } };
export const MANAGE_RBAC: Grant = {
  verbs: ['create', 'update', 'patch', 'delete'],
  resources: { [RBAC]: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'] },
};
export const IMPERSONATE: Grant = {
  verbs: ['impersonate'],
  resources: { '': ['users', 'groups', 'serviceaccounts'], 'authentication.k8s.io': ['uids', 'userextras', 'userextras/'] },
};
export const NODES_PROXY: Grant = { verbs: 'any', resources: { '': ['nodes/proxy'] } };
export const CREATE_WORKLOADS: Grant = {
  verbs: ['create', 'update', 'patch'],
  resources: {
    '': ['pods', 'replicationcontrollers'],
    apps: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
    batch: ['jobs', 'cronjobs'],
    extensions: ['deployments', 'daemonsets', 'replicasets'],
  },
};

/** The words of a grant, as they stand in reports and in the documentation. */
export function askedOf(grant: Grant, instructions: string, only?: RulesAsked['only']): RulesAsked {
  const { verbs, resources, named } = grant;
  const names = [...new Set(Object.values(resources).flat())].filter((each) => !each.endsWith('/')).map(code);
  const what = `${verbs === 'any' ? 'any verb' : verbsProse(verbs)} on ${or(names)}${namedProse(named)}`;
  return {
    test: granting(grant),
    expected: `without ${what}`,
    prose: `grants ${what}`,
    instructions,
    ...(only !== undefined && { only }),
  };
}

function namedProse(named: Grant['named']): string {
  if (named === undefined) return '';
  if ('names' in named) return ` without \`resourceNames\`, or by the names ${or(named.names.map(code))}`;
  return named.verbs.length === 0 ? ' without `resourceNames`' : ` without \`resourceNames\` (${verbsProse(named.verbs)}: with them, too)`;
}

/** No rule of a role grants it. */
export function withoutGrant(grant: Grant, instructions: string, only?: RulesAsked['only']): Requirement {
  return rules(askedOf(grant, instructions, only));
}
