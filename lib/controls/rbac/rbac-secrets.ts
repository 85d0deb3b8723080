import { control } from '../control';
import { SECRETS, withoutGrant } from './grants';
import { clusterRoleExample, roleExample } from './role-examples';

export const rbacSecrets = control({
  id: 'rbac-secrets',
  family: 'rbac',
  title: 'Grant no access to all secrets',
  severity: 'high',
  why: 'Who reads every secret has every password and token that any workload of the namespace has, and the rights of all of them.',
  references: { cis: ['5.1.2'], nsa: 'Authorization: RBAC' },
  counterparts: {
    trivy: ['KSV-0041', 'KSV-0113'],
    checkov: ['CKV2_K8S_5'],
    kubeLinter: ['access-to-secrets'],
    kubescape: ['C-0015', 'C-0186'],
    kyverno: ['restrict-secret-role-verbs'],
  },
  notes:
    'Judged where the rule is written; a binding of the role adds no second finding. A `list` or `watch` with `resourceNames` still fails: the name narrows the request, not what the answer shows. Trivy judges roles; kube-linter, Checkov and Kubescape judge bindings and need both objects.',
  require: withoutGrant(
    SECRETS,
    'Name the secrets that are needed (`resourceNames`) and grant `get` alone; or mount them, which needs no right at all.',
  ),
  examples: {
    pass: [
      {
        because: 'one secret, by name',
        object: roleExample([{ apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['web-tls'] }]),
      },
      { because: 'writing new ones reads none', object: roleExample([{ apiGroups: [''], resources: ['secrets'], verbs: ['create'] }]) },
      {
        because: 'a resource of another API group that is called so',
        object: roleExample([{ apiGroups: ['example.com'], resources: ['secrets'], verbs: ['get', 'list'] }]),
      },
      {
        because: 'a role of the system',
        object: clusterRoleExample([{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }], { name: 'system:controller:web' }),
      },
    ],
    fail: [
      { because: 'every secret of the namespace', object: roleExample([{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }]) },
      {
        because: 'a list shows what is in them',
        object: roleExample([{ apiGroups: [''], resources: ['secrets'], verbs: ['list'], resourceNames: ['web-tls'] }]),
      },
      {
        because: 'every verb is among them',
        object: roleExample([{ apiGroups: [''], resources: ['secrets'], verbs: ['*'], resourceNames: ['web-tls'] }]),
      },
      { because: 'every resource is among them', object: clusterRoleExample([{ apiGroups: ['*'], resources: ['*'], verbs: ['get'] }]) },
    ],
  },
});
