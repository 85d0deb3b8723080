import { control } from '../control';
import { custom, type Grant, granting, isGenerated, isRole, type Path, rulesOf } from '../requirement';
import { CLUSTER_ROLE } from './kinds';
import { clusterRoleExample } from './role-examples';

const GROUP = 'certificates.k8s.io';
const APPROVAL: Grant = { verbs: ['update', 'patch'], resources: { [GROUP]: ['certificatesigningrequests/approval'] } };
const SIGNERS: Grant = { verbs: ['approve'], resources: { [GROUP]: ['signers'] } };
const approval = granting(APPROVAL);
const signers = granting(SIGNERS);

const SYSTEM = "(has(object.metadata.name) && object.metadata.name.startsWith('system:')) || has(object.aggregationRule)";
const BOOTSTRAPPED =
  "(has(object.metadata.name) && object.metadata.name == 'cluster-admin' && has(object.metadata.labels) && 'kubernetes.io/bootstrapping' in object.metadata.labels)";
const PASSES = `${SYSTEM} || ${BOOTSTRAPPED} || !has(object.rules) || !(object.rules.exists(r, ${approval.cel}) && object.rules.exists(r, ${signers.cel}))`;

const APPROVE = { apiGroups: [GROUP], resources: ['certificatesigningrequests/approval'], verbs: ['update'] };
const SIGN = { apiGroups: [GROUP], resources: ['signers'], verbs: ['approve'], resourceNames: ['kubernetes.io/kube-apiserver-client'] };

export const rbacCsrApproval = control({
  id: 'rbac-csr-approval',
  family: 'rbac',
  title: 'Limit certificate approval',
  severity: 'high',
  why: 'Who approves certificates has one made for any user and any group, and it stays good when the account is long gone.',
  references: { cis: ['5.1.11'] },
  counterparts: { checkov: ['CKV_K8S_156'], kubescape: ['C-0280'], kyverno: ['restrict-clusterrole-csr'] },
  notes:
    'Only both rights together approve: `update` or `patch` on `certificatesigningrequests/approval`, and `approve` on `signers`. Two ClusterRoles that have one of them each, bound to one account, are not seen. A Role cannot grant it: requests belong to no namespace.',
  require: custom({
    reads: [CLUSTER_ROLE],
    evaluate(subject, emit) {
      if (!isRole(subject) || subject.kind !== CLUSTER_ROLE.kind || isGenerated(subject.object)) return false;
      let approving: { readonly path: Path; readonly values: readonly string[] } | undefined;
      let signing = false;
      for (const [rule, path] of rulesOf(subject.object, emit)) {
        const found = approval.offending(rule);
        if (found !== undefined) approving ??= { path: [...path, found.field], values: found.values };
        signing ||= signers.offending(rule) !== undefined;
      }
      if (approving === undefined || !signing) return true;
      emit({
        verdict: 'fail',
        path: approving.path,
        actual: approving.values,
        expected: 'without `update`, `patch` or `*` on `certificatesigningrequests/approval`, since another rule approves for signers',
        fix: {
          op: 'manual',
          instructions:
            'Leave approval to the controllers of the cluster; for a signer of your own, waive this and name it (`resourceNames`).',
        },
      });
      return true;
    },
    cel: { expression: PASSES, offenders: `(${PASSES}) ? [] : ['the ' + object.kind]` },
    prose:
      'no ClusterRole grants `update`, `patch` or `*` on `certificatesigningrequests/approval` together with `approve` or `*` on `signers`',
  }),
  examples: {
    pass: [
      {
        because: 'requests may be made and read',
        object: clusterRoleExample([{ apiGroups: [GROUP], resources: ['certificatesigningrequests'], verbs: ['create', 'get'] }]),
      },
      { because: 'one half of it approves nothing', object: clusterRoleExample([APPROVE]) },
      { because: 'nor does the other', object: clusterRoleExample([SIGN]) },
    ],
    fail: [
      { because: 'both halves', object: clusterRoleExample([APPROVE, SIGN]) },
      { because: 'everything of the group', object: clusterRoleExample([{ apiGroups: [GROUP], resources: ['*'], verbs: ['*'] }]) },
      {
        because: 'patched instead of updated',
        object: clusterRoleExample([
          { ...APPROVE, verbs: ['patch'] },
          { ...SIGN, resourceNames: [] },
        ]),
      },
    ],
  },
});
