import { control } from '../control';
import { clusterRoleBindingExample, personExample, roleBindingExample } from './role-examples';
import { subjects } from './subjects';

const MASTERS = personExample('Group', 'system:masters');

export const systemMastersBinding = control({
  id: 'system-masters-binding',
  family: 'rbac',
  title: 'Use no system:masters',
  severity: 'critical',
  why: 'Members of the group pass every check, no binding can be taken from them, and the certificates that make one a member cannot be revoked.',
  references: { cis: ['5.1.7'], nsa: 'Authorization: RBAC' },
  counterparts: { trivy: ['KSV-0123'], kubescape: ['C-0246'], kyverno: ['restrict-binding-system-groups'] },
  notes: 'The binding `cluster-admin` that the API server makes itself is not asked.',
  require: subjects({
    offends: ({ kind, name }) => kind === 'Group' && name === 'system:masters',
    cel: "s.kind == 'Group' && s.name == 'system:masters'",
    builtIn: ['cluster-admin'],
    expected: 'another group than `system:masters`',
    prose: 'is the group `system:masters`',
    instructions: 'Make a group of your own, bind it to what it needs, and leave `system:masters` for the day when nothing else works.',
  }),
  examples: {
    pass: [
      { because: 'a group of its own', object: clusterRoleBindingExample({ subjects: [personExample('Group', 'operators')] }) },
      {
        because: 'a user who is called so is in no group',
        object: roleBindingExample({ subjects: [personExample('User', 'system:masters')] }),
      },
      {
        because: 'the API server makes it itself',
        object: {
          ...clusterRoleBindingExample({ role: ['ClusterRole', 'cluster-admin'], subjects: [MASTERS] }),
          metadata: { name: 'cluster-admin', labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
        },
      },
    ],
    fail: [
      { because: 'of the whole cluster', object: clusterRoleBindingExample({ role: ['ClusterRole', 'view'], subjects: [MASTERS] }) },
      { because: 'among others', object: roleBindingExample({ subjects: [personExample('User', 'ada'), MASTERS] }) },
      {
        because: 'a name makes no binding of the API server’s',
        object: clusterRoleBindingExample({ name: 'cluster-admin', subjects: [MASTERS] }),
      },
    ],
  },
});
