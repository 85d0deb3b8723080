import { control } from '../control';
import { custom } from '../requirement';
import { DEPLOYERS_NOTE, exceptForDeployers, NOBODY } from './deployers';
import { askedOf, CREATE_WORKLOADS } from './grants';
import { clusterRoleExample, personExample, roleBindingExample, roleExample } from './role-examples';

const DEPLOY = { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create', 'patch'] };
const DEPLOYER = { kind: 'ServiceAccount', name: 'deployer', namespace: 'ci' };
const deployers = ['ci/deployer'];

export const rbacCreateWorkloads = control({
  id: 'rbac-create-workloads',
  family: 'rbac',
  title: 'Limit who creates workloads',
  severity: 'medium',
  why: 'Who creates pods runs them under any ServiceAccount of the namespace, and mounts any secret of it.',
  references: { cis: ['5.1.4'] },
  counterparts: { trivy: ['KSV-0048'], kubeLinter: ['access-to-create-pods'], kubescape: ['C-0188'] },
  notes: DEPLOYERS_NOTE,
  parameters: {
    /** ServiceAccounts that may, as `namespace/name`. */
    deployers: NOBODY,
  },
  require: ({ deployers }) =>
    custom(
      exceptForDeployers(
        askedOf(
          CREATE_WORKLOADS,
          'Leave workloads to the account that deploys, and put it on the list (`deployers`); an operator that makes pods is waived with the reason.',
        ),
        deployers,
      ),
    ),
  examples: {
    pass: [
      {
        because: 'workloads may be read',
        object: roleExample([{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] }]),
      },
      {
        because: 'to scale one is another right',
        object: roleExample([{ apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['patch'] }]),
      },
      {
        because: 'the account that deploys',
        parameters: { deployers },
        object: roleExample([DEPLOY]),
        with: [roleBindingExample({ subjects: [DEPLOYER] })],
      },
      {
        because: 'a ClusterRole that is bound to it in one namespace',
        parameters: { deployers },
        object: clusterRoleExample([DEPLOY]),
        with: [roleBindingExample({ role: ['ClusterRole', 'web'], subjects: [DEPLOYER] })],
      },
      {
        because: 'the binding to it',
        parameters: { deployers },
        object: roleBindingExample({ subjects: [DEPLOYER] }),
        with: [roleExample([DEPLOY])],
      },
    ],
    fail: [
      { because: 'nobody is said to deploy', object: roleExample([DEPLOY]) },
      { because: 'a pod of any account', object: roleExample([{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }]) },
      { because: 'a job makes pods', object: clusterRoleExample([{ apiGroups: ['batch'], resources: ['*'], verbs: ['*'] }]) },
      {
        because: 'it is bound to another account',
        parameters: { deployers },
        object: roleExample([DEPLOY]),
        with: [roleBindingExample({})],
      },
      {
        because: 'beside the account that deploys somebody else has it',
        parameters: { deployers },
        object: roleBindingExample({ subjects: [DEPLOYER, personExample('Group', 'developers')] }),
        with: [roleExample([DEPLOY])],
      },
    ],
  },
});
