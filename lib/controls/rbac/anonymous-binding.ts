import { control } from '../control';
import { clusterRoleBindingExample, personExample, roleBindingExample } from './role-examples';
import { subjects } from './subjects';

const BUILT_IN = { labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' }, name: 'system:public-info-viewer' };

export const anonymousBinding = control({
  id: 'anonymous-binding',
  family: 'rbac',
  title: 'Bind nothing to anonymous users',
  severity: 'critical',
  why: 'Whoever reaches the address of the API server, without any credential, has what is bound to them.',
  references: { nsa: 'Authentication' },
  counterparts: {
    trivy: ['KSV-0122'],
    kubescape: ['C-0262'],
    kubesec: ['BindingsToSystemAnonymous'],
    kyverno: ['restrict-binding-system-groups'],
    gatekeeper: ['K8sDisallowAnonymous'],
  },
  notes: 'The binding `system:public-info-viewer` that the API server makes itself (health and version) is not asked.',
  require: subjects({
    offends: ({ kind, name }) =>
      (kind === 'User' && name === 'system:anonymous') || (kind === 'Group' && name === 'system:unauthenticated'),
    cel: "(s.kind == 'User' && s.name == 'system:anonymous') || (s.kind == 'Group' && s.name == 'system:unauthenticated')",
    builtIn: [BUILT_IN.name],
    expected: 'somebody who is known: neither `system:anonymous` nor `system:unauthenticated`',
    prose: 'is the user `system:anonymous` or the group `system:unauthenticated`',
    instructions:
      'Name the users, groups or ServiceAccounts that need it; a probe from outside needs no more than `/healthz`, which is open.',
  }),
  examples: {
    pass: [
      { because: 'an account of its own', object: roleBindingExample({}) },
      {
        because: 'a group that somebody has to be put into',
        object: clusterRoleBindingExample({ subjects: [personExample('Group', 'viewers')] }),
      },
      {
        because: 'the API server makes it itself',
        object: {
          ...clusterRoleBindingExample({
            role: ['ClusterRole', BUILT_IN.name],
            subjects: [personExample('Group', 'system:authenticated'), personExample('Group', 'system:unauthenticated')],
          }),
          metadata: BUILT_IN,
        },
      },
    ],
    fail: [
      { because: 'without any credential', object: clusterRoleBindingExample({ subjects: [personExample('User', 'system:anonymous')] }) },
      {
        because: 'the group of all who are not known',
        object: roleBindingExample({ subjects: [personExample('Group', 'system:unauthenticated')] }),
      },
      {
        because: 'a name makes no binding of the API server’s',
        object: clusterRoleBindingExample({ name: BUILT_IN.name, subjects: [personExample('Group', 'system:unauthenticated')] }),
      },
    ],
  },
});
