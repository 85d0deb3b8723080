import { control } from '../control';
import { custom, type Emit, isObject, RBAC, type Subject } from '../requirement';
import { namespaceOf, roleOf, subjectsOf } from './bindings';
import { BINDINGS, CLUSTER_ROLE, isBinding } from './kinds';
import { accountExample, clusterRoleBindingExample, clusterRoleExample, roleBindingExample, roleExample } from './role-examples';

/** What API servers make themselves (plugin/pkg/auth/authorizer/rbac/bootstrappolicy), and kubeadm. */
const BUILT_IN = new Set(['cluster-admin', 'admin', 'edit', 'view', 'extension-apiserver-authentication-reader']);

function isBuiltIn(name: unknown): boolean {
  return typeof name === 'string' && (/^(?:system|kubeadm):/.test(name) || BUILT_IN.has(name));
}

function judgeRole({ object, neighbours }: Subject, emit: Emit): void {
  const { roleRef } = object;
  if (!isObject(roleRef) || typeof roleRef.name !== 'string' || isBuiltIn(roleRef.name)) return;
  if (roleOf(object, neighbours) !== undefined) return;
  emit({
    verdict: 'fail',
    path: ['roleRef', 'name'],
    actual: roleRef.name,
    expected: `the name of a ${roleRef.kind === CLUSTER_ROLE.kind ? 'ClusterRole' : 'Role of its namespace'} that was read together with it, or of a built-in one`,
    fix: {
      op: 'manual',
      instructions:
        'Correct the name, give the file with the role too, or take the binding away: who makes a role of that name decides what it grants.',
    },
  });
}

function judgeAccounts({ object, neighbours }: Subject, emit: Emit): void {
  for (const [index, each] of subjectsOf(object).entries()) {
    if (each.kind !== 'ServiceAccount' || typeof each.name !== 'string' || each.name === 'default') continue;
    const namespace: unknown = each.namespace ?? namespaceOf(object);
    if (typeof namespace === 'string' && namespace.startsWith('kube-')) continue; // the accounts of the controllers are built in
    const at = typeof namespace === 'string' ? namespace : undefined;
    // Charts often leave the namespace to whoever installs them, on one of the two.
    const exists = [at, undefined].some((space) => neighbours.find('', 'ServiceAccount', space, String(each.name)) !== undefined);
    if (exists) continue;
    emit({
      verdict: 'fail',
      path: ['subjects', index, 'name'],
      actual: each.name,
      expected: 'the name of a ServiceAccount that was read together with it',
      fix: {
        op: 'manual',
        instructions:
          'Correct the name or the namespace, give the file with the account too, or take the subject out: who makes an account of that name has its rights.',
      },
    });
  }
}

const ROLE_RULES = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];

export const danglingRoleBinding = control({
  id: 'dangling-role-binding',
  family: 'rbac',
  title: 'Bind only what exists',
  severity: 'low',
  why: 'A binding to a name that nobody has yet waits for whoever makes a role or an account of that name.',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/' },
  counterparts: {},
  notes:
    'Only what is read together is known: give the files with roles and accounts too. Built in are `cluster-admin`, `admin`, `edit`, `view`, `extension-apiserver-authentication-reader`, whatever begins with `system:` or `kubeadm:`, the account `default` of every namespace, and the accounts of kube-system. Users and groups are no objects.',
  require: custom({
    reads: BINDINGS,
    crossObject: true,
    evaluate(subject, emit) {
      if (!isBinding(subject) || isBuiltIn(subject.name)) return false;
      judgeRole(subject, emit);
      judgeAccounts(subject, emit);
      return true;
    },
    cel: { impossible: 'Whether role and accounts exist stands in other objects, and an admission policy sees one.' },
    prose: `the role and the ServiceAccounts that a RoleBinding or ClusterRoleBinding (${RBAC}) names exist or are built in`,
  }),
  examples: {
    pass: [
      { because: 'both are there', object: roleBindingExample({}), with: [roleExample(ROLE_RULES), accountExample()] },
      { because: 'the role is built in', object: roleBindingExample({ role: ['ClusterRole', 'view'] }), with: [accountExample()] },
      {
        because: 'an API server makes the role by which aggregated ones check their callers',
        object: roleBindingExample({ role: ['Role', 'extension-apiserver-authentication-reader'] }),
        with: [accountExample()],
      },
      { because: 'of the whole cluster', object: clusterRoleBindingExample({}), with: [clusterRoleExample(ROLE_RULES), accountExample()] },
    ],
    fail: [
      { because: 'there is no such role', object: roleBindingExample({}), with: [accountExample()] },
      { because: 'there is no such account', object: roleBindingExample({}), with: [roleExample(ROLE_RULES)] },
      {
        because: 'the account is one of another namespace',
        object: roleBindingExample({}),
        with: [roleExample(ROLE_RULES), accountExample({}, 'web', 'api')],
      },
      {
        because: 'the role is one of another kind',
        object: clusterRoleBindingExample({}),
        with: [roleExample(ROLE_RULES), accountExample()],
      },
    ],
  },
});
