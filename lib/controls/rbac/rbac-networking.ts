import { control } from '../control';
import { custom, type Grant } from '../requirement';
import { DEPLOYERS_NOTE, exceptForDeployers, NOBODY } from './deployers';
import { askedOf } from './grants';
import { clusterRoleExample, roleBindingExample, roleExample } from './role-examples';

const NETWORKING: Grant = {
  verbs: ['create', 'update', 'patch', 'delete'],
  resources: {
    '': ['services', 'endpoints'],
    'discovery.k8s.io': ['endpointslices'],
    'networking.k8s.io': ['networkpolicies', 'ingresses'],
    extensions: ['networkpolicies', 'ingresses'],
  },
};
const INGRESSES = { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['create'] };

export const rbacNetworking = control({
  id: 'rbac-networking',
  family: 'rbac',
  title: 'Limit who edits networking',
  severity: 'medium',
  why: 'Who writes Services, their endpoints or network policies leads the traffic of others to a pod of their own, or out (CVE-2021-25740).',
  references: { kubernetes: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/' },
  counterparts: {
    trivy: ['KSV-0056'],
    kyverno: ['restrict-edit-for-endpoints'],
    gatekeeper: ['K8sBlockEndpointEditDefaultRole'],
  },
  notes: DEPLOYERS_NOTE,
  parameters: {
    /** ServiceAccounts that may, as `namespace/name`. */
    deployers: NOBODY,
  },
  require: ({ deployers }) =>
    custom(
      exceptForDeployers(
        askedOf(
          NETWORKING,
          'Leave them to the account that deploys, and put it on the list (`deployers`); nobody but a controller writes endpoints.',
        ),
        deployers,
      ),
    ),
  examples: {
    pass: [
      {
        because: 'they may be read',
        object: roleExample([{ apiGroups: [''], resources: ['services', 'endpoints'], verbs: ['get', 'list', 'watch'] }]),
      },
      {
        because: 'the status is asked elsewhere',
        object: roleExample([{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }]),
      },
      {
        because: 'the account that deploys',
        parameters: { deployers: ['shop/web'] },
        object: roleExample([INGRESSES]),
        with: [roleBindingExample({})],
      },
    ],
    fail: [
      {
        because: 'traffic for others, led astray',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['endpoints'], verbs: ['update'] }]),
      },
      {
        because: 'without the policy everything is open',
        object: roleExample([{ apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['delete'] }]),
      },
      { because: 'a way in from outside', object: roleExample([INGRESSES]) },
      {
        because: 'nobody who deploys is bound to it',
        parameters: { deployers: ['ci/deployer'] },
        object: roleExample([INGRESSES]),
        with: [roleBindingExample({})],
      },
    ],
  },
});
