import { control } from '../control';
import { all, custom, isObject, type Json, listOf, type Neighbours, type Subject } from '../requirement';
import { aggregatedIn, collectsClusterAdmin } from './aggregation';
import { roleOf } from './bindings';
import { BINDINGS, CLUSTER_ROLE_BINDING, isBinding } from './kinds';
import { clusterRoleBindingExample, clusterRoleExample, personExample, roleBindingExample, roleExample } from './role-examples';
import { BOOTSTRAPPED, isBootstrapped } from './subjects';

const EXPECTED = 'a role that grants what is needed, and no more';
const INSTRUCTIONS = 'Write a Role with the resources and verbs that are needed, and bind that one, in the namespace where it is needed.';

/** The binding of the API server's own, to system:masters. */
function isBuiltIn({ kind, object }: Subject): boolean {
  const { metadata } = object;
  return kind === CLUSTER_ROLE_BINDING.kind && isObject(metadata) && metadata.name === 'cluster-admin' && isBootstrapped(metadata);
}

function isNamedAdmin({ kind, object: { roleRef } }: Subject): boolean {
  if (!isObject(roleRef) || roleRef.kind !== 'ClusterRole') return false;
  return roleRef.name === 'cluster-admin' || (kind === CLUSTER_ROLE_BINDING.kind && (roleRef.name === 'admin' || roleRef.name === 'edit'));
}

const BUILT_IN = `(object.kind == 'ClusterRoleBinding' && has(object.metadata.name) && object.metadata.name == 'cluster-admin' && ${BOOTSTRAPPED})`;
const NAMED =
  "(object.roleRef.kind == 'ClusterRole' && (object.roleRef.name == 'cluster-admin' || " +
  "(object.kind == 'ClusterRoleBinding' && object.roleRef.name in ['admin', 'edit'])))";
const PASSES = `${BUILT_IN} || !has(object.roleRef) || !${NAMED}`;

const holdsStar = (list: unknown): boolean => Array.isArray(list) && list.includes('*');

/** Everything on everything, under another name, by the rules of a role or by those that it collects. */
function grantsAll(role: Json, neighbours: Neighbours): boolean {
  for (const each of aggregatedIn(role, neighbours))
    if (collectsClusterAdmin(each) || (!isObject(each.aggregationRule) && holdsAll(each))) return true;
  return false;
}

function holdsAll({ rules }: Json): boolean {
  return listOf(rules).some(({ verbs, resources, apiGroups }) => holdsStar(verbs) && holdsStar(resources) && holdsStar(apiGroups));
}

function found(subject: Subject) {
  const actual: unknown = subject.object.roleRef?.name;
  return {
    verdict: 'fail',
    path: ['roleRef', 'name'],
    actual,
    expected: EXPECTED,
    fix: { op: 'manual', instructions: INSTRUCTIONS },
  } as const;
}

const EVERYTHING = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];

export const clusterAdminBinding = control({
  id: 'cluster-admin-binding',
  family: 'rbac',
  title: 'Bind cluster-admin to nobody',
  severity: 'critical',
  why: 'Whoever breaks into the account has the cluster.',
  references: { cis: ['5.1.1'], nsa: 'Authorization: RBAC' },
  counterparts: {
    trivy: ['KSV-0111'],
    kubeLinter: ['cluster-admin-role-binding'],
    kubescape: ['C-0185', 'C-0035'],
    polaris: ['clusterrolebindingClusterAdmin', 'rolebindingClusterAdminClusterRole', 'rolebindingClusterAdminRole'],
    kyverno: ['restrict-binding-clusteradmin'],
  },
  notes:
    '`admin` and `edit` are meant for one namespace: they fail in a ClusterRoleBinding. A role that is `*` on `*` of `*` counts as cluster-admin where it was read together with the binding, and so does one whose `aggregationRule` selects such a role, or cluster-admin itself (an empty selector selects every ClusterRole). The binding of the API server’s own, to system:masters, is not asked.',
  require: all(
    custom({
      reads: BINDINGS,
      evaluate(subject, emit) {
        if (!isBinding(subject) || isBuiltIn(subject)) return false;
        if (isNamedAdmin(subject)) emit(found(subject));
        return true;
      },
      cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : [object.roleRef.name]` },
      prose: 'no RoleBinding or ClusterRoleBinding names the ClusterRole `cluster-admin`, and no ClusterRoleBinding `admin` or `edit`',
    }),
    custom({
      reads: BINDINGS,
      crossObject: true,
      evaluate(subject, emit) {
        if (!isBinding(subject) || isBuiltIn(subject) || isNamedAdmin(subject)) return false;
        const role = roleOf(subject.object, subject.neighbours);
        if (role === undefined) return false;
        if (grantsAll(role, subject.neighbours)) emit(found(subject));
        return true;
      },
      cel: { impossible: 'What the role grants stands in another object, and an admission policy sees one.' },
      prose:
        'the role that a RoleBinding or ClusterRoleBinding names has no rule that is `*` on `*` of `*`, and collects none by its `aggregationRule`',
    }),
  ),
  examples: {
    pass: [
      {
        because: 'a role of its own',
        object: roleBindingExample({}),
        with: [roleExample([{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }])],
      },
      {
        because: 'a role that collects what others may read',
        object: clusterRoleBindingExample({}),
        with: [
          collecting({ matchLabels: { team: 'shop' } }),
          clusterRoleExample([{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }], { name: 'read', labels: { team: 'shop' } }),
          clusterRoleExample(EVERYTHING, { name: 'all', labels: { team: 'platform' } }),
        ],
      },
      { because: 'edit, in one namespace', object: roleBindingExample({ role: ['ClusterRole', 'edit'] }) },
      { because: 'reading, everywhere', object: clusterRoleBindingExample({ role: ['ClusterRole', 'view'] }) },
      {
        because: 'the API server makes it itself',
        object: {
          ...clusterRoleBindingExample({ role: ['ClusterRole', 'cluster-admin'], subjects: [personExample('Group', 'system:masters')] }),
          metadata: { name: 'cluster-admin', labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
        },
      },
    ],
    fail: [
      { because: 'the whole cluster', object: clusterRoleBindingExample({ role: ['ClusterRole', 'cluster-admin'] }) },
      { because: 'everything in the namespace, its roles too', object: roleBindingExample({ role: ['ClusterRole', 'cluster-admin'] }) },
      { because: 'the contents of every namespace', object: clusterRoleBindingExample({ role: ['ClusterRole', 'edit'] }) },
      { because: 'the same under another name', object: clusterRoleBindingExample({}), with: [clusterRoleExample(EVERYTHING)] },
      {
        because: 'the role collects one that grants everything',
        object: clusterRoleBindingExample({}),
        with: [collecting({ matchLabels: { team: 'shop' } }), clusterRoleExample(EVERYTHING, { name: 'all', labels: { team: 'shop' } })],
      },
      {
        because: 'an empty selector collects every role, cluster-admin too',
        object: clusterRoleBindingExample({}),
        with: [collecting({})],
      },
    ],
  },
});

function collecting(selector: Json): Json {
  return { ...clusterRoleExample([]), aggregationRule: { clusterRoleSelectors: [selector] } };
}
